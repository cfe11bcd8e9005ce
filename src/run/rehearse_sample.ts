/**
 * Makes the first calls of a plan in virtual time, as many at once as the plan has, and tells what each came to: what an estimate is
 * made of. Nothing is dialled, judged or written down. The same plan and number of calls give the same.
 */

import { Capacity } from '../agent/capacity.ts';
import { TokenBucket } from '../agent/meter/rate_limit.ts';
import type { Agent } from '../agent/simulator.ts';
import { EVERY_CALL, plannedCalls } from '../core/load/selection.ts';
import type { LogRecord, Usage } from '../core/log/record.ts';
import { noUsage, outputTokens } from '../core/log/usage.ts';
import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import { runVirtually, type VirtualRunOptions } from '../engine/virtual/virtual_run.ts';
import { estimatePlan, pricesOf } from '../forecast/estimate.ts';
import type { RehearsedCall } from '../forecast/rehearsed.ts';
import { costOf } from '../pricing/cost.ts';

/** Longer than any of them lasts. */
const LONG_MS = 86_400_000;

/** Whoever wants to know more of them than they came to. */
export interface SampleWatch {
  readonly onRecord: (record: LogRecord) => void;
  readonly onUsed: NonNullable<VirtualRunOptions['onUsed']>;
}

export function rehearseSample(
  plan: Plan,
  audio: PlanAudio,
  agent: Agent,
  most: number,
  watch?: SampleWatch,
): RehearsedCall[] {
  const calls = Math.min(most, plannedCalls(plan.load, EVERY_CALL) ?? most);
  const concurrency = Math.max(1, Math.min(calls, estimatePlan(plan).peakConcurrency));
  // Out of reach: for what is told where there is one.
  const judgement = { ...plan.judgement, budget: { maxUsdPerCall: Number.MAX_VALUE } };
  const sample: Plan = {
    ...plan,
    judgement,
    load: { mode: 'closed', concurrency, rampMs: 0, holdMs: LONG_MS, calls },
  };
  const prices = pricesOf(plan);
  const shared = {
    allowance: new TokenBucket(agent.limits.tokensPerMinute),
    capacity: Capacity.of(agent.limits),
  };
  const made: RehearsedCall[] = [];
  const told = new Map<number, { usage: Usage; answersUsd: number[] }>();
  runVirtually({
    plan: sample,
    audio,
    agent: (call) => agent.session(call, { model: plan.target.model, ...shared }),
    onUsed: (used) => {
      watch?.onUsed(used);
      const { call, atMs, readyMs, usage } = used;
      const before = told.get(call) ?? { usage: noUsage, answersUsd: [] };
      told.set(call, { usage, answersUsd: before.answersUsd });
      if (prices === null || outputTokens(usage) <= outputTokens(before.usage)) return;
      before.answersUsd.push(costOf(usage, prices, (atMs - readyMs) / 1000).totalUsd);
    },
    onRecord: (record) => {
      watch?.onRecord(record);
      if (record.type !== 'call' || record.dialedMs === null) return;
      const { call, caller, scheduledMs, readyMs, endedMs, usage, failure } = record;
      const until = endedMs ?? scheduledMs;
      const seconds = readyMs === null ? 0 : Math.max(0, until - readyMs) / 1000;
      made.push({
        call,
        caller: caller ?? '',
        durationMs: Math.max(0, until - scheduledMs),
        sentMs: record.audioSentMs,
        receivedMs: record.audioReceivedMs,
        usage,
        answersUsd: told.get(call)?.answersUsd ?? [],
        failed: failure !== null,
        usd: prices === null ? null : costOf(usage, prices, seconds).totalUsd,
      });
    },
  });
  return made;
}
