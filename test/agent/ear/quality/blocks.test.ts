import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  BLOCK,
  MOST_BLOCKS,
  blockSquares,
  blockSums,
  measureBlocks,
} from '../../../../src/agent/ear/quality/blocks.ts';

it('have the sums and the sums of squares of their samples, the loudest too', () => {
  const samples = fc.oneof(fc.constantFrom(-32_768, 32_767), fc.integer({ min: -32_768, max: 32_767 }));
  const pieces = fc
    .integer({ min: 0, max: 12 })
    .chain((blocks) => fc.array(samples, { minLength: blocks * BLOCK, maxLength: blocks * BLOCK }));
  const holds = (piece: readonly number[]): void => {
    expect(measureBlocks(Int16Array.from(piece))).toBe(piece.length / BLOCK);
    for (let at = 0; at < piece.length; at += BLOCK) {
      const block = piece.slice(at, at + BLOCK);
      expect(blockSums[at / BLOCK]).toBe(block.reduce((sum, sample) => sum + sample, 0));
      expect(blockSquares[at / BLOCK]).toBe(block.reduce((sum, sample) => sum + sample * sample, 0));
    }
  };
  fc.assert(fc.property(pieces, holds), { numRuns: 100 });
  holds(Array.from({ length: BLOCK * MOST_BLOCKS }, () => -32_768));
});
