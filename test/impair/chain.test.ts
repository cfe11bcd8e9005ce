import { describe, expect, it } from 'vitest';
import { activeDbfs, rmsDbfs } from '../../src/audio/level.ts';
import { spoil, spoiledSilence } from '../../src/impair/chain.ts';
import { isSame, minus, RATE, recipeOf, speech, spoiled, tools } from './tools.ts';

const said = { samples: speech(3), speech: [{ startMs: 0, endMs: 2000 }] };
const FRAME = 2400;

function bedOf(...texts: readonly string[]): Float32Array | null {
  const bed = spoiledSilence(said, RATE, recipeOf(...texts), 5, FRAME, tools);
  return bed && Float32Array.from(bed);
}

describe('a chain', () => {
  it('goes along the line, in whatever order it is written', () => {
    const inOrder = spoiled(said.samples, ['noise=white@10dB', 'gain=-20dB', 'clip=3dB']);
    // The two of the microphone keep the order in which they are written.
    const so = (...texts: readonly string[]): boolean => isSame(spoiled(said.samples, texts), inOrder);
    expect(so('gain=-20dB', 'clip=3dB', 'noise=white@10dB')).toBe(true);
    expect(so('clip=3dB', 'gain=-20dB', 'noise=white@10dB')).toBe(false);
    // The noise is as quiet as what it lies under.
    const [clean, quiet] = [
      spoiled(said.samples, ['gain=-20dB']),
      spoiled(said.samples, ['gain=-20dB', 'noise=white@10dB']),
    ];
    expect(activeDbfs(clean, RATE) - rmsDbfs(minus(quiet, clean))).toBeCloseTo(10, 0);
  });

  it('refuses a step that nobody knows', () => {
    const recipe = { steps: [{ name: 'magic', parameters: {} }], seed: 1 };
    expect(() => spoil(said.samples, RATE, recipe, 1, said.speech, tools)).toThrow('"magic"');
    const bare = { steps: [{ name: 'gain', parameters: {} }], seed: 1 };
    expect(() => spoil(said.samples, RATE, bare, 1, said.speech, tools)).toThrow('gain without "by"');
  });
});

describe('the silence of a spoiled line', () => {
  it('is silence where nothing goes on', () => {
    expect(bedOf('gain=-20dB', 'clip=3dB')).toBeNull();
  });

  it('is as loud as under the words, whatever the microphone does to both', () => {
    const level = activeDbfs(said.samples, RATE);
    for (const [texts, offsetDb] of [
      [['noise=white@10dB'], 0],
      [['noise=white@10dB', 'gain=-20dB'], -20],
    ] as const) {
      const bed = bedOf(...texts);
      expect(bed).not.toBeNull();
      expect((bed?.length ?? 1) % FRAME).toBe(0);
      expect(Math.abs(rmsDbfs(bed as Float32Array) - (level - 10 + offsetDb))).toBeLessThan(0.5);
    }
  });

  it('goes round without a click', () => {
    // A slow wander: from one sample to the next there is little.
    const slow = {
      ...tools,
      noise: (_: string, length: number) => Float32Array.from({ length }, (__, i) => Math.sin(i / 700)),
    };
    const bed = spoiledSilence(said, RATE, recipeOf('noise=white@0dB'), 5, FRAME, slow) as Float32Array;
    const steps = bed.map((sample, i) => Math.abs(sample - (bed[(i + 1) % bed.length] as number)));
    const usual = steps.slice(4000, 8000).reduce((most, step) => Math.max(most, step), 0);
    expect(steps.at(-1)).toBeLessThan(usual * 3);
  });
});
