/**
 * Finds where in an answer's audio a listener begins to hear something: in the first of two 10 ms blocks in a row over the
 * level of what is audible, and in that block at the first millisecond that is over it by itself. Blocks lie on a grid from
 * the answer's first sample on, across the pieces in which it comes. A constant offset is no sound: it is taken out of each
 * block. Pure; work in proportion to the samples it is shown, which are those up to the onset and no more.
 */

const BLOCK_MS = 10;
/** A single loud block is a click. */
const BLOCKS_IN_A_ROW = 2;
const FULL_SCALE = 32_768;

export class Onset {
  private readonly thresholdPower: number;
  /** Of the block that is being filled: the sum of its samples, and of their squares for each ms. */
  private sum = 0;
  private readonly squares = new Float64Array(BLOCK_MS);
  /** The ms of the block that is being filled, and how many samples it has. */
  private ms = 0;
  private count = 0;
  private loudInARow = 0;
  /** In the last loud block, the first ms over the level. */
  private loudFromMs = 0;

  /** `audibleDbfs`: RMS level, 0 for a square wave of full scale. */
  constructor(audibleDbfs: number) {
    this.thresholdPower = 10 ** (audibleDbfs / 10) * FULL_SCALE ** 2;
  }

  /**
   * The next piece, of so many samples a ms (rounded). Returns where the audible begins, in ms from the start of this piece
   * (negative: in the one before), or null while nothing is audible yet.
   */
  push(pcm: Int16Array, samplesPerMs: number): number | null {
    const perMs = Math.max(1, Math.round(samplesPerMs));
    let at = 0;
    while (at < pcm.length) {
      const end = Math.min(pcm.length, at + perMs - this.count);
      let sum = 0;
      let squares = 0;
      for (let i = at; i < end; i++) {
        const sample = pcm[i] as number;
        sum += sample;
        squares += sample * sample;
      }
      this.sum += sum;
      this.squares[this.ms] = (this.squares[this.ms] as number) + squares;
      this.count += end - at;
      at = end;
      if (this.count < perMs) return null;
      this.count = 0;
      if (++this.ms < BLOCK_MS) continue;
      const heardFromMs = this.loudFromMs;
      this.judge(BLOCK_MS * perMs);
      if (this.loudInARow === BLOCKS_IN_A_ROW) return at / perMs - BLOCKS_IN_A_ROW * BLOCK_MS + heardFromMs;
    }
    return null;
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
