/** The instant at which all shares of a run begin: how far ahead it may be, and what is said of one that has passed. */

import { ConfigError } from '../core/word/config_error.ts';
import { durationText, LONGEST_MS } from '../core/word/duration.ts';

/** Later than this is told: clocks of several machines are closer. */
const LATE_MS = 1000;

/** Timers count no further than some days, and nobody means years. Throws ConfigError. */
export function refuseFar(startAtMs: number): void {
  if (startAtMs - Date.now() <= LONGEST_MS) return;
  throw new ConfigError('expected an instant within a week from now, found a later one', {
    code: 'option_invalid',
    path: 'startAtMs',
    hint: 'It is in milliseconds since 1970: Date.now() + 30_000 is in half a minute.',
  });
}

/** Its calls come as far behind those of the other shares. */
export function warnOfLate(lateMs: number, warn: (text: string) => void): void {
  if (lateMs > LATE_MS) warn(`this run begins ${durationText(lateMs)} after the instant that was agreed on`);
}
