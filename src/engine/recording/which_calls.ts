/**
 * Which calls of a run are recorded, and which of their recordings are kept: all, the worst, or a drawn sample. Pure; a
 * sample is the same for the same seed, whoever makes the calls.
 */

import type { FailureCode } from '../../core/log/failure.ts';
import { latencies } from '../../core/log/timing.ts';
import type { CallRecord, TurnRecord } from '../../core/log/record.ts';
import { Random } from '../../core/word/random.ts';

export type WhichCalls =
  | { readonly kind: 'all' }
  /** Those that failed, then those with a turn that failed, then by their slowest answer. */
  | { readonly kind: 'worst'; readonly count: number }
  | { readonly kind: 'sample'; readonly count: number };

/** `all`, `worst:10`, `sample:5`. Null: it is none of these. */
export function readWhichCalls(text: string): WhichCalls | null {
  if (text === 'all') return { kind: 'all' };
  const [, kind, digits] = /^(worst|sample):([1-9]\d{0,5})$/.exec(text) ?? [];
  if (kind !== 'worst' && kind !== 'sample') return null;
  return { kind, count: Number(digits) };
}

export function whichCallsText(which: WhichCalls): string {
  return which.kind === 'all' ? 'all' : `${which.kind}:${which.count}`;
}

/** How many recordings are kept at the most. */
export function placesFor(which: WhichCalls): number {
  return which.kind === 'all' ? Infinity : which.count;
}

/**
 * Says of each call, when it starts, whether it has to be recorded. A sample of a run that may end at any time is drawn as it
 * grows: a call has to be recorded where it is among the chosen of all calls up to it. Ask in ascending order.
 */
export class Casting {
  private readonly which: WhichCalls;
  private readonly seed: number;
  /** The draws of the chosen of all calls so far, ascending. */
  private readonly chosen: number[] = [];
  private next = 0;

  constructor(which: WhichCalls, seed: number) {
    this.which = which;
    this.seed = seed;
  }

  wants(call: number): boolean {
    const { which, chosen } = this;
    if (which.kind !== 'sample') return true;
    for (; this.next <= call; this.next++) {
      const draw = drawOf(this.seed, this.next);
      const place = chosen.findIndex((other) => other > draw);
      if (place === -1) chosen.push(draw);
      else chosen.splice(place, 0, draw);
      if (chosen.length > which.count) chosen.pop();
    }
    return drawOf(this.seed, call) <= (chosen.at(-1) as number);
  }
}

/** Compared number by number: of two recordings the one that is larger at the first difference is kept. */
export type Merit = readonly number[];

export function meritOf(
  which: WhichCalls,
  seed: number,
  record: CallRecord,
  turns: readonly TurnRecord[],
): Merit {
  switch (which.kind) {
    case 'all':
      return [];
    case 'sample':
      return [-drawOf(seed, record.call)];
    case 'worst': {
      const trouble = ownFailure(record) !== null ? 2 : failedTurn(turns) !== null ? 1 : 0;
      return [trouble, slowestMs(turns) ?? -1, -record.call];
    }
  }
}

export function compareMerits(a: Merit, b: Merit): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Why a recording was made, in words. */
export function reasonFor(which: WhichCalls, record: CallRecord, turns: readonly TurnRecord[]): string {
  switch (which.kind) {
    case 'all':
      return 'every call is recorded';
    case 'sample':
      return `one of a sample of ${which.count}`;
    case 'worst': {
      const failure = ownFailure(record);
      if (failure !== null) return `it failed: ${failure}`;
      const turn = failedTurn(turns);
      if (turn !== null) return `turn ${turn.turn} failed: ${turn.failure}`;
      const ms = slowestMs(turns);
      return ms === null ? 'no call was worse' : `its slowest answer took ${Math.round(ms)} ms`;
    }
  }
}

/** How calls and turns fail that are going on when the run is stopped: of the call they say nothing. */
const stoppings: ReadonlySet<string | null> = new Set(['interrupted', 'budget', 'threshold']);

function ownFailure({ failure }: Pick<TurnRecord, 'failure'>): FailureCode | null {
  return stoppings.has(failure) ? null : failure;
}

function failedTurn(turns: readonly TurnRecord[]): TurnRecord | null {
  return turns.find((turn) => ownFailure(turn) !== null) ?? null;
}

function slowestMs(turns: readonly TurnRecord[]): number | null {
  let slowest: number | null = null;
  for (const turn of turns) {
    const { responseLatency } = latencies(turn);
    if (responseLatency !== null) slowest = Math.max(slowest ?? -Infinity, responseLatency);
  }
  return slowest;
}

function drawOf(seed: number, call: number): number {
  return new Random(seed, 'recording', call).next();
}
