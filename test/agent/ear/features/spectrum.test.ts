import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BINS,
  FRAME_SAMPLES,
  FULL_SCALE_POWER,
  line,
  powerSpectrum,
} from '../../../../src/agent/ear/features/spectrum.ts';

/** Fourier's sum as it is written, under a Hamming window. */
function naive(frame: Int16Array): Float64Array {
  const windowed = [...frame].map(
    (sample, i) => (sample / 32_768) * (0.54 - 0.46 * Math.cos((2 * Math.PI * (i + 0.5)) / FRAME_SAMPLES)),
  );
  return Float64Array.from({ length: BINS }, (_, bin) => {
    let re = 0;
    let im = 0;
    windowed.forEach((sample, i) => {
      re += sample * Math.cos((2 * Math.PI * bin * i) / FRAME_SAMPLES);
      im -= sample * Math.sin((2 * Math.PI * bin * i) / FRAME_SAMPLES);
    });
    return re * re + im * im;
  });
}

const frames = fc.int16Array({ minLength: FRAME_SAMPLES, maxLength: FRAME_SAMPLES });

describe('the power spectrum', () => {
  it("is Fourier's sum", () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const wanted = naive(frame);
        line.set(frame);
        const found = powerSpectrum(0);
        const most = wanted.reduce((a, b) => Math.max(a, b), 1e-9);
        expect(found.every((power, i) => Math.abs(power - (wanted[i] as number)) < 1e-6 * most)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same wherever on the line the frame begins', () => {
    fc.assert(
      fc.property(frames, fc.nat(line.length - FRAME_SAMPLES), (frame, from) => {
        line.set(frame);
        const wanted = powerSpectrum(0).slice();
        line.set(frame, from);
        expect([...powerSpectrum(from)]).toEqual([...wanted]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what is quiet 90 dB under what is loud, in another band', () => {
    const tone = (bin: number, i: number): number =>
      Math.cos((2 * Math.PI * bin * (i + 0.5)) / FRAME_SAMPLES);
    const frame = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) =>
      Math.round(30_000 * tone(20, i) + tone(90, i)),
    );
    line.set(frame);
    const found = powerSpectrum(0);
    const wanted = naive(frame);
    for (const bin of [20, 89, 90, 91]) {
      expect((found[bin] as number) / (wanted[bin] as number)).toBeCloseTo(1, 1);
    }
  });

  it('has the power of a full-scale square wave that its name says', () => {
    const square = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => (i % 32 < 16 ? 32_767 : -32_768));
    line.set(square);
    const power = powerSpectrum(0);
    // Over all 256 bins: those but the first and the last stand for two.
    const sum = power.reduce((all, value, i) => all + (i === 0 || i === BINS - 1 ? value : 2 * value), 0);
    expect(sum / FRAME_SAMPLES / FULL_SCALE_POWER).toBeCloseTo(1, 3);
  });
});
