/**
 * Measures one utterance while it is heard: the level of the speech, the noise behind it, what is clipped and what was
 * lost (dropouts.ts). Pure; the same little work for every 2.5 ms block of 8 kHz audio, whatever the length of the utterance, and no
 * allocation. `audio/level.ts` holds the definitions; this follows them without keeping the audio:
 *
 * - the 10 ms frames are kept as a histogram of their levels, with the power in each step, which is all that the
 *   self-consistent gate of `activeDbfs` needs;
 * - the noise is the steadiest 50 ms (`noiseFloorDbfs`, `offsetOf`), and digital silence is no noise: a client that sends
 *   zeros in its pauses has not told anything about the room.
 */

import { BLOCK, BLOCK_MS } from './blocks.ts';
import { Dropouts } from './dropouts.ts';

const FRAME_BLOCKS = 4;
const FRAME = BLOCK * FRAME_BLOCKS;
const FRAME_MS = BLOCK_MS * FRAME_BLOCKS;
const FULL_POWER = 32_768 ** 2;

const LOWEST_DBFS = -100;
const STEPS_PER_DB = 2;
const STEPS = -LOWEST_DBFS * STEPS_PER_DB;
/** See `activeDbfs`: what speech is, and what is no part of the first guess at it. */
const P56_MARGIN_DB = 15.9;
const SILENT_FRAME_DB = 60;

const NOISE_FRAMES = 5;
/** A frame this far over the noise is not noise alone: pauses in loud noise are no speech, though the gate takes them in. */
const CLEAR_OF_NOISE_DB = 3;
const clearOfNoise = 10 ** (CLEAR_OF_NOISE_DB / 10);
/** A constant no larger than A-law's smallest step is silence that was made, not heard. */
const SILENT_SQUARE = BLOCK * 8 ** 2;

/** Levels in dBFS, a full-scale square wave at 0. */
export interface Figures {
  /** Level of the speech alone. */
  readonly levelDbfs: number;
  /** Of the quietest 50 ms that were not digital silence. */
  readonly noiseFloorDbfs: number;
  /** Speech that is clear of the noise over the noise, which is taken off it; from −20 up. */
  readonly snrDb: number;
  /** Share of the speech's samples that are clipped. */
  readonly clippedShare: number;
  /** Speech, pauses left out. */
  readonly voicedMs: number;
  /** Sudden digital silences inside the speech, and the share of it that they have cost. */
  readonly dropouts: number;
  readonly lostShare: number;
}

export class LevelMeter {
  private readonly counts = new Uint32Array(STEPS);
  private readonly powers = new Float64Array(STEPS);
  private loudest = 0;
  private clipped = 0;

  // The frame at hand.
  private blocks = 0;
  private sum = 0;
  private square = 0;
  private silentBlocks = 0;

  // The latest frames without digital silence in them, around and around; how many there were.
  private readonly sums = new Float64Array(NOISE_FRAMES);
  private readonly squares = new Float64Array(NOISE_FRAMES);
  private frames = 0;
  private noise = Infinity;
  private offset = 0;

  private readonly dropouts = new Dropouts();

  reset(): void {
    this.counts.fill(0);
    this.powers.fill(0);
    this.loudest = this.clipped = 0;
    this.blocks = this.sum = this.square = this.silentBlocks = 0;
    this.frames = this.offset = 0;
    this.noise = Infinity;
    this.dropouts.reset();
  }

  /** The next block: sum and sum of squares of its samples, and how much of it is clipped (in samples at 8 kHz). */
  take(sum: number, square: number, clipped: number): void {
    const silent = square <= SILENT_SQUARE && square * BLOCK === sum * sum;
    this.clipped += clipped;
    this.dropouts.take(silent, square / BLOCK, this.loudest);
    if (silent) this.silentBlocks++;
    this.sum += sum;
    this.square += square;
    if (++this.blocks < FRAME_BLOCKS) return;
    this.frame();
    this.blocks = this.sum = this.square = this.silentBlocks = 0;
  }

  /** Null: nothing but digital silence was heard. */
  read(): Figures | null {
    const active = this.active(0);
    if (active.frames === 0) return null;
    const noise = this.noise === Infinity ? 0 : this.noise;
    const clear = this.active(noise * clearOfNoise);
    const speech = clear.frames > 0 ? clear : active;
    const voicedMs = speech.frames * FRAME_MS;
    const lostMs = this.dropouts.lostBlocks * BLOCK_MS;
    const levelDbfs = dbfsOf(active.power);
    const noiseFloorDbfs = Math.min(levelDbfs, dbfsOf(noise));
    return {
      levelDbfs,
      noiseFloorDbfs,
      snrDb: dbfsOf(Math.max(speech.power - noise, noise / 100)) - noiseFloorDbfs,
      clippedShare: Math.min(1, this.clipped / (speech.frames * FRAME)),
      voicedMs,
      dropouts: this.dropouts.count,
      lostShare: lostMs / (voicedMs + lostMs),
    };
  }

  private frame(): void {
    if (this.silentBlocks === 0) this.followNoise();
    if (this.silentBlocks === FRAME_BLOCKS) return;
    const { sum, square } = this;
    const offset = this.noise === Infinity ? sum / FRAME : this.offset;
    const power = square / FRAME - (2 * offset * sum) / FRAME + offset * offset;
    if (power <= 0) return;
    if (power > this.loudest) this.loudest = power;
    const step = Math.floor((dbfsOf(power) - LOWEST_DBFS) * STEPS_PER_DB);
    const at = Math.min(STEPS - 1, step);
    this.counts[at] = (this.counts[at] as number) + 1;
    this.powers[at] = (this.powers[at] as number) + power;
  }

  /** A steadier 50 ms than any before is the noise, and its mean is the microphone's offset. */
  private followNoise(): void {
    const { sums, squares } = this;
    const at = this.frames++ % NOISE_FRAMES;
    sums[at] = this.sum;
    squares[at] = this.square;
    if (this.frames < NOISE_FRAMES) return;
    let sum = 0;
    let square = 0;
    for (let i = 0; i < NOISE_FRAMES; i++) {
      sum += sums[i] as number;
      square += squares[i] as number;
    }
    const mean = sum / (NOISE_FRAMES * FRAME);
    const variance = Math.max(0, square / (NOISE_FRAMES * FRAME) - mean * mean);
    if (variance >= this.noise) return;
    this.noise = variance;
    this.offset = mean;
  }

  /**
   * See `activeDbfs`, of the histogram: from below, the gate rises until the frames over it are those that give it. It
   * begins at `least` or higher.
   */
  private active(least: number): { readonly power: number; readonly frames: number } {
    let gate = Math.max(least, this.loudest * 10 ** (-SILENT_FRAME_DB / 10));
    for (;;) {
      let power = 0;
      let frames = 0;
      for (let step = STEPS - 1; step >= 0; step--) {
        const count = this.counts[step] as number;
        if (count === 0) continue;
        const total = this.powers[step] as number;
        if (total / count < gate) break;
        power += total;
        frames += count;
      }
      if (frames === 0) return { power: 0, frames };
      const next = (power / frames) * 10 ** (-P56_MARGIN_DB / 10);
      if (next <= gate) return { power: power / frames, frames };
      gate = next;
    }
  }
}

/** Of a mean square of 16-bit samples. */
function dbfsOf(power: number): number {
  return Math.max(LOWEST_DBFS, 10 * Math.log10(power / FULL_POWER));
}
