/**
 * How healthy each call was, by the same measure as all of them together: its own slowest answers, its own errors, its own audio.
 * Pure. A call that was lost is at 0, as is a run that lost every call; one without anything to judge by has no score.
 */

import type { AccountedCall } from '../account.ts';
import { cutOffByHarness } from '../cut_off.ts';
import { waitedForAnswer } from '../metric/response_rate.ts';
import { percentile } from '../statistics.ts';
import type { Quality } from '../summary.ts';
import { healthScore, statusOf, playbackRatioLimit, type Condition, type Limits } from './health.ts';
import type { TurnEvent } from './turn_events.ts';

export interface CallHealth {
  readonly call: number;
  readonly score: number | null;
  readonly status: Quality['status'];
}

export interface CallsHealth {
  /** How many calls are so. */
  readonly counts: {
    readonly healthy: number;
    readonly degraded: number;
    readonly unhealthy: number;
    readonly noData: number;
  };
  /** The worst, the worst first, where they are not healthy. */
  readonly worst: readonly CallHealth[];
}

const MOST_WORST = 10;

export const noCallsHealth: CallsHealth = {
  counts: { healthy: 0, degraded: 0, unhealthy: 0, noData: 0 },
  worst: [],
};

export function callHealth(
  index: number,
  call: AccountedCall,
  events: readonly TurnEvent[],
  limits: Limits,
): CallHealth {
  const condition = conditionOf(call, events);
  const score = healthScore(condition, limits);
  return { call: index, score, status: statusOf(score, alerting(condition, limits)) };
}

function conditionOf(call: AccountedCall, events: readonly TurnEvent[]): Condition {
  const lost = call.outcome === 'failed' && !cutOffByHarness(call);
  const latencies = latenciesOf(events);
  let waited = 0;
  for (const turn of call.turns) if (waitedForAnswer(turn)) waited++;
  let silent = 0;
  for (const { wrong, turn } of events) if (wrong && turn !== null) silent++;
  const errors = waited === 0 ? (call.outcome === 'completed' ? 0 : null) : Math.min(1, silent / waited);
  return {
    latencyMs: percentile(latencies, 95),
    errors: lost ? 1 : errors,
    audioRatio: ratioOf(events, 'goodAudio'),
    playbackRatio: ratioOf(events, 'goodPlayback'),
  };
}

/** Ascending. */
function latenciesOf(events: readonly TurnEvent[]): Float64Array {
  const found = new Float64Array(events.length);
  let some = 0;
  for (const { latencyMs } of events) if (latencyMs !== null) found[some++] = latencyMs;
  return found.subarray(0, some).sort();
}

function ratioOf(events: readonly TurnEvent[], key: 'goodAudio' | 'goodPlayback'): number | null {
  let good = 0;
  let of = 0;
  for (const event of events) {
    if (event[key] === null) continue;
    of++;
    if (event[key]) good++;
  }
  return of === 0 ? null : good / of;
}

/** What of it is beyond its limit, and no more. */
function alerting(
  { latencyMs, errors, playbackRatio }: Condition,
  limits: Limits,
): { readonly category: 'latency' | 'errors' | 'playback' }[] {
  return [
    ...((latencyMs ?? 0) > limits.latencyMs ? [{ category: 'latency' } as const] : []),
    ...((errors ?? 0) > limits.errorRate ? [{ category: 'errors' } as const] : []),
    ...((playbackRatio ?? 1) < playbackRatioLimit(limits) ? [{ category: 'playback' } as const] : []),
  ];
}

export class CallsTally {
  private readonly counts = { healthy: 0, degraded: 0, unhealthy: 0, noData: 0 };
  private readonly worst: CallHealth[] = [];

  add(one: CallHealth): void {
    this.counts[one.status === 'no data' ? 'noData' : one.status]++;
    if (one.score === null || one.status === 'healthy') return;
    const { worst } = this;
    const place = worst.findIndex(({ score }) => (score ?? 0) > (one.score ?? 0));
    if (place < 0 && worst.length >= MOST_WORST) return;
    worst.splice(place < 0 ? worst.length : place, 0, one);
    if (worst.length > MOST_WORST) worst.pop();
  }

  health(): CallsHealth {
    return { counts: { ...this.counts }, worst: this.worst };
  }
}
