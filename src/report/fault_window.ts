/**
 * Before, during and after each fault that was timed: what callers met in each stretch of the run, and how long the whole of them
 * took to be served again as before. Pure. A turn belongs to the stretch in which its caller fell silent.
 */

import type { TimedFault } from '../core/plan/plan.ts';
import type { AccountedCall } from './account.ts';
import { tidyOrNull } from './describe.ts';
import { KeptValues } from './kept_values.ts';
import { countedLatency } from './metric/response_latency.ts';
import { wentUnanswered } from './metric/response_rate.ts';
import { percentile, sortedValues } from './statistics.ts';

/** So many turns in a row have to be as good as before, taken together. */
const IN_A_ROW = 20;
/** Of the p95 before. */
const AS_BEFORE = 1.1;

export interface FaultWindow {
  readonly fault: string;
  readonly fromMs: number;
  /** Null: to the end of the run. */
  readonly untilMs: number | null;
  readonly before: Stretch;
  readonly during: Stretch;
  readonly after: Stretch;
  /**
   * From its end until the p95 of twenty turns in a row is within 10% of what it was before. Null: it never was, it never ended, or
   * there were fewer turns than that.
   */
  readonly recoveredAfterMs: number | null;
}

export interface Stretch {
  /** Turns that expected an answer, and of these, turns that got none. */
  readonly turns: number;
  readonly unanswered: number;
  readonly p50: number | null;
  readonly p95: number | null;
  /** Turns answered by a fallback, of turns that were judged. */
  readonly fallbacks: { readonly count: number; readonly of: number };
  /** Calls that failed in it. */
  readonly failedCalls: number;
}

interface Met {
  readonly atMs: number;
  /** Infinity: no answer came. */
  readonly latencyMs: number;
  /** Null: nobody judged. */
  readonly fallback: boolean | null;
}

/** Instants are of each call's own log: runs that were spread over machines begin together. */
export function faultWindows(
  timed: readonly TimedFault[],
  calls: readonly AccountedCall[],
): readonly FaultWindow[] {
  if (timed.length === 0) return [];
  const met = calls.flatMap(metIn).sort((a, b) => a.atMs - b.atMs);
  const failuresMs = calls.flatMap(({ outcome, record }) =>
    outcome === 'failed' ? (record?.endedMs ?? []) : [],
  );
  return timed.map(({ fault, fromMs, untilMs = Infinity }) => {
    const stretch = (startMs: number, endMs: number): Stretch => {
      const within = (atMs: number): boolean => atMs >= startMs && atMs < endMs;
      return stretchOf(
        met.filter(({ atMs }) => within(atMs)),
        failuresMs.filter(within).length,
      );
    };
    const before = stretch(-Infinity, fromMs);
    return {
      fault,
      fromMs,
      untilMs: untilMs === Infinity ? null : untilMs,
      before,
      during: stretch(fromMs, untilMs),
      after: stretch(untilMs, Infinity),
      recoveredAfterMs: recoveredAfter(met, before, untilMs),
    };
  });
}

function metIn(call: AccountedCall): Met[] {
  return call.turns.flatMap((turn): readonly Met[] => {
    const atMs = turn.marks.speechEnd;
    const latencyMs = wentUnanswered(turn) ? Infinity : countedLatency(turn);
    if (atMs === null || latencyMs === null) return [];
    const fallback = turn.fallbacks?.some((told) => told.fallback === true) ?? null;
    return [{ atMs, latencyMs, fallback }];
  });
}

function stretchOf(met: readonly Met[], failedCalls: number): Stretch {
  const kept = new KeptValues();
  for (const { latencyMs } of met) kept.add(latencyMs);
  const sorted = sortedValues(kept);
  const judged = met.filter(({ fallback }) => fallback !== null);
  return {
    turns: met.length,
    unanswered: met.filter(({ latencyMs }) => latencyMs === Infinity).length,
    p50: finite(percentile(sorted, 50)),
    p95: finite(percentile(sorted, 95)),
    fallbacks: { count: judged.filter(({ fallback }) => fallback === true).length, of: judged.length },
    failedCalls,
  };
}

/** What never came ranks last. */
function finite(value: number | null): number | null {
  return value === Infinity ? null : tidyOrNull(value);
}

function recoveredAfter(met: readonly Met[], before: Stretch, untilMs: number): number | null {
  if (before.turns < IN_A_ROW || before.p95 === null) return null;
  const after = met.filter(({ atMs }) => atMs >= untilMs);
  for (let first = 0; first + IN_A_ROW <= after.length; first++) {
    const some = Float64Array.from(after.slice(first, first + IN_A_ROW), ({ latencyMs }) => latencyMs).sort();
    if ((percentile(some, 95) ?? Infinity) <= before.p95 * AS_BEFORE)
      return tidyOrNull((after[first] as Met).atMs - untilMs);
  }
  return null;
}
