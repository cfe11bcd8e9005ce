import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BINS, FRAME_SAMPLES, FULL_SCALE_POWER, powerSpectrum } from '../../../src/agent/ear/spectrum.ts';

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
        const found = powerSpectrum(frame, 0);
        const most = wanted.reduce((a, b) => Math.max(a, b), 1e-9);
        expect(found.every((power, i) => Math.abs(power - (wanted[i] as number)) < 1e-9 * most)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same wherever in the ring the frame begins', () => {
    fc.assert(
      fc.property(frames, fc.nat(FRAME_SAMPLES - 1), (frame, from) => {
        const ring = frame.map((_, i) => frame[(i - from + FRAME_SAMPLES) % FRAME_SAMPLES] as number);
        const wanted = powerSpectrum(frame, 0).slice();
        expect([...powerSpectrum(ring, from)]).toEqual([...wanted]);
      }),
      { numRuns: 60 },
    );
  });

  it('has the power of a full-scale square wave that its name says', () => {
    const square = Int16Array.from({ length: FRAME_SAMPLES }, (_, i) => (i % 32 < 16 ? 32_767 : -32_768));
    const power = powerSpectrum(square, 0);
    // Over all 256 bins: those but the first and the last stand for two.
    const sum = power.reduce((all, value, i) => all + (i === 0 || i === BINS - 1 ? value : 2 * value), 0);
    expect(sum / FRAME_SAMPLES / FULL_SCALE_POWER).toBeCloseTo(1, 3);
  });
});
