import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeDbfs, rmsDbfs } from '../../src/audio/level.ts';
import { noises } from '../../src/impair/noise/noises.ts';
import { isSame, minus, RATE, speech, spoiled } from './tools.ts';

describe('noise', () => {
  const steady = [...noises.values()].filter(({ sparse }) => sparse !== true).map(({ name }) => name);

  it.each(steady)('is as far under the active speech as was asked, within half a dB: %s', (kind) => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10, max: 40 }),
        fc.integer(),
        fc.constantFrom(0.5, 1, 2),
        (snr, seed, seconds) => {
          const clean = speech(seed, seconds);
          const added = minus(spoiled(clean, [`noise=${kind}@${snr}dB`], seed), clean);
          expect(Math.abs(activeDbfs(clean, RATE) - rmsDbfs(added) - snr)).toBeLessThan(0.5);
        },
      ),
      { numRuns: 5 },
    );
  });

  it('is no other for the same seed, and another for another', () => {
    const clean = speech(1, 0.5);
    const once = spoiled(clean, ['noise=white@5dB'], 1);
    expect(isSame(spoiled(clean, ['noise=white@5dB'], 1), once)).toBe(true);
    expect(isSame(spoiled(clean, ['noise=white@5dB'], 2), once)).toBe(false);
    // A second of the same kind is a noise of its own.
    const twice = spoiled(clean, ['noise=white@5dB', 'noise=white@5dB'], 1);
    expect(rmsDbfs(minus(twice, once))).toBeCloseTo(rmsDbfs(minus(once, clean)), 0);
    expect(isSame(minus(twice, once), minus(once, clean))).toBe(false);
  });
});
