/**
 * What came of one try to open a session: a connection, settings in the words of one set of quirks, and what was said to that. Plain
 * data, without a key in it.
 */

import type { Guess } from './recognised.ts';

export interface Attempt {
  readonly result: AttemptResult;
  /** From dialling; null: not reached. */
  readonly connectedMs: number | null;
  /** What it speaks, by its own words; null: they do not say. */
  readonly guess: Guess | null;
  /** What events came, by name, in their order. */
  readonly heard: readonly string[];
}

export type AttemptResult =
  /** The caller may speak. */
  | {
      readonly type: 'ready';
      /** From the connection's opening on. */
      readonly afterMs: number;
      /** An answer began without having been asked for, within a moment. */
      readonly greets: boolean;
    }
  /** It says what is wrong with the settings. */
  | {
      readonly type: 'rejected';
      readonly code: string;
      readonly message: string;
      readonly param: string | null;
    }
  /** Nothing of the kind in time, though it said something. */
  | { readonly type: 'unconfirmed' }
  | { readonly type: 'silent' }
  /** Credentials or model are refused, in the handshake or in the session. */
  | { readonly type: 'refused'; readonly detail: string }
  /** It closed the connection. */
  | { readonly type: 'closed'; readonly code: number; readonly reason: string }
  /** There is no connection to be had. */
  | { readonly type: 'unreachable'; readonly detail: string };
