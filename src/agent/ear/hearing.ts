/**
 * The ways in which enrolment hears each recording, so that what it learns holds for other throats, for noise, and both
 * for the first words on a line and for those that come when the line is known. Pure and repeatable: the noise is
 * drawn from a stream of its own.
 */

import { Random } from '../../core/random.ts';
import { Cepstrum, COEFFICIENTS } from './cepstrum.ts';
import { BANDS } from './mel.ts';
import type { Take } from './take.ts';
import { UNWARPED, WARPS } from './take.ts';

export interface Hearing {
  /** Index of WARPS. */
  readonly warp: number;
  /** Under pink noise this far under the speech; null: as recorded. */
  readonly snrDb: number | null;
  /** On a line of its own, or on one line with the voice's recordings before it. */
  readonly newLine: boolean;
}

/** The first is the plainest: recordings are aligned by it. */
export const HEARINGS: readonly Hearing[] = [
  { warp: UNWARPED, snrDb: null, newLine: false },
  ...WARPS.flatMap((_, warp) => [
    ...(warp === UNWARPED ? [] : [{ warp, snrDb: null, newLine: false }]),
    { warp, snrDb: null, newLine: true },
    { warp, snrDb: 15, newLine: true },
  ]),
];

/** Frames within this of the loudest count for the level of the speech. */
const LOUD_DB = 16;

/** The cepstra of every take, heard so. */
export function hear(takes: readonly Take[], hearing: Hearing, colour: Float64Array): Float64Array[] {
  const random = new Random('enrolment noise', hearing.warp);
  const line = new Cepstrum(colour);
  const powers = new Float64Array(BANDS);
  let voice = '';
  return takes.map((take) => {
    if (hearing.newLine || take.voice !== voice) line.reset();
    voice = take.voice;
    const given = take.powers[hearing.warp] as Float64Array;
    const noise = hearing.snrDb === null ? 0 : loudness(given) * 10 ** (-hearing.snrDb / 10);
    const cepstra = new Float64Array(take.frames * COEFFICIENTS);
    for (let t = 0; t < take.frames; t++) {
      for (let band = 0; band < BANDS; band++) {
        powers[band] =
          (given[t * BANDS + band] as number) +
          (noise === 0 ? 0 : noise * (pink[band] as number) * flutter(random));
      }
      line.step(powers, cepstra, t * COEFFICIENTS);
    }
    return cepstra;
  });
}

/** The mean cepstrum of the voices, over their voiced frames. */
export function meanColour(takes: readonly Take[]): Float64Array {
  const line = new Cepstrum(new Float64Array(COEFFICIENTS));
  const sum = new Float64Array(COEFFICIENTS);
  const cepstrum = new Float64Array(COEFFICIENTS);
  let voiced = 0;
  for (const take of takes) {
    line.reset();
    for (let t = 0; t < take.frames; t++) {
      const powers = (take.powers[UNWARPED] as Float64Array).subarray(t * BANDS, (t + 1) * BANDS);
      line.step(powers, cepstrum, 0);
      if (line.energyDb < -25) continue;
      voiced++;
      for (let k = 1; k < COEFFICIENTS; k++) {
        sum[k] = (sum[k] as number) + (cepstrum[k] as number) + (line.colour[k] as number);
      }
    }
  }
  return sum.map((total) => total / Math.max(1, voiced));
}

/** Pink noise in bands whose width grows about as their frequency does: nearly the same in each, falling slowly. */
const pink = (() => {
  const shape = Float64Array.from({ length: BANDS }, (_, band) => 1 / (band + 4));
  const mean = shape.reduce((a, b) => a + b, 0) / BANDS;
  return shape.map((power) => power / mean);
})();

/** Power of noise in a band in one frame, one on average: the mean of three exponentials. */
function flutter(random: Random): number {
  return -Math.log((1 - random.next()) * (1 - random.next()) * (1 - random.next())) / 3;
}

/** Mean power of the loud frames. */
function loudness(powers: Float64Array): number {
  const energies: number[] = [];
  for (let at = 0; at < powers.length; at += BANDS) {
    let sum = 0;
    for (let band = at; band < at + BANDS; band++) sum += powers[band] as number;
    energies.push(sum / BANDS);
  }
  const least = energies.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-LOUD_DB / 10);
  const loud = energies.filter((energy) => energy >= least);
  return loud.reduce((a, b) => a + b, 0) / loud.length;
}
