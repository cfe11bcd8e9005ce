/** Calls of a small scenario with faults of the caller's side, against the simulated agent in virtual time. */

import { fileURLToPath } from 'node:url';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { chaosFaults } from '../../src/chaos/chaos_faults.ts';
import type { CallRecord, LogRecord, StrikeRecord, TurnRecord } from '../../src/core/log/record.ts';
import type { Plan, PlanAudio, PlanFault } from '../../src/core/plan/plan.ts';
import { runVirtually, type VirtualRunOptions } from '../../src/engine/virtual/virtual_run.ts';
import { armFault } from '../../src/fault/arm_fault.ts';
import { readFaultText } from '../../src/fault/fault_wish.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

export interface Stage {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly agent: Agent;
}

let loaded: Promise<Stage> | null = null;

/** The same for all who ask. */
export function stage(): Promise<Stage> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Stage> {
  const file = fileURLToPath(new URL('./order.yaml', import.meta.url));
  const { scenario, repertoire } = await loadScenario(file);
  // Two callers of each kind.
  const { plan, audio } = await compileWith(repertoire, scenario, { calls: 4 });
  return { plan, audio, agent: await loadAgent({ seed: plan.seed }) };
}

/** `name:share:arguments`, as a scenario would have it. */
export function fault(text: string, more: Partial<PlanFault> = {}): PlanFault {
  const read = readFaultText(text);
  if ('mistake' in read) throw new Error(read.mistake);
  const armed = armFault(chaosFaults, read.ok);
  if ('mistake' in armed) throw new Error(armed.mistake);
  const { share, args, when } = armed.ok;
  return {
    fault: armed.ok.fault.name,
    share,
    args,
    ...(when.nth === null ? {} : { nth: when.nth }),
    ...(when.every === null ? {} : { every: when.every }),
    ...more,
  };
}

export function spoiled(
  plan: Plan,
  faults: readonly PlanFault[],
  limits: Partial<Plan['limits']> = {},
): Plan {
  return { ...plan, faults, limits: { ...plan.limits, ...limits } };
}

export interface Log {
  readonly records: readonly LogRecord[];
  readonly calls: ReadonlyMap<number, CallRecord>;
  readonly turns: readonly TurnRecord[];
  readonly strikes: readonly StrikeRecord[];
}

export function logOf(records: readonly LogRecord[]): Log {
  const of = <T extends LogRecord['type']>(type: T): Extract<LogRecord, { type: T }>[] =>
    records.filter((record): record is Extract<LogRecord, { type: T }> => record.type === type);
  const calls = new Map(of('call').map((record) => [record.call, record]));
  return { records, calls, turns: of('turn'), strikes: of('strike') };
}

export function rehearsed(
  { audio, agent }: Stage,
  plan: Plan,
  changes: Partial<VirtualRunOptions> = {},
): Log {
  const records: LogRecord[] = [];
  runVirtually({
    plan,
    audio,
    agent: (call) => agent.session(call),
    networkMs: 20,
    strict: true,
    onRecord: (record) => records.push(record),
    ...changes,
  });
  return logOf(records);
}

/** What the log says of one call. */
export function linesOf({ records }: Log, call: number): readonly LogRecord[] {
  return records.filter((record) => 'call' in record && record.call === call);
}
