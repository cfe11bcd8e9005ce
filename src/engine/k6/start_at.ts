/** The instant that all instances of k6 begin at, as the environment says it. Pure. */

import { LONGEST_MS } from '../../core/word/duration.ts';

/** Ms since the Unix epoch; null: none was agreed on; a text: what is wrong with it. One that has passed is the report's to tell. */
export function startAtOf(given: string | undefined, nowMs: number): number | null | string {
  if (given === undefined || given === '') return null;
  const atMs = /^\d{12,14}$/.test(given) ? Number(given) : NaN;
  if (atMs - nowMs <= LONGEST_MS) return atMs;
  const expected = 'expected CALLSTORM_START_AT in ms since the Unix epoch, at most a week from now';
  return `${expected}, found "${given.slice(0, 40)}": -e CALLSTORM_START_AT=$(($(date +%s) + 30))000 is in half a minute`;
}
