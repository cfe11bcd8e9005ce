/** What the machine that makes the calls ran out of before there was a call: files, memory or processes. No target's doing. */

import { ConfigError } from '../../core/word/config_error.ts';

/** As the system says it, or Node of a thread that it could not start. */
const WORDS =
  /\b(?:EMFILE|ENFILE|ENOMEM|EAGAIN|ENOBUFS)\b|\bERR_WORKER_(?:OUT_OF_MEMORY|INIT_FAILED)\b|\bERR_MEMORY_ALLOCATION_FAILED\b/;

/** Of an error, its code and its words; each names what it is about. */
export function wordsOfError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, message } = error as NodeJS.ErrnoException;
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`;
}

/** Null: it is something else. `what` could not be done, e.g. `no worker could be started`. */
export function exhaustedAt(what: string, why: string): ConfigError | null {
  if (!WORDS.test(why)) return null;
  return new ConfigError(`this machine is at its limit: ${what} (${why})`, {
    code: EXHAUSTED,
    hint: 'Raise the limit of open files (`ulimit -n`), or free memory and processes.',
  });
}

/** The code of such an error: a run that could not be made, and is as little worth as one that was invalid. */
export const EXHAUSTED = 'generator_exhausted';
