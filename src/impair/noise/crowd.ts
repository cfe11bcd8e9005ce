/**
 * Several people who talk at once, out of recordings of single ones. Pure and seeded. Each talker says one recording after
 * another with short pauses between, from a place of their own in the first, a little nearer or farther than the next talker;
 * all recordings are brought to one speech level first.
 */

import { activeDbfs, SILENCE_DBFS } from '../../audio/level.ts';
import type { Random } from '../../core/word/random.ts';

/** With fewer, single words could be made out. */
export const MIN_VOICES = 6;
const TALKERS = 8;
const LEVEL_DBFS = -26;
const DISTANCE_DB = 3;
const PAUSE_MS = { from: 40, to: 350 };

/** RangeError with fewer than six recordings that hold any speech. */
export function crowd(
  length: number,
  sampleRate: number,
  random: Random,
  recordings: readonly Float32Array[],
): Float32Array {
  const said = recordings.flatMap((samples) => {
    const level = activeDbfs(samples, sampleRate);
    return level <= SILENCE_DBFS ? [] : [{ samples, gain: 10 ** ((LEVEL_DBFS - level) / 20) }];
  });
  if (said.length < MIN_VOICES) {
    throw new RangeError(
      `people who talk at once take ${MIN_VOICES} recordings or more, and there are ${said.length}`,
    );
  }
  const sum = new Float32Array(length);
  for (let talker = 0; talker < TALKERS; talker++) {
    const distance = 10 ** (random.between(-DISTANCE_DB, DISTANCE_DB) / 20);
    let at = 0;
    let skipped = random.next();
    while (at < length) {
      const { samples, gain } = random.pick(said);
      for (let i = Math.floor(skipped * samples.length); i < samples.length && at < length; i++) {
        sum[at] = (sum[at] as number) + distance * gain * (samples[i] as number);
        at++;
      }
      skipped = 0;
      at += Math.round((sampleRate * random.between(PAUSE_MS.from, PAUSE_MS.to)) / 1000);
    }
  }
  return sum;
}
