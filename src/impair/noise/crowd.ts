/**
 * Several people who talk at once, out of recordings of single ones. Pure and seeded. Each talker says one recording after
 * another with short pauses between, from a place of their own in the first, a little nearer or farther than the next talker and
 * with a higher or lower voice, so that recordings of one person make a crowd; all are brought to one speech level first.
 */

import { activeDbfs, SILENCE_DBFS } from '../../audio/level.ts';
import type { Random } from '../../core/word/random.ts';

/** With fewer, single words could be made out. */
export const MIN_VOICES = 6;
const TALKERS = 8;
const LEVEL_DBFS = -26;
const DISTANCE_DB = 3;
/** A voice is as much higher as it is faster: by no more than that it is still taken for one. */
const PITCH = { from: 0.86, to: 1.16 };
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
    const pitch = random.between(PITCH.from, PITCH.to);
    let at = 0;
    let skipped = random.next();
    while (at < length) {
      const { samples, gain } = random.pick(said);
      for (let from = skipped * samples.length; from < samples.length - 1 && at < length; from += pitch) {
        const i = Math.floor(from);
        const [left, right] = [samples[i] as number, samples[i + 1] as number];
        sum[at] = (sum[at] as number) + distance * gain * (left + (right - left) * (from - i));
        at++;
      }
      skipped = 0;
      at += Math.round((sampleRate * random.between(PAUSE_MS.from, PAUSE_MS.to)) / 1000);
    }
  }
  return sum;
}
