/**
 * Where in a stream of audio there is something to hear: for each piece, from its first audible millisecond up to its last. What is
 * shorter than two blocks of 10 ms is a click, and no voice. Pure; O(1) a sample, nothing is kept of them.
 */

import { BLOCK_MS, BLOCKS_IN_A_ROW, LoudBlocks } from '../core/call/loud_blocks.ts';

export class VoiceMeter {
  private readonly blocks: LoudBlocks;
  private readonly perMs: number;
  /** Of the piece at hand, in ms from its start; `fromMs` may be negative: within the one before. `toMs` −1: nothing is audible. */
  fromMs = 0;
  toMs = -1;
  /** Where the run of loud blocks that goes on began, in ms from the start of the piece at hand. */
  private runFromMs = 0;
  private ms = 0;

  constructor(audibleDbfs: number, samplesPerMs: number) {
    this.blocks = new LoudBlocks(audibleDbfs);
    this.perMs = Math.max(1, Math.round(samplesPerMs));
  }

  /** A piece begins. */
  begin(): void {
    this.runFromMs -= this.ms;
    this.ms = 0;
    this.fromMs = 0;
    this.toMs = -1;
  }

  /** The next samples of it. */
  push(pcm: Int16Array): void {
    const { blocks, perMs } = this;
    for (let at = blocks.fill(pcm, 0, perMs); at !== -1; at = blocks.fill(pcm, at, perMs)) {
      const { loudInARow } = blocks;
      if (loudInARow === 0) continue;
      const endMs = this.ms + at / perMs;
      if (loudInARow === 1) this.runFromMs = endMs - BLOCK_MS + blocks.loudFromMs;
      if (loudInARow < BLOCKS_IN_A_ROW) continue;
      // Behind a block that is not loud yet, a run that goes on from the piece before is audible from its start.
      if (this.toMs === -1) this.fromMs = loudInARow === BLOCKS_IN_A_ROW ? this.runFromMs : endMs - BLOCK_MS;
      this.toMs = endMs;
    }
    this.ms += pcm.length / perMs;
  }
}
