/**
 * A plan's calls on the clock, before anyone has called: who is blocked by the cap, how many go on at once, when the last one
 * ends. Pure. Calls are estimated one by one up to a number that is enough to know them by. An open load with more takes these
 * again and again; a closed one goes on in closed form, each place taking calls of the mean length one after another. No load is
 * counted short.
 */

import { callOf } from '../core/call/call_spec.ts';
import type { CallSpec } from '../core/call/call_spec.ts';
import type { Plan } from '../core/plan/plan.ts';

export interface ExpectedCall<Estimate> {
  readonly spec: CallSpec;
  readonly call: Estimate;
}

export interface ExpectedRun<Estimate> {
  readonly calls: readonly ExpectedCall<Estimate>[];
  /** More calls like these. */
  readonly more: number;
  readonly blocked: number;
  readonly peak: number;
  readonly endMs: number;
}

type Estimator<Estimate> = (spec: CallSpec) => Estimate;

/** So many calls are counted one by one. */
export const COUNTED_ONE_BY_ONE = 100_000;

export function expectedRun<Estimate extends { readonly durationMs: number }>(
  plan: Plan,
  estimate: Estimator<Estimate>,
): ExpectedRun<Estimate> {
  return plan.load.mode === 'open'
    ? openRun(plan, plan.load, estimate)
    : closedRun(plan, plan.load, estimate);
}

function openRun<Estimate extends { readonly durationMs: number }>(
  plan: Plan,
  { startsMs, maxConcurrency }: Extract<Plan['load'], { mode: 'open' }>,
  estimate: Estimator<Estimate>,
): ExpectedRun<Estimate> {
  const calls: ExpectedCall<Estimate>[] = [];
  const ends = new Ends();
  let blocked = 0;
  let more = 0;
  let peak = 0;
  startsMs.forEach((startMs, index) => {
    ends.releaseUntil(startMs);
    if (ends.size >= maxConcurrency) {
      blocked++;
      return;
    }
    // What is not counted one by one goes on like what was, in the same order.
    const known = calls.length < COUNTED_ONE_BY_ONE ? undefined : calls[more++ % COUNTED_ONE_BY_ONE];
    const spec = known?.spec ?? callOf(plan, index);
    const call = known?.call ?? estimate(spec);
    if (known === undefined) calls.push({ spec, call });
    ends.add(startMs + call.durationMs);
    peak = Math.max(peak, ends.size);
  });
  return { calls, more, blocked, peak, endMs: ends.last };
}

/** Each place starts when the ramp reaches it, and takes the next call whenever its own has ended. */
function closedRun<Estimate extends { readonly durationMs: number }>(
  plan: Plan,
  { concurrency, rampMs, holdMs, calls: most = Infinity }: Extract<Plan['load'], { mode: 'closed' }>,
  estimate: Estimator<Estimate>,
): ExpectedRun<Estimate> {
  const calls: ExpectedCall<Estimate>[] = [];
  const ends = new Ends();
  for (let place = 0; place < concurrency; place++) ends.add((rampMs * place) / concurrency);
  const untilMs = rampMs + holdMs;
  let endMs = 0;
  let callMs = 0;
  while (ends.size > 0 && calls.length < Math.min(most, COUNTED_ONE_BY_ONE)) {
    const startMs = ends.take();
    if (startMs > untilMs)
      return { calls, more: 0, blocked: 0, peak: Math.min(concurrency, calls.length), endMs };
    const spec = callOf(plan, calls.length);
    const call = estimate(spec);
    calls.push({ spec, call });
    callMs += call.durationMs;
    ends.add(startMs + call.durationMs);
    endMs = Math.max(endMs, startMs + call.durationMs);
  }
  const meanMs = callMs / calls.length;
  const room = most - calls.length;
  if (room <= 0 || !(meanMs > 0)) {
    return { calls, more: 0, blocked: 0, peak: Math.min(concurrency, calls.length), endMs };
  }
  const byTime = ends.startsUntil(untilMs, meanMs);
  const more = Math.min(room, byTime);
  return {
    calls,
    more,
    blocked: 0,
    peak: Math.min(concurrency, calls.length + more),
    // What the clock ends has a call that begins just then; what a number ends is spread over the places.
    endMs: more < byTime ? endMs + (more * meanMs) / concurrency : Math.max(endMs, untilMs + meanMs),
  };
}

/** A heap of instants at which calls end. */
export class Ends {
  last = 0;
  private readonly heap: number[] = [];

  get size(): number {
    return this.heap.length;
  }

  add(atMs: number): void {
    this.last = Math.max(this.last, atMs);
    const { heap } = this;
    let i = heap.push(atMs) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if ((heap[parent] as number) <= atMs) break;
      heap[i] = heap[parent] as number;
      i = parent;
    }
    heap[i] = atMs;
  }

  /** Takes out the earliest. */
  take(): number {
    const { heap } = this;
    const first = heap[0] as number;
    const moved = heap.pop() as number;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child++;
      if ((heap[child] as number) >= moved) break;
      heap[i] = heap[child] as number;
      i = child;
    }
    heap[i] = moved;
    return first;
  }

  releaseUntil(atMs: number): void {
    while (this.size > 0 && (this.heap[0] as number) <= atMs) this.take();
  }

  /** How many calls of one length would begin by then, each place taking one after another. */
  startsUntil(untilMs: number, callMs: number): number {
    let starts = 0;
    for (const atMs of this.heap) if (atMs <= untilMs) starts += Math.floor((untilMs - atMs) / callMs) + 1;
    return starts;
  }
}
