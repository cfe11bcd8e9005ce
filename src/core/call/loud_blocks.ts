/**
 * Cuts audio into blocks of 10 ms and says of each whether a listener hears something in it: its level, without a constant offset, is
 * over that of what is audible. Blocks lie on a grid from the first sample on, across the pieces in which it comes. Pure; work in
 * proportion to the samples it is shown.
 */

export const BLOCK_MS = 10;
/** A single loud block is a click. */
export const BLOCKS_IN_A_ROW = 2;
const FULL_SCALE = 32_768;

export class LoudBlocks {
  /** The block that was filled last is loud; and so many in a row up to it. */
  loudInARow = 0;
  /** In the last loud block, the first ms over the level. */
  loudFromMs = 0;
  private readonly thresholdPower: number;
  /** Of the block that is being filled: the sum of its samples, and of their squares for each ms. */
  private sum = 0;
  private readonly squares = new Float64Array(BLOCK_MS);
  /** The ms of the block that is being filled, and how many samples it has. */
  private ms = 0;
  private count = 0;

  /** `audibleDbfs`: RMS level, 0 for a square wave of full scale. */
  constructor(audibleDbfs: number) {
    this.thresholdPower = 10 ** (audibleDbfs / 10) * FULL_SCALE ** 2;
  }

  /** Fills a block with samples from `at` on. Gives the index behind the last that it took, or −1: they end before it is full. */
  fill(pcm: Int16Array, at: number, perMs: number): number {
    for (let from = at; from < pcm.length;) {
      const end = Math.min(pcm.length, from + perMs - this.count);
      let sum = 0;
      let squares = 0;
      for (let i = from; i < end; i++) {
        const sample = pcm[i] as number;
        sum += sample;
        squares += sample * sample;
      }
      this.sum += sum;
      this.squares[this.ms] = (this.squares[this.ms] as number) + squares;
      this.count += end - from;
      from = end;
      if (this.count < perMs) return -1;
      this.count = 0;
      if (++this.ms < BLOCK_MS) continue;
      this.judge(BLOCK_MS * perMs);
      return from;
    }
    return -1;
  }

  /** A block is full: is it loud, and from which ms on? */
  private judge(blockSamples: number): void {
    const mean = this.sum / blockSamples;
    let power = 0;
    for (const squares of this.squares) power += squares / blockSamples;
    const loud = power - mean * mean > this.thresholdPower;
    this.loudInARow = loud ? this.loudInARow + 1 : 0;
    // Over an offset each ms is loud: then it is the block that begins to be audible.
    const loudSum = (this.thresholdPower * blockSamples) / BLOCK_MS;
    if (loud) this.loudFromMs = this.squares.findIndex((squares) => squares > loudSum);
    this.sum = 0;
    this.squares.fill(0);
    this.ms = 0;
  }
}
