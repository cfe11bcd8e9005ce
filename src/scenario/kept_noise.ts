/**
 * Noises that were made, for whoever makes the same ones again: the cells of a matrix differ in a little, and the noise under their
 * words is the same in most of them. Of noises that are made of nothing but chance. No more of them are kept than `MOST_SAMPLES`,
 * those that were asked for last.
 */

import type { Random } from '../core/word/random.ts';
import type { Noise } from '../impair/noise/noise.ts';

/** 16 MB: what a scenario of some dozen sentences has in two noises, with their beds. */
const MOST_SAMPLES = 4_000_000;

export class KeptNoise {
  private readonly made = new Map<string, Float32Array>();
  private samples = 0;

  /**
   * The very samples that are kept: for reading. `random` is at the place it was at, or behind what was drawn: nothing more is to
   * be drawn from it.
   */
  of(noise: Noise, length: number, sampleRate: number, random: Random): Float32Array {
    const key = `${noise.name} ${length} ${sampleRate} ${random.place}`;
    const known = this.made.get(key);
    if (known !== undefined) {
      // Last in the order in which they go.
      this.made.delete(key);
      this.made.set(key, known);
      return known;
    }
    const made = noise.make(length, sampleRate, random, []);
    this.made.set(key, made);
    this.samples += made.length;
    for (const [oldest, { length: freed }] of this.made) {
      if (this.samples <= MOST_SAMPLES) break;
      this.made.delete(oldest);
      this.samples -= freed;
    }
    return made;
  }
}

/** Of this process, as the samples of its recordings are. */
export const keptNoise = new KeptNoise();
