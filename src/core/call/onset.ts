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
  /** Samples of the block so far. */
  private filled = 0;
  private loudInARow = 0;
  /** In the last loud block, the first ms over the level. */
  private loudFromMs = 0;

  /** `audibleDbfs`: RMS level, 0 for a square wave of full scale. */
  constructor(audibleDbfs: number) {
    this.thresholdPower = 10 ** (audibleDbfs / 10) * FULL_SCALE ** 2;
  }

  /**
   * The next piece, of so many samples a ms. Returns where the audible begins, in ms from the start of this piece (negative:
   * in the one before), or null while nothing is audible yet.
   */
  push(pcm: Int16Array, samplesPerMs: number): number | null {
    const blockSamples = Math.max(BLOCK_MS, Math.round(BLOCK_MS * samplesPerMs));
    for (let i = 0; i < pcm.length; i++) {
      const sample = pcm[i] as number;
      const ms = Math.floor((this.filled * BLOCK_MS) / blockSamples);
      this.sum += sample;
      this.squares[ms] = (this.squares[ms] as number) + sample * sample;
      if (++this.filled < blockSamples) continue;
      const heardFromMs = this.loudFromMs;
      this.judge(blockSamples);
      if (this.loudInARow === BLOCKS_IN_A_ROW) {
        return (i + 1) / samplesPerMs - BLOCKS_IN_A_ROW * BLOCK_MS + heardFromMs;
      }
    }
    return null;
  }

  /** A block is full: is it loud, and from which ms on? */
  private judge(blockSamples: number): void {
    const mean = this.sum / blockSamples;
    const loud = sumOf(this.squares) / blockSamples - mean * mean > this.thresholdPower;
    this.loudInARow = loud ? this.loudInARow + 1 : 0;
    // Over an offset each ms is loud: then it is the block that begins to be audible.
    const loudSum = (this.thresholdPower * blockSamples) / BLOCK_MS;
    if (loud) this.loudFromMs = this.squares.findIndex((squares) => squares > loudSum);
    this.sum = 0;
    this.squares.fill(0);
    this.filled = 0;
  }
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/**
 * How much at the end of this audio is inaudible: what follows the last of its blocks over the level, counted from its end. All
 * of it where none is. The same blocks, the other way round.
 */
export function inaudibleTailMs(pcm: Int16Array, samplesPerMs: number, audibleDbfs: number): number {
  const reversed = new Onset(audibleDbfs);
  const onsetMs = reversed.push(pcm.slice().reverse(), samplesPerMs);
  return onsetMs ?? pcm.length / samplesPerMs;
}
