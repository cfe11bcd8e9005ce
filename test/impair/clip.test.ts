import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clippedShare, peakDbfs } from '../../src/audio/level.ts';
import { PCM16_FULL_SCALE } from '../../src/audio/pcm.ts';
import { speech, spoiled } from './tools.ts';

const peakOf = (samples: Float32Array): number => 10 ** (peakDbfs(samples) / 20);

describe('clipping', () => {
  it('cuts off what lies over full scale once the peak is so far over it, and nothing else', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 40, noNaN: true }), fc.integer(), (over, seed) => {
        const clean = speech(seed, 0.5, 0.05);
        const text = over.toFixed(2);
        const factor = 10 ** (Number(text) / 20) / peakOf(clean);
        const made = spoiled(clean, [`clip=${text}dB`]);
        const full = Math.fround(PCM16_FULL_SCALE);
        const wrong = made.filter((sample, i) => {
          const driven = (clean[i] as number) * factor;
          if (Math.abs(driven) >= 1.0001) return Math.abs(sample) !== full;
          return Math.abs(sample - driven * PCM16_FULL_SCALE) > 1e-4;
        });
        expect(wrong).toHaveLength(0);
      }),
      { numRuns: 20 },
    );
  });

  it('clips a larger share the harder it is driven, as the meter of clipping sees it', () => {
    const clean = speech(4, 1, 0.05);
    const shares = [3, 6, 12, 24].map((over) =>
      clippedShare(spoiled(clean, [`clip=${over}dB`]), Math.fround(PCM16_FULL_SCALE)),
    );
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares[0]).toBeGreaterThan(0.001);
    expect(shares[3]).toBeGreaterThan(0.3);
  });

  it('presses softly: louder stays louder, and all stays under full scale', () => {
    const clean = speech(5, 0.5, 0.05);
    const made = spoiled(clean, ['clip=12dB@soft']);
    const order = [...clean.keys()].sort((a, b) => (clean[a] as number) - (clean[b] as number));
    const fallen = order
      .slice(1)
      .filter((at, k) => (made[at] as number) < (made[order[k] as number] as number));
    expect(fallen).toEqual([]);
    expect(peakOf(made)).toBeLessThan(PCM16_FULL_SCALE);
    expect(peakOf(made)).toBeGreaterThan(0.99);
  });

  it('leaves silence as it is', () => {
    expect(spoiled(new Float32Array(240), ['clip=6dB'])).toEqual(new Float32Array(240));
  });
});
