/** What an expectation is judged by: the turns that it is of, what the whole call came to, and who called. Instants in ms. */

import type { CallRecord, TurnRecord } from '../../core/log/record.ts';
import type { Persona } from '../../core/plan/persona.ts';

/** What is looked at of a call's own record. */
export type JudgedCall = Pick<
  CallRecord,
  'readyMs' | 'scheduledMs' | 'endedMs' | 'endedBy' | 'failure' | 'reconnects' | 'fallbacks'
>;

export interface Scope {
  /** Those that it is of, in their order; at least one, or none of a call that had none. */
  readonly turns: readonly TurnRecord[];
  /** All of the call. */
  readonly all: readonly TurnRecord[];
  readonly call: JudgedCall;
  readonly persona: Pick<Persona, 'orderNumber' | 'phone'>;
  /** What `within` counts from: the end of the caller's words, or the beginning of the call. */
  readonly sinceMs: number;
  /** What is shown later does not count. Infinity: nothing is too late. */
  readonly untilMs: number;
}

/** Of one turn; of several, where its words had to be said once more. Then the last of them are what `within` counts from. */
export function turnScope(
  turns: readonly TurnRecord[],
  of: Pick<Scope, 'all' | 'call' | 'persona'>,
  withinMs: number | undefined,
): Scope {
  const sinceMs = turns.at(-1)?.marks.speechEnd ?? of.call.readyMs ?? of.call.scheduledMs;
  return { ...of, turns, sinceMs, untilMs: sinceMs + (withinMs ?? Infinity) };
}

/** Of the whole call. */
export function callScope(of: Pick<Scope, 'all' | 'call' | 'persona'>, withinMs: number | undefined): Scope {
  const sinceMs = of.call.readyMs ?? of.call.scheduledMs;
  return { ...of, turns: of.all, sinceMs, untilMs: sinceMs + (withinMs ?? Infinity) };
}
