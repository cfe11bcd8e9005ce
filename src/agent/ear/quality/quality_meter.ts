/**
 * Listens to how good a session's audio is: takes in all of it, always keeps a little of what was just heard, and has each
 * utterance measured from before its first sound (level_meter.ts). Pure; a pass over the samples and no allocation. The levels are
 * those of the 8 kHz audio that the ear works on; clipping is looked for in the samples as they arrived.
 */

import { BLOCK, MOST_BLOCKS, blockSquares, blockSums, measureBlocks } from './blocks.ts';
import { Clipping } from './clipping.ts';
import { LevelMeter } from './level_meter.ts';
import { judge, type AudioQuality } from './quality.ts';

/** How the audio arrives: the largest sample that its format has, and how many of its samples one at 8 kHz stands for. */
export interface Arriving {
  readonly fullScale: number;
  readonly ratio: number;
}

/** Blocks kept while nobody speaks: 600 ms, as much as the Transcriber keeps. */
const KEPT = 240;

export class QualityMeter {
  private readonly levels = new LevelMeter();
  private readonly clipping = new Clipping();
  private readonly sums = new Int32Array(KEPT);
  private readonly squares = new Float64Array(KEPT);
  private readonly clips = new Float32Array(KEPT);
  /** Blocks since the last utterance ended, as far as they are kept; `silent` of the latest are digital silence. */
  private held = 0;
  private silent = 0;
  private at = 0;
  private measuring = false;

  // The block at hand.
  private samples = 0;
  private sum = 0;
  private square = 0;
  private clipped = 0;

  /** Whether what is heard now belongs to an utterance. */
  get busy(): boolean {
    return this.measuring;
  }

  /** The next audio, as it arrived and at 8 kHz. `silent`: both are known to be nothing but zeros. */
  hear(pcm: Int16Array, pcm8k: Int16Array, { fullScale, ratio }: Arriving, silent: boolean): void {
    if (silent && !this.measuring && this.silent >= KEPT && this.square === 0) {
      this.samples = (this.samples + pcm8k.length) % BLOCK;
      return;
    }
    const scan = silent ? this.clipping.run > 0 : this.clipping.suspects(pcm, fullScale);
    if (!silent && !scan && this.takeBlocks(pcm8k)) return;
    let from = 0;
    for (let at = 0; at < pcm8k.length;) {
      const to = Math.min(pcm8k.length, at + BLOCK - this.samples);
      this.samples += to - at;
      if (!silent) this.add(pcm8k, at, to);
      if (scan) {
        const end = Math.min(pcm.length, to * ratio);
        this.clipped += this.clipping.scan(pcm, from, end, fullScale) / ratio;
        from = end;
      }
      at = to;
      if (this.samples === BLOCK) this.finishBlock();
    }
    // A piece's last one or two may come to the ear with the next piece.
    if (scan) this.clipped += this.clipping.scan(pcm, from, pcm.length, fullScale) / ratio;
  }

  /** An utterance has begun: what was kept belongs to it or is the room before it. */
  begin(): void {
    this.measuring = true;
    this.levels.reset();
    for (let i = this.held; i > 0; i--) {
      const at = (this.at - i + KEPT) % KEPT;
      this.levels.take(this.sums[at] as number, this.squares[at] as number, this.clips[at] as number);
    }
  }

  /** The utterance is over. Null: there was nothing in it. */
  end(): AudioQuality | null {
    const figures = this.measuring ? this.levels.read() : null;
    this.measuring = false;
    this.held = 0;
    this.silent = 0;
    return figures === null ? null : judge(figures);
  }

  /** Nearly all audio comes in whole blocks with nothing clipped; false: this does not. */
  private takeBlocks(pcm8k: Int16Array): boolean {
    if (this.samples > 0 || pcm8k.length % BLOCK !== 0 || pcm8k.length > BLOCK * MOST_BLOCKS) return false;
    const count = measureBlocks(pcm8k);
    for (let i = 0; i < count; i++) {
      this.sum = blockSums[i] as number;
      this.square = blockSquares[i] as number;
      this.finishBlock();
    }
    return true;
  }

  private add(pcm8k: Int16Array, from: number, to: number): void {
    let { sum, square } = this;
    for (let i = from; i < to; i++) {
      const sample = pcm8k[i] as number;
      sum = (sum + sample) | 0;
      // Spares a check for −0 a sample, which a plain product of integers costs.
      square += Math.imul(sample, sample);
    }
    this.sum = sum;
    this.square = square;
  }

  private finishBlock(): void {
    const { sum, square, clipped } = this;
    this.samples = this.sum = this.square = this.clipped = 0;
    if (this.measuring) {
      this.levels.take(sum, square, clipped);
      return;
    }
    this.sums[this.at] = sum;
    this.squares[this.at] = square;
    this.clips[this.at] = clipped;
    this.at = (this.at + 1) % KEPT;
    this.held = Math.min(KEPT, this.held + 1);
    this.silent = square === 0 ? this.silent + 1 : 0;
  }
}
