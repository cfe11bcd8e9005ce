/**
 * Rehearses a plan: every call of it in virtual time, against simulated agents in this process. No socket, no waiting, no cent;
 * the same faults and settings as in the run that is to come, and the same log. Not for measuring a target: what it tells of
 * latencies is what the agent's profile says they are.
 */

import type { AgentRecord } from '../agent/agent_record.ts';
import { Capacity } from '../agent/capacity.ts';
import { TokenBucket } from '../agent/meter/rate_limit.ts';
import type { Agent } from '../agent/simulator.ts';
import type { Selection } from '../core/load/selection.ts';
import type { CallRecord, LogRecord } from '../core/log/record.ts';
import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import { expectedCosts } from '../forecast/spending/expected_cost.ts';
import { headerOf } from '../engine/node/header.ts';
import { runVirtually } from '../engine/virtual/virtual_run.ts';
import type { RunLog } from '../report/log.ts';
import type { Summary } from '../report/summary.ts';
import { budgetSink } from './budget.ts';
import { FanOut } from './fan_out.ts';
import { newId } from './run_plan.ts';
import { rehearseSample } from './rehearse_sample.ts';
import { BEFORE_A_RUN, expectedFrom } from './run_estimate.ts';
import type { Sink, SinkTrouble } from './sink.ts';
import { JudgedRecords } from './judged_records.ts';
import { summarySink } from './summary_sink.ts';

export interface RehearsePlanOptions {
  readonly agent: Agent;
  /** Default: every call of the plan. */
  readonly selection?: Selection;
  readonly sinks?: readonly Sink[];
  /** What the simulated agents log of themselves: the truth of what was done to the calls. */
  readonly onAgentRecord?: (record: AgentRecord) => void;
  /** The scenario's file, as it was named. */
  readonly file?: string;
  /** What to type to do it again. */
  readonly command?: string;
  /** Told at once of what its reader must know: that the budget cannot be watched. */
  readonly warn?: (text: string) => void;
}

export interface Rehearsal {
  readonly summary: Summary | null;
  /** What it was summed up from. */
  readonly log: RunLog | null;
  readonly troubles: readonly SinkTrouble[];
  /** Of all calls, one after another: from ready to their end. */
  readonly talkedMs: number;
  /** Of virtual time, from the beginning of the run to its end. */
  readonly lastedMs: number;
}

export async function rehearsePlan(
  plan: Plan,
  audio: PlanAudio,
  options: RehearsePlanOptions,
): Promise<Rehearsal> {
  const { agent, selection, onAgentRecord, file, command = '' } = options;
  const figures = summarySink();
  const { warn = () => {} } = options;
  const capped = plan.judgement.budget?.maxUsd !== undefined;
  // As before a run: a few of the calls tell what to keep back for the others.
  const expected = capped
    ? expectedFrom(plan, rehearseSample(plan, audio, agent, BEFORE_A_RUN))
    : expectedCosts(plan);
  const budget = budgetSink(plan.judgement, { warn, expected });
  const sinks = new FanOut([figures, ...(budget === null ? [] : [budget]), ...(options.sinks ?? [])]);
  const judged = new JudgedRecords(plan, sinks);
  const startedAtMs = Date.now();
  const header = headerOf({
    plan,
    run: newId(startedAtMs, plan),
    ...(file === undefined ? {} : { file }),
    url: 'simulator',
    engine: 'virtual',
    workers: 1,
    startedAtMs,
    // Its instants are of no clock.
    monotonicAtMs: 0,
    command,
    ...(selection === undefined ? {} : { selection }),
  });
  // As behind one server: what its sessions share, they share here.
  const shared = {
    allowance: new TokenBucket(agent.limits.tokensPerMinute),
    capacity: Capacity.of(agent.limits),
  };
  let talkedMs = 0;
  const ended = runVirtually({
    plan,
    audio,
    agent: (call) => agent.session(call, { model: plan.target.model, ...shared }),
    ...(selection === undefined ? {} : { selection }),
    ...(onAgentRecord === undefined ? {} : { onAgentRecord }),
    onBegin: (control) => sinks.begin(header, control),
    onGauge: (gauge) => sinks.gauge(gauge),
    onUsed: (used) => sinks.used(used),
    onRecord: (record: LogRecord) => {
      if (record.type === 'header' || record.type === 'footer') return;
      if (record.type === 'call') talkedMs += lengthOf(record);
      judged.record(record);
    },
  });
  const footer = { ...ended, ...(budget === null ? {} : { budget: budget.account() }) };
  await sinks.end(footer);
  return {
    summary: figures.summary(),
    log: figures.log(),
    troubles: sinks.troubles,
    talkedMs,
    lastedMs: footer.endedMs,
  };
}

function lengthOf({ readyMs, endedMs }: CallRecord): number {
  return readyMs === null || endedMs === null ? 0 : Math.max(0, endedMs - readyMs);
}
