/**
 * What a frame sounds like, whatever the line: band powers in, cepstral coefficients out, one frame after another. Pure,
 * without looking ahead; the inner loops are WebAssembly (`cepstrum.wat`).
 *
 * Three things of the line are followed as it goes. The noise in each band, quickly down and slowly up, is taken off.
 * The level of the voice, its loudest frame so far, is the scale's zero, and 45 dB under it the scale ends. The mean of
 * the cepstra of voiced frames, a microphone's colour, is taken off; it begins with the enrolled voices' mean and is
 * theirs for half after a second of speech.
 */

import type { Kernel } from '../../../audio/kernel.ts';
import { instantiate } from '../../../audio/kernel.ts';
import { CEPSTRUM_WASM } from './cepstrum_wasm.ts';
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
const NOISE_LEAST_RISE = 1e-12;
/** Of the noise this much is left standing: what comes of taking off more is a noise of its own. */
const NOISE_LEFT = 0.05;
const VOICED_DB = -25;
/** Voiced frames that the enrolled voices' mean counts for. */
const COLOUR_WEIGHT = 60;

interface CepstrumKernel extends Kernel {
  follow(fresh: number, fall: number, rise: number, least: number): void;
  transform(left: number, bottom: number, scale: number): void;
}

/** Where the kernel has what (`cepstrum.wat`), in bytes. */
const NOISE_AT = 80;
const COSINES_AT = 256;
const FOUND_AT = 896;
const SUMS_AT = 960;
/** Even coefficients come first, then the odd ones. */
const ODD = 8;

const kernel = loadKernel();
const { buffer } = kernel.memory;
const input = new Float32Array(buffer, 0, BANDS);
const noise = new Float32Array(buffer, NOISE_AT, BANDS);
const found = new Float32Array(buffer, FOUND_AT, 2 * ODD);
const sums = new Float32Array(buffer, SUMS_AT, 2);
const lowest = powerOf(LOWEST_DBFS);
const range = 10 ** (-RANGE_DB / 10);
const leastVoiced = 10 ** (VOICED_DB / 10);

export class Cepstrum {
  /** dB of the latest frame against the voice's level; its noise is not taken off. */
  energyDb = 0;
  /** What is taken off the coefficients as the line's colour. */
  readonly colour: Float64Array;
  private readonly firstColour: Float64Array;
  private readonly noise = new Float32Array(BANDS);
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
  step(powers: Float32Array, from: number, out: Float64Array, at: number): void {
    for (let band = 0; band < BANDS; band++) input[band] = powers[from + band] as number;
    const energy = this.followNoise();
    const { level, colour } = this;
    kernel.transform(NOISE_LEFT, Math.max(level * range, lowest), 1 / level);
    const voiced = energy > leastVoiced * level;
    this.energyDb = 10 * Math.log10(energy / level + 1e-10);
    if (voiced) this.voiced++;
    const rate = voiced ? 1 / (COLOUR_WEIGHT + this.voiced) : 0;
    out[at] = found[0] as number;
    for (let k = 1; k < COEFFICIENTS; k++) {
      const value = found[(k >> 1) + ODD * (k & 1)] as number;
      const mean = (colour[k] as number) + rate * (value - (colour[k] as number));
      colour[k] = mean;
      out[at + k] = value - mean;
    }
  }

  /** Returns the frame's mean power. */
  private followNoise(): number {
    noise.set(this.noise);
    kernel.follow(Number(this.fresh), NOISE_FALL, NOISE_RISE, NOISE_LEAST_RISE);
    this.noise.set(noise);
    this.fresh = false;
    const energy = (sums[0] as number) / BANDS;
    const floor = (sums[1] as number) / BANDS;
    this.level = Math.max(energy - 2 * floor, this.level * LEVEL_DECAY);
    return energy;
  }
}

/** Bands i and 19 − i have the same factor in even coefficients, and opposite ones in odd ones. */
function loadKernel(): CepstrumKernel {
  const loaded = instantiate(CEPSTRUM_WASM) as CepstrumKernel;
  const cosines = new Float32Array(loaded.memory.buffer, COSINES_AT, 2 * ODD * (BANDS / 2));
  for (let k = 0; k < COEFFICIENTS; k++) {
    const scale = Math.sqrt((k === 0 ? 1 : 2) / BANDS);
    for (let i = 0; i < BANDS / 2; i++) {
      cosines[2 * ODD * i + (k >> 1) + ODD * (k & 1)] = scale * Math.cos((Math.PI * k * (i + 0.5)) / BANDS);
    }
  }
  return loaded;
}

function powerOf(levelDbfs: number): number {
  return FULL_SCALE_POWER * 10 ** (levelDbfs / 10);
}
