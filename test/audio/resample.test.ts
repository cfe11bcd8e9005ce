import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadResampler, resample } from '../../src/audio/resample.ts';
import { sine } from './signal.ts';

const resampler = await loadResampler();
const routes: [number, number][] = [
  [8_000, 24_000],
  [16_000, 24_000],
  [44_100, 24_000],
  [48_000, 24_000],
  [24_000, 8_000],
];

/** Signal to everything else, in dB, against the very sine that should be there: level and phase count too. */
function sineSnrDb(found: Float32Array, hz: number, level: number, rate: number): number {
  let signal = 0;
  let rest = 0;
  // The sine starts and stops abruptly: its ends belong to the filter.
  for (let i = 2000; i < found.length - 2000; i++) {
    const wanted = level * Math.sin((2 * Math.PI * hz * i) / rate);
    signal += wanted ** 2;
    rest += ((found[i] as number) - wanted) ** 2;
  }
  return 10 * Math.log10(signal / rest);
}

describe.each(routes)('resampling %i → %i Hz', (from, to) => {
  it.each([100, 1000, 3000])('keeps a sine of %i Hz, level and phase, to 90 dB', (hz) => {
    const found = resampler.resample(sine(hz, 1500, 0.5, from), from, to);
    expect(sineSnrDb(found, hz, 0.5, to)).toBeGreaterThan(90);
  });

  it('keeps the length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), (length) => {
        const found = resampler.resample(new Float32Array(length), from, to);
        expect(found.length).toBe(Math.round((length * to) / from));
      }),
      { numRuns: 30 },
    );
  });

  it('leaves an impulse where it is, wherever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: from - 10 }), (at) => {
        const samples = new Float32Array(from);
        samples[at] = 1;
        const found = resampler.resample(samples, from, to);
        let peak = 0;
        for (let i = 0; i < found.length; i++)
          if (Math.abs(found[i] as number) > Math.abs(found[peak] as number)) peak = i;
        expect(Math.abs(peak - (at * to) / from)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 20 },
    );
  });
});

describe('aliases', () => {
  it.each([
    [48_000, 24_000, 13_000],
    [48_000, 24_000, 20_000],
    [44_100, 24_000, 14_000],
    [24_000, 8_000, 4_500],
    [24_000, 8_000, 9_000],
  ])('from %i to %i Hz, a sine of %i Hz is gone by 90 dB', (from, to, hz) => {
    const found = resampler.resample(sine(hz, 1500, 0.5, from), from, to);
    const middle = found.subarray(2000, -2000);
    const power = middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length;
    expect(10 * Math.log10(power / 0.125)).toBeLessThan(-90);
  });
});

describe('resample', () => {
  it('gives the same samples in memory of their own where the rate stays', async () => {
    const samples = sine(440, 20);
    const found = await resample(samples, 24_000, 24_000);
    expect(found).toEqual(samples);
    expect(found).not.toBe(samples);
  });

  it('does not depend on what it did before', async () => {
    const samples = sine(440, 50, 0.5, 44_100);
    const first = await resample(samples, 44_100, 24_000);
    await resample(sine(3000, 700, 0.9, 48_000), 48_000, 8_000);
    expect(await resample(samples, 44_100, 24_000)).toEqual(first);
  });

  it.each([0, 3999, 384_001, 8000.5, Number.NaN])('refuses a rate of %s Hz', async (rate) => {
    await expect(resample(new Float32Array(10), rate, 24_000)).rejects.toThrow(RangeError);
    await expect(resample(new Float32Array(10), 24_000, rate)).rejects.toThrow(RangeError);
  });
});
