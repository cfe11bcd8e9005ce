/**
 * The ways in which enrolment hears each recording, so that what it learns holds for other throats, for noise, and both
 * for the first words on a line and for those that come when the line is known. Pure and repeatable: the noise is
 * drawn from a stream of its own.
 */

import { Random } from '../../../core/word/random.ts';
import { Cepstrum, COEFFICIENTS } from '../features/cepstrum.ts';
import { BANDS } from '../features/mel.ts';
import type { EnrolledRecording } from './enrolled_recording.ts';
import { UNWARPED, WARPS } from './enrolled_recording.ts';

export interface Augmentation {
  /** Index of WARPS. */
  readonly warp: number;
  /** Under pink noise, so much louder is the speech; null: as recorded. */
  readonly snrDb: number | null;
  /** On a line of its own, or on one line with the voice's recordings before it. */
  readonly newLine: boolean;
}

/** So many of the first of WARPS are the shortest. */
const SHORTEST = 2;
const SNR_DB = 15;

/**
 * The first is the plainest: recordings are aligned by it. Every warp is heard as recorded on a line that is known; on a
 * new one, the shortest tracts are heard as recorded and the rest in noise.
 */
export const AUGMENTATIONS: readonly Augmentation[] = [
  { warp: UNWARPED, snrDb: null, newLine: false },
  ...WARPS.flatMap((_, warp): Augmentation[] => [
    ...(warp === UNWARPED ? [] : [{ warp, snrDb: null, newLine: false }]),
    { warp, snrDb: warp < SHORTEST ? null : SNR_DB, newLine: true },
  ]),
];

/** Frames within this of the loudest count for the level of the speech. */
const LOUD_DB = 16;

/** The cepstra of every recording, heard so. */
export function augmentedCepstra(
  recordings: readonly EnrolledRecording[],
  augmentation: Augmentation,
  colour: Float64Array,
): Float64Array[] {
  const line = new Cepstrum(colour);
  let voice = '';
  return recordings.map((recording) => {
    if (augmentation.newLine || recording.voice !== voice) line.reset();
    voice = recording.voice;
    const given = recording.powers[augmentation.warp] as Float32Array;
    const powers = augmentation.snrDb === null ? given : inNoise(given, augmentation.snrDb);
    const cepstra = new Float64Array(recording.frames * COEFFICIENTS);
    for (let t = 0; t < recording.frames; t++) line.step(powers, t * BANDS, cepstra, t * COEFFICIENTS);
    return cepstra;
  });
}

/** The mean cepstrum of the voices, over their voiced frames. */
export function meanColour(recordings: readonly EnrolledRecording[]): Float64Array {
  const line = new Cepstrum(new Float64Array(COEFFICIENTS));
  const sum = new Float64Array(COEFFICIENTS);
  const cepstrum = new Float64Array(COEFFICIENTS);
  let voiced = 0;
  for (const recording of recordings) {
    line.reset();
    for (let t = 0; t < recording.frames; t++) {
      line.step(recording.powers[UNWARPED] as Float32Array, t * BANDS, cepstrum, 0);
      if (line.energyDb < -25) continue;
      voiced++;
      for (let k = 1; k < COEFFICIENTS; k++) {
        sum[k] = (sum[k] as number) + (cepstrum[k] as number) + (line.colour[k] as number);
      }
    }
  }
  return sum.map((total) => total / Math.max(1, voiced));
}

function inNoise(powers: Float32Array, snrDb: number): Float32Array {
  const noise = loudness(powers) * 10 ** (-snrDb / 10);
  const both = new Float32Array(powers.length);
  for (let i = 0; i < powers.length; i++) {
    const added = noise * (pink[i % BANDS] as number) * (flutters[i % FLUTTERS] as number);
    both[i] = (powers[i] as number) + added;
  }
  return both;
}

/** Pink noise in bands whose width grows about as their frequency does: nearly the same in each, falling slowly. */
const pink = (() => {
  const shape = Float64Array.from({ length: BANDS }, (_, band) => 1 / (band + 4));
  const mean = shape.reduce((a, b) => a + b, 0) / BANDS;
  return shape.map((power) => power / mean);
})();

/** Power of noise in a band in one frame, one on average: the mean of three exponentials. A prime number of them. */
const FLUTTERS = 4093;
const random = new Random('enrolment noise');
const flutters = Float64Array.from(
  { length: FLUTTERS },
  () => (random.exponential(1) + random.exponential(1) + random.exponential(1)) / 3,
);

/** Mean power of the loud frames. */
function loudness(powers: Float32Array): number {
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
