/**
 * What a list of calls shows of one, and by what it is chosen and filtered: its end, its slowest answer, what was not met, what
 * struck. From the records of the call alone. Pure; the browser uses it too.
 */

import type { FailureCode } from '../../core/log/failure.ts';
import type { CallOutcome, CallRecord, StrikeRecord, TurnRecord } from '../../core/log/record.ts';
import { latencies, type TurnLatencies } from '../../core/log/timing.ts';

export interface CallFacts {
  readonly caller: string | null;
  readonly outcome: CallOutcome;
  /** Why the call failed, or else the first of its turns that did. */
  readonly code: FailureCode | null;
  /** The code is a turn's: the call itself went to its end. */
  readonly ofTurn: boolean;
  readonly turns: number;
  /** Of the answers that the caller waited for. Null: there was none. */
  readonly slowestMs: number | null;
  /** Indexes of what was expected and was met, and of what was not. */
  readonly met: readonly number[];
  readonly unmet: readonly number[];
  /** Names of what struck it, each once. */
  readonly faults: readonly string[];
  /** On the clock of the log: scheduled (or the first that is told of it), and over. */
  readonly startMs: number;
  readonly endMs: number;
}

export interface CallParts {
  readonly started: { readonly atMs: number; readonly caller?: string | null } | null;
  readonly call: Pick<
    CallRecord,
    'caller' | 'outcome' | 'failure' | 'scheduledMs' | 'endedMs' | 'expectations'
  > | null;
  readonly turns: readonly TurnRecord[];
  readonly strikes: readonly StrikeRecord[];
}

/** `timesOf`: of the turn at this place, where whoever asks has worked them out. */
export function factsOf(
  { started, call, turns, strikes }: CallParts,
  timesOf = (at: number): TurnLatencies => latencies(turns[at] as TurnRecord),
): CallFacts {
  // What has a beginning and no end was lost with whoever made it.
  const own = call === null ? 'worker_lost' : call.failure;
  const failedTurn = turns.find(({ failure }) => failure !== null && !stoppings.has(failure));
  const results = call?.expectations ?? [];
  const unmet = unique(results.filter(({ met }) => !met).map(({ expectation }) => expectation));
  // The marks tell only where the call's own record does not: there are hundreds of thousands of them.
  const instants = call?.endedMs === undefined || call.endedMs === null ? instantsOf(turns) : [];
  const first = instants.reduce((least, atMs) => Math.min(least, atMs), Infinity);
  const last = instants.reduce((most, atMs) => Math.max(most, atMs), -Infinity);
  const startMs = call?.scheduledMs ?? started?.atMs ?? (first === Infinity ? 0 : first);
  return {
    caller: call?.caller ?? turns[0]?.caller ?? started?.caller ?? null,
    outcome: call?.outcome ?? 'failed',
    code: own ?? failedTurn?.failure ?? null,
    ofTurn: own === null && failedTurn !== undefined,
    turns: turns.length,
    slowestMs: slowestOf(turns, timesOf),
    unmet,
    met: unique(results.map(({ expectation }) => expectation)).filter((index) => !unmet.includes(index)),
    faults: unique(strikes.map(({ fault }) => fault)),
    startMs,
    endMs: Math.max(startMs, call?.endedMs ?? last),
  };
}

/** How turns fail that go on when the run is stopped: of the agent they say nothing. */
const stoppings: ReadonlySet<FailureCode> = new Set(['interrupted', 'budget', 'threshold']);

function instantsOf(turns: readonly TurnRecord[]): readonly number[] {
  return turns.flatMap(({ marks }) => Object.values(marks).filter((mark) => mark !== null));
}

function slowestOf(turns: readonly TurnRecord[], timesOf: (at: number) => TurnLatencies): number | null {
  let slowest: number | null = null;
  for (let at = 0; at < turns.length; at++) {
    const { responseLatency } = timesOf(at);
    if (turns[at]?.expectsAnswer === true && responseLatency !== null)
      slowest = Math.max(slowest ?? 0, responseLatency);
  }
  return slowest;
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
