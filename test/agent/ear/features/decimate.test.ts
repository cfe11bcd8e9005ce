import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimator } from '../../../../src/agent/ear/features/decimate.ts';

function tone(hz: number, samples = 24_000, amplitude = 10_000): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / 24_000)),
  );
}

function rms(samples: Int16Array): number {
  // The filter's run-in is left out.
  const settled = samples.subarray(100);
  return Math.sqrt(settled.reduce((sum, sample) => sum + sample * sample, 0) / settled.length);
}

const gainDb = (hz: number): number => {
  const input = tone(hz);
  return 20 * Math.log10(Math.max(1e-3, rms(new Decimator().push(input))) / rms(input));
};

describe('decimation to 8 kHz', () => {
  it('keeps the band of speech', () => {
    for (const hz of [100, 300, 1000, 2000, 2900]) expect(Math.abs(gainDb(hz))).toBeLessThan(0.3);
  });

  it('keeps away what would fold into it', () => {
    for (const hz of [5100, 6000, 7300, 8000, 9000, 11_500]) expect(gainDb(hz)).toBeLessThan(-38);
  });

  it('passes a constant unchanged', () => {
    const out = new Decimator().push(new Int16Array(2400).fill(1000));
    expect([...out.subarray(20)]).toEqual(Array.from({ length: 780 }, () => 1000));
  });

  it('gives the same samples however the audio is cut, zeros among it too', () => {
    const piece = fc.oneof(
      fc.int16Array({ maxLength: 400 }),
      fc.nat(400).map((length) => new Int16Array(length)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const whole = Int16Array.from(pieces.flatMap((samples) => [...samples]));
        const expected = [...new Decimator().push(whole)];
        const cut = new Decimator();
        const found = pieces.flatMap((samples) => [
          ...cut.push(
            samples,
            samples.every((sample) => sample === 0),
          ),
        ]);
        expect(found).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
