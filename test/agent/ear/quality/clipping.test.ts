import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Clipping } from '../../../../src/agent/ear/quality/clipping.ts';
import { clippedShare } from '../../../../src/audio/level.ts';
import { PCM16_FULL_SCALE, pcm16ToFloat } from '../../../../src/audio/pcm.ts';

const FULL = 32_767;

/** Runs at full scale of every length, on both sides, and what is just short of it. */
const samples = fc
  .array(fc.tuple(fc.constantFrom(FULL, -FULL, -32_768, 32_766, 0), fc.integer({ min: 1, max: 6 })), {
    maxLength: 40,
  })
  .map((runs) => Int16Array.from(runs.flatMap(([sample, length]) => Array<number>(length).fill(sample))));
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 10 });

/** In pieces whose lengths go around; `parts` are those that a piece is scanned in. */
function count(pcm: Int16Array, pieces: readonly number[], parts: readonly number[]): number {
  const clipping = new Clipping();
  let clipped = 0;
  for (let at = 0, i = 0; at < pcm.length; i++) {
    const piece = pcm.subarray(at, at + (pieces[i % pieces.length] as number));
    at += piece.length;
    if (!clipping.suspects(piece, FULL)) continue;
    for (let from = 0, k = i; from < piece.length; k++) {
      const to = Math.min(piece.length, from + (parts[k % parts.length] as number));
      clipped += clipping.scan(piece, from, to, FULL);
      from = to;
    }
  }
  return clipped;
}

describe('clipping', () => {
  it('is counted as level.ts does, however the audio is cut', () => {
    fc.assert(
      fc.property(samples, cuts, cuts, (pcm, pieces, parts) => {
        const share = clippedShare(pcm16ToFloat(pcm), PCM16_FULL_SCALE);
        expect(count(pcm, pieces, parts)).toBe(Math.round(share * pcm.length));
      }),
      { numRuns: 1000 },
    );
  });

  it('is suspected of no audio that has none', () => {
    const clipping = new Clipping();
    expect(clipping.suspects(new Int16Array(2400).fill(32_766), FULL)).toBe(false);
    expect(clipping.suspects(new Int16Array(0), FULL)).toBe(false);
  });
});
