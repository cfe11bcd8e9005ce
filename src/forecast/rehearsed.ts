/**
 * What a run will come to, from calls of it that were made in virtual time: real conversations, each answer billed for the whole one
 * before it, cached as the simulated agent caches. How many calls of each caller there will be is the plan's; what one is like is
 * theirs. The interval is by bootstrap over the calls of each caller, and of a run as long as the one to come: with many calls it
 * is as narrow as the sample lets it be. Pure, and the same each time.
 */

import type { Plan } from '../core/plan/plan.ts';
import type { Usage } from '../core/log/record.ts';
import { addUsage, noUsage } from '../core/log/usage.ts';
import { Random } from '../core/word/random.ts';
import { expectedRun } from './expected_run.ts';

/** A call that was made in virtual time. */
export interface RehearsedCall {
  readonly call: number;
  readonly caller: string;
  readonly durationMs: number;
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly usage: Usage;
  /** What it had cost as each of its answers was billed. */
  readonly answersUsd: readonly number[];
  readonly failed: boolean;
  /** Null: no prices are known. */
  readonly usd: number | null;
}

export interface RehearsedEstimate {
  readonly sampledCalls: number;
  readonly failedCalls: number;
  readonly calls: number;
  readonly blocked: number;
  readonly peakConcurrency: number;
  readonly durationMs: number;
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly usage: Usage;
  readonly callers: readonly {
    readonly name: string;
    readonly calls: number;
    readonly callMs: number;
    readonly usd: number | null;
  }[];
  readonly costUsd: number | null;
  readonly costBetweenUsd: readonly [number, number] | null;
}

const DRAWS = 400;
/** The interval leaves out so much on either side. */
const TAIL = 0.05;

export function rehearsedEstimate(plan: Plan, sample: readonly RehearsedCall[]): RehearsedEstimate {
  const byCaller = new Map<string, RehearsedCall[]>();
  for (const call of sample) {
    const own = byCaller.get(call.caller);
    if (own === undefined) byCaller.set(call.caller, [call]);
    else own.push(call);
  }
  const known = new Map(sample.map((call) => [call.call, call]));
  // Of a caller none of whose calls was made, any call tells as much as another.
  const like = (caller: string): readonly RehearsedCall[] => byCaller.get(caller) ?? sample;
  const run = expectedRun(plan, ({ index, caller: { name } }) => {
    const own = like(name);
    return known.get(index) ?? (own[index % own.length] as RehearsedCall);
  });
  const counted = run.calls.length;
  const factor = (counted + run.more) / Math.max(1, counted);
  const count = (name: string): number => run.calls.filter(({ spec }) => spec.caller.name === name).length;
  const callers = plan.callers.map(({ name }) => ({ name, calls: count(name) * factor }));
  const mean = (of: (call: RehearsedCall) => number, name: string): number =>
    sum(like(name).map(of)) / Math.max(1, like(name).length);
  const total = (of: (call: RehearsedCall) => number): number =>
    sum(callers.map(({ name, calls }) => calls * mean(of, name)));
  const priced = sample.length > 0 && sample.every(({ usd }) => usd !== null);
  return {
    sampledCalls: sample.length,
    failedCalls: sample.filter(({ failed }) => failed).length,
    calls: Math.round(counted + run.more + run.blocked),
    blocked: run.blocked,
    peakConcurrency: run.peak,
    durationMs: run.endMs,
    sentMs: total(({ sentMs }) => sentMs),
    receivedMs: total(({ receivedMs }) => receivedMs),
    usage: callers.reduce((all, { name, calls }) => {
      const own = like(name);
      const used = own.reduce((one, { usage }) => addUsage(one, usage), noUsage);
      return addUsage(all, times(used, calls / Math.max(1, own.length)));
    }, noUsage),
    callers: callers.map(({ name, calls }) => ({
      name,
      calls: Math.round(calls),
      callMs: mean(({ durationMs }) => durationMs, name),
      usd: priced ? mean(({ usd }) => usd ?? 0, name) : null,
    })),
    costUsd: priced ? total(({ usd }) => usd ?? 0) : null,
    costBetweenUsd: priced ? between(callers, like, plan.seed) : null,
  };
}

function between(
  callers: readonly { readonly name: string; readonly calls: number }[],
  like: (caller: string) => readonly RehearsedCall[],
  seed: number,
): readonly [number, number] {
  const random = new Random(seed, 'estimate');
  const totals = Array.from({ length: DRAWS }, () =>
    sum(
      callers.map(({ name, calls }) => {
        const costs = like(name).map(({ usd }) => usd ?? 0);
        if (calls === 0 || costs.length === 0) return 0;
        const drawn = costs.map(() => costs[random.below(costs.length)] as number);
        const meanUsd = sum(drawn) / drawn.length;
        const spread = Math.sqrt(
          sum(costs.map((usd) => (usd - sum(costs) / costs.length) ** 2)) / costs.length,
        );
        // The run is itself no more than so many calls of these.
        return calls * meanUsd + Math.sqrt(calls) * spread * random.normal();
      }),
    ),
  ).sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.max(0, totals[Math.min(totals.length - 1, Math.floor(share * totals.length))] ?? 0);
  return [at(TAIL), at(1 - TAIL)];
}

function times(usage: Usage, factor: number): Usage {
  return Object.fromEntries(
    Object.entries(usage).map(([name, amount]) => [name, (amount as number) * factor]),
  ) as unknown as Usage;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
