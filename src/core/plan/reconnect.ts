/**
 * What a caller's client does when its connection breaks in the middle of the script: how often it dials again, how long it waits
 * before each try, and whether it tells the new session what was said in the old. Pure.
 */

import type { Plan, PlanCaller } from './plan.ts';

export interface Reconnect {
  /** How often it dials after a loss. They count anew once a connection has lasted as long as the longest wait. */
  readonly tries: number;
  /** The bound of the wait before the first try; it doubles with each one. */
  readonly backoffMs: number;
  /** No wait is bounded by more. */
  readonly maxMs: number;
  /** `full`: a wait is drawn from between nothing and its bound; `none`: it is its bound. */
  readonly jitter: 'full' | 'none';
  /** The new session is given the conversation so far, and the caller goes on where it was. */
  readonly replay: boolean;
  /** From the loss of a connection on: without a session by then the call has failed. */
  readonly giveUpMs: number;
}

export interface Redials extends Reconnect {
  /** Tries never count anew: so many in a call. */
  readonly ofCall: boolean;
}

/** From the loss of a connection until a plain client dials again. */
const REDIAL_MS = 500;

/** Null: a lost connection ends the call. */
export function redialsOf({ limits }: Pick<Plan, 'limits'>, { reconnect }: PlanCaller): Redials | null {
  if (reconnect !== undefined) return { ...reconnect, ofCall: false };
  const { redials = 0, redialMs = REDIAL_MS } = limits;
  if (redials === 0) return null;
  const plain = { jitter: 'none', replay: false, giveUpMs: Infinity, ofCall: true } as const;
  return { tries: redials, backoffMs: redialMs, maxMs: redialMs, ...plain };
}
