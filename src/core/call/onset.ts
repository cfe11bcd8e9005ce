/**
 * Finds where in an answer's audio a listener begins to hear something: the first of two 10 ms blocks in a row over the
 * level of what is audible. Blocks lie on a grid from the answer's first sample on, across the pieces in which it comes. A
 * constant offset is no sound: it is taken out of each block. Pure; work in proportion to the samples it is shown, which
 * are those up to the onset and no more.
 */

export const BLOCK_MS = 10;
/** A single loud block is a click. */
const BLOCKS_IN_A_ROW = 2;
const FULL_SCALE = 32_768;

export class Onset {
  private readonly thresholdPower: number;
  private sum = 0;
  private sumOfSquares = 0;
  private count = 0;
  private loudInARow = 0;

  /** `audibleDbfs`: RMS level, 0 for a square wave of full scale. */
  constructor(audibleDbfs: number) {
    this.thresholdPower = 10 ** (audibleDbfs / 10) * FULL_SCALE ** 2;
  }

  /**
   * The next piece, of so many samples a ms. Returns where the audible begins, in ms from the start of this piece (negative:
   * in the one before), or null while nothing is audible yet.
   */
  push(pcm: Int16Array, samplesPerMs: number): number | null {
    const blockSamples = Math.max(1, Math.round(BLOCK_MS * samplesPerMs));
    for (let i = 0; i < pcm.length; i++) {
      const sample = pcm[i] as number;
      this.sum += sample;
      this.sumOfSquares += sample * sample;
      if (++this.count < blockSamples) continue;
      const mean = this.sum / blockSamples;
      const power = this.sumOfSquares / blockSamples - mean * mean;
      this.sum = 0;
      this.sumOfSquares = 0;
      this.count = 0;
      this.loudInARow = power > this.thresholdPower ? this.loudInARow + 1 : 0;
      if (this.loudInARow === BLOCKS_IN_A_ROW) {
        return (i + 1 - BLOCKS_IN_A_ROW * blockSamples) / samplesPerMs;
      }
    }
    return null;
  }
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
