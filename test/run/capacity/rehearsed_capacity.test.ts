import { describe, expect, it } from 'vitest';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { capacitySink } from '../../../src/run/capacity/capacity_sink.ts';
import { steeredPlan } from '../../../src/run/capacity/steered_plan.ts';
import { rehearsePlan } from '../../../src/run/rehearse_plan.ts';
import type { EventRecord } from '../../../src/run/sink.ts';
import { compileWith } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';
import { settingsFor } from './made_target.ts';

describe('a search in virtual time', () => {
  it('finds how many sessions the simulated agent takes, within one run', async () => {
    const { scenario, repertoire } = await loadScenario('bench/capacity/callers.yaml');
    const compiled = await compileWith(repertoire, scenario, { seed: 5 });
    const settings = settingsFor('error_rate < 20%', { from: 2, max: 8, leastMs: 10_000 });
    const plan = steeredPlan(compiled.plan, settings, 'calls_at_once', 0);
    const agent = await loadAgent({
      seed: 5,
      profile: 'bench/capacity/refusal.yaml',
      limits: { sessions: 4 },
    });
    const sink = capacitySink({ settings, unit: 'calls_at_once', pricing: plan.judgement.pricing });
    const levels: EventRecord[] = [];
    const kept = {
      name: 'kept',
      record: (record: EventRecord) => {
        if (record.type === 'level') levels.push(record);
      },
    };
    const { troubles, summary } = await rehearsePlan(plan, compiled.audio, { agent, sinks: [sink, kept] });
    expect(troubles).toEqual([]);
    const result = sink.result();
    // A call is replaced as it ends, before its socket is closed: with four at once there are moments with five sessions.
    expect(result?.knee.holds).toBe(3);
    expect(result?.knee.fails).toBe(4);
    expect(result?.limit.by).toBe('target');
    expect(result?.levels[0]?.generator).toBeNull();
    // One run: each level is asked for in its log, and the last order lets it run out.
    expect(levels.map((record) => ('amount' in record ? record.amount : null))).toEqual([
      ...(result?.levels.map(({ amount }) => amount) ?? []),
      0,
    ]);
    expect(summary?.run.ended).toBe('done');
    expect(plan.id).not.toBe(compiled.plan.id);
  });
});
