/** A run in virtual time with a budget, and what became of it: by the run's own account, and by the agents'. */

import type { AgentRecord } from '../../src/agent/agent_record.ts';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import type { BudgetRecord } from '../../src/core/log/budget_record.ts';
import type { CallRecord, FooterRecord, TurnRecord } from '../../src/core/log/record.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { costOf } from '../../src/pricing/cost.ts';
import { knownPrices } from '../../src/report/bill.ts';
import type { Summary } from '../../src/report/summary.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import { compileWith, type Compiled } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import type { Overrides } from '../../src/scenario/override.ts';

export interface Trial {
  readonly file: string;
  readonly overrides: Overrides;
  readonly load?: Plan['load'];
  readonly pricing: Plan['judgement']['pricing'];
  readonly stop: 'polite' | 'now';
  /** Of what the run costs without a budget. */
  readonly share: number;
  /** That, where it is known. */
  readonly uncappedUsd?: number;
}

export interface Capped {
  readonly maxUsd: number;
  readonly uncappedUsd: number;
  /** By all that was told. */
  readonly spentUsd: number;
  /** One turn of each call that was going on as the calls were ended, the dearest of each. */
  readonly allowedUsd: number;
  readonly budget: BudgetRecord;
  readonly footer: FooterRecord;
  readonly summary: Summary;
  readonly calls: readonly CallRecord[];
}

export async function compiled({ file, overrides, load, pricing }: Trial): Promise<Compiled> {
  const { scenario, repertoire } = await loadScenario(file);
  const whole = await compileWith(repertoire, scenario, overrides);
  const { budget: _, ...rest } = whole.plan.judgement;
  const judgement = { ...rest, thresholds: [], pricing };
  return { ...whole, plan: { ...whole.plan, judgement, load: load ?? whole.plan.load } };
}

export async function uncapped(trial: Trial): Promise<number> {
  const { plan, audio } = await compiled(trial);
  const { summary } = await rehearsePlan(plan, audio, { agent: await loadAgent({ seed: plan.seed }) });
  return summary?.cost.leastUsd ?? 0;
}

export async function capped(trial: Trial): Promise<Capped> {
  const { plan, audio } = await compiled(trial);
  const agent: Agent = await loadAgent({ seed: plan.seed });
  const uncappedUsd = trial.uncappedUsd ?? (await uncapped(trial));
  const maxUsd = uncappedUsd * trial.share;
  const judgement = { ...plan.judgement, budget: { maxUsd, stop: trial.stop } };
  const calls: CallRecord[] = [];
  const turns: TurnRecord[] = [];
  let footer: FooterRecord | null = null;
  const told: AgentRecord[] = [];
  const { summary } = await rehearsePlan({ ...plan, judgement }, audio, {
    agent,
    onAgentRecord: (record) => void told.push(record),
    sinks: [
      {
        name: 'kept',
        record: (record) => {
          if (record.type === 'call') calls.push(record);
          else if (record.type === 'turn') turns.push(record);
        },
        end: (ended) => {
          footer = ended;
        },
      },
    ],
  });
  const { budget } = (footer ?? {}) as { budget?: BudgetRecord };
  const { prices } = knownPrices(trial.pricing);
  if (summary === null || footer === null || budget === undefined || prices === null) {
    throw new Error('the trial came to nothing');
  }
  const stoppedMs = budget.stopped?.atMs ?? Infinity;
  const live = new Set(calls.filter(({ endedMs }) => (endedMs ?? -1) >= stoppedMs).map(({ call }) => call));
  const dearest = new Map<number, number>();
  for (const { call, usage } of turns) {
    if (usage === null || !live.has(call)) continue;
    dearest.set(call, Math.max(dearest.get(call) ?? 0, costOf(usage, prices, 0).totalUsd));
  }
  const spentUsd = calls.reduce((sum, { usage, readyMs, endedMs }) => {
    const seconds = readyMs === null || endedMs === null ? 0 : Math.max(0, endedMs - readyMs) / 1000;
    return sum + costOf(usage, prices, seconds).totalUsd;
  }, 0);
  const allowedUsd = [...dearest.values()].reduce((sum, usd) => sum + usd, 0);
  return { maxUsd, uncappedUsd, spentUsd, allowedUsd, budget, footer, summary, calls };
}
