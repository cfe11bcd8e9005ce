/**
 * What a frame sounds like, whatever the line: band powers in, cepstral coefficients out, one frame after another. Pure,
 * without looking ahead.
 *
 * Three things of the line are followed as it goes. The noise in each band, quickly down and slowly up, is taken off.
 * The level of the voice, its loudest frame so far, is the scale's zero, and 45 dB under it the scale ends. The mean of
 * the cepstra of voiced frames, a microphone's colour, is taken off; it begins with the enrolled voices' mean and is
 * theirs for half after a second of speech.
 */

import { BANDS } from './mel.ts';
import { FULL_SCALE_POWER } from './spectrum.ts';

export const COEFFICIENTS = 13;

/** What the level begins with: quiet speech. */
const FIRST_LEVEL_DBFS = -48;
const LOWEST_DBFS = -75;
const RANGE_DB = 45;
const LEVEL_DECAY = 0.999;
const NOISE_FALL = 0.3;
const NOISE_RISE = 0.02;
/** Of the noise this much is left standing: what comes of taking off more is a noise of its own. */
const NOISE_LEFT = 0.05;
const VOICED_DB = -25;
/** Voiced frames that the enrolled voices' mean counts for. */
const COLOUR_WEIGHT = 60;

/** The first half of each row of the cosine transform; the second is the same backwards, in odd rows with its sign turned. */
const HALF = BANDS / 2;
const cosines = Float64Array.from({ length: COEFFICIENTS * HALF }, (_, i) => {
  const k = Math.floor(i / HALF);
  return Math.sqrt((k === 0 ? 1 : 2) / BANDS) * Math.cos((Math.PI * k * ((i % HALF) + 0.5)) / BANDS);
});
const logs = new Float64Array(BANDS);
/** Sums of the bands that mirror each other, and their differences. */
const folded = [new Float64Array(HALF), new Float64Array(HALF)] as const;
const lowest = powerOf(LOWEST_DBFS);
const range = 10 ** (-RANGE_DB / 10);
const leastVoiced = 10 ** (VOICED_DB / 10);

export class Cepstrum {
  /** dB of the latest frame against the voice's level; its noise is not taken off. */
  energyDb = 0;
  /** What is taken off the coefficients as the line's colour. */
  readonly colour: Float64Array;
  private readonly firstColour: Float64Array;
  private readonly noise = new Float64Array(BANDS);
  private level = 0;
  private voiced = 0;
  private fresh = true;

  constructor(colour: Float64Array) {
    this.firstColour = colour;
    this.colour = colour.slice();
    this.reset();
  }

  /** What comes next is another line. */
  reset(): void {
    this.colour.set(this.firstColour);
    this.level = powerOf(FIRST_LEVEL_DBFS);
    this.voiced = 0;
    this.fresh = true;
  }

  /** One frame's band powers, which stand in `powers` from `from` on; its coefficients go to `out` from `at` on. */
  step(powers: Float64Array, from: number, out: Float64Array, at: number): void {
    const energy = this.followNoise(powers, from);
    const { noise, level } = this;
    const bottom = Math.max(level * range, lowest);
    for (let band = 0; band < BANDS; band++) {
      const floor = noise[band] as number;
      const clean = Math.max((powers[from + band] as number) - floor, NOISE_LEFT * floor);
      logs[band] = Math.log((clean + bottom) / level);
    }
    const voiced = energy > leastVoiced * level;
    this.energyDb = 10 * Math.log10(energy / level + 1e-10);
    if (voiced) this.voiced++;
    const rate = voiced ? 1 / (COLOUR_WEIGHT + this.voiced) : 0;
    fold();
    for (let k = 0, row = 0; k < COEFFICIENTS; k++) {
      const half = (k & 1) === 0 ? folded[0] : folded[1];
      let sum = 0;
      for (let i = 0; i < HALF; i++) sum += (cosines[row++] as number) * (half[i] as number);
      if (k > 0) {
        const colour = this.colour[k] as number;
        this.colour[k] = colour + rate * (sum - colour);
        sum -= this.colour[k] as number;
      }
      out[at + k] = sum;
    }
  }

  /** Returns the frame's mean power. */
  private followNoise(powers: Float64Array, from: number): number {
    const { noise } = this;
    let energy = 0;
    let floor = 0;
    for (let band = 0; band < BANDS; band++) {
      const power = powers[from + band] as number;
      const old = this.fresh ? power : (noise[band] as number);
      const rise = Math.min(NOISE_RISE * (power - old), NOISE_RISE * old + 1e-12);
      const now = old + (power < old ? NOISE_FALL * (power - old) : rise);
      noise[band] = now;
      energy += power;
      floor += now;
    }
    this.fresh = false;
    energy /= BANDS;
    this.level = Math.max(energy - (2 * floor) / BANDS, this.level * LEVEL_DECAY);
    return energy;
  }
}

function fold(): void {
  const [sums, differences] = folded;
  for (let i = 0; i < HALF; i++) {
    const low = logs[i] as number;
    const high = logs[BANDS - 1 - i] as number;
    sums[i] = low + high;
    differences[i] = low - high;
  }
}

function powerOf(levelDbfs: number): number {
  return FULL_SCALE_POWER * 10 ** (levelDbfs / 10);
}
