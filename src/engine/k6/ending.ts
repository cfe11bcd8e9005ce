/**
 * What the end of a connection was, as far as k6 tells: a text, where it was not a usual end, and nothing else for sure. Codes are read
 * from the text. Pure. The texts are those of Go's network and of the WebSocket library that k6 uses.
 */

import type { FailureCode } from '../../core/log/failure.ts';
import type { Closing } from '../host.ts';

/** As far as it is known by then. */
export interface KnownEnding {
  /** What an error event said; null: there was none. */
  readonly error: string | null;
  /** What the close event brings, where it brings anything. */
  readonly code?: unknown;
  readonly reason?: unknown;
  /** The code that we closed with; null: we did not. */
  readonly closedWith: number | null;
  /** The handshake was over. */
  readonly opened: boolean;
}

/** `websocket: close 1011 (internal server error): why` */
const CLOSE = /\bclose (\d{4})\b(?: \([^)]*\))?(?:: ?(.*))?$/s;
/** A peer that is gone without a close. */
const ABNORMAL = 1006;
const USUAL = 1000;

export function endingOf({ error, code, reason, closedWith, opened }: KnownEnding): Closing {
  const said = typeof reason === 'string' ? reason : '';
  if (typeof code === 'number' && code >= USUAL && (opened || error === null)) {
    return { code, reason: said, failure: null, detail: null };
  }
  if (error === null) {
    // Of 1000 and 1001, k6 says neither.
    return { code: closedWith ?? USUAL, reason: said, failure: null, detail: null };
  }
  const [, told, why = ''] = CLOSE.exec(error) ?? [];
  const isAbnormal = told === undefined || Number(told) === ABNORMAL;
  if (opened && !isAbnormal) return { code: Number(told), reason: why.trim(), failure: null, detail: null };
  return { code: ABNORMAL, reason: '', failure: failureOf(error, opened), detail: error };
}

const known: readonly (readonly [RegExp, FailureCode])[] = [
  [
    /too many open files|cannot assign requested address|cannot allocate memory|no buffer space/i,
    'generator_exhausted',
  ],
  [/connection refused|no route to host|network is unreachable/i, 'connect_refused'],
  [/timeout|timed out|deadline exceeded/i, 'connect_timeout'],
  // k6 does not tell which status it was.
  [/bad handshake/i, 'http_error'],
];

/** Null: nobody knows better than what the code says. */
function failureOf(error: string, opened: boolean): FailureCode | null {
  const found = known.find(([text]) => text.test(error))?.[1];
  if (found === 'generator_exhausted') return found;
  if (!opened) return found ?? 'connect_failed';
  return /utf-?8|bad opcode|reserved bits|RSV|invalid|read limit|mask/i.test(error)
    ? 'protocol_error'
    : 'connection_lost';
}
