/**
 * Finds where in an answer's audio a listener begins to hear something: in the first of two loud blocks in a row, and in that block at
 * the first millisecond that is over the level by itself. Pure; work in proportion to the samples it is shown, which are those up to
 * the onset and no more.
 */

import { BLOCK_MS, BLOCKS_IN_A_ROW, LoudBlocks } from './loud_blocks.ts';

export class Onset {
  private readonly blocks: LoudBlocks;

  /** `audibleDbfs`: RMS level, 0 for a square wave of full scale. */
  constructor(audibleDbfs: number) {
    this.blocks = new LoudBlocks(audibleDbfs);
  }

  /**
   * The next piece, of so many samples a ms (rounded). Returns where the audible begins, in ms from the start of this piece
   * (negative: in the one before), or null while nothing is audible yet.
   */
  push(pcm: Int16Array, samplesPerMs: number): number | null {
    const { blocks } = this;
    const perMs = Math.max(1, Math.round(samplesPerMs));
    for (let at = 0; ;) {
      const heardFromMs = blocks.loudFromMs;
      at = blocks.fill(pcm, at, perMs);
      if (at === -1) return null;
      if (blocks.loudInARow === BLOCKS_IN_A_ROW) return at / perMs - BLOCKS_IN_A_ROW * BLOCK_MS + heardFromMs;
    }
  }
}
