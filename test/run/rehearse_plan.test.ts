import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import type { Compiled } from '../../src/scenario/compile.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import type { EventRecord, Sink } from '../../src/run/sink.ts';

let compiled: Compiled;
let agent: Agent;
beforeAll(async () => {
  const { scenario, repertoire } = await loadScenario('scenarios/support-line.yaml');
  compiled = await compileWith(repertoire, scenario, { calls: 6 });
  agent = await loadAgent({ seed: compiled.plan.seed });
}, 60_000);

function keeping(): { readonly sink: Sink; readonly records: EventRecord[]; readonly engines: string[] } {
  const records: EventRecord[] = [];
  const engines: string[] = [];
  return {
    records,
    engines,
    sink: {
      name: 'kept',
      begin: ({ engine }) => {
        engines.push(engine);
      },
      record: (record) => {
        records.push(record);
      },
    },
  };
}

describe('a rehearsal', () => {
  it('makes every call, and is summed up and judged as a run is', async () => {
    const kept = keeping();
    const { plan, audio } = compiled;
    const rehearsal = await rehearsePlan(plan, audio, { agent, sinks: [kept.sink] });
    const calls = kept.records.filter((record) => record.type === 'call');
    expect(kept.engines).toEqual(['virtual']);
    expect(calls).toHaveLength(6);
    expect(rehearsal.summary?.calls).toMatchObject({ planned: 6, completed: 6, failed: 0 });
    expect(rehearsal.summary?.verdict.thresholds).toHaveLength(plan.judgement.thresholds.length);
    expect(rehearsal.summary?.cost.totalUsd).toBeGreaterThan(0);
    const talkedMs = calls.reduce((sum, call) => sum + ((call.endedMs ?? 0) - (call.readyMs ?? 0)), 0);
    expect(rehearsal.talkedMs).toBeCloseTo(talkedMs, 6);
    expect(rehearsal.lastedMs).toBeGreaterThanOrEqual(Math.max(...calls.map(({ endedMs }) => endedMs ?? 0)));
  });

  it('is the same each time', async () => {
    const [first, second] = [keeping(), keeping()];
    const { plan, audio } = compiled;
    await rehearsePlan(plan, audio, { agent, sinks: [first.sink] });
    await rehearsePlan(plan, audio, { agent, sinks: [second.sink] });
    expect(second.records).toEqual(first.records);
  });

  it('of one call is that call', async () => {
    const [all, one] = [keeping(), keeping()];
    const { plan, audio } = compiled;
    await rehearsePlan(plan, audio, { agent, sinks: [all.sink] });
    await rehearsePlan(plan, audio, { agent, sinks: [one.sink], selection: { of: 6, share: 4 } });
    const turnsOf = (records: readonly EventRecord[]) =>
      records.flatMap((record) => (record.type === 'turn' && record.call === 4 ? [record.outcome] : []));
    expect(turnsOf(one.records)).toEqual(turnsOf(all.records));
    expect(one.records.filter((record) => record.type === 'call')).toHaveLength(1);
  });

  it('goes on where a sink fails, and tells of it', async () => {
    const { plan, audio } = compiled;
    const failing: Sink = {
      name: 'broken',
      record: () => {
        throw new Error('no room');
      },
    };
    const { summary, troubles } = await rehearsePlan(plan, audio, { agent, sinks: [failing] });
    expect(summary?.calls.completed).toBe(6);
    expect(troubles).toMatchObject([{ sink: 'broken', message: 'no room' }]);
  });

  it('can be stopped by whoever watches it, and stops itself by the plan’s budget', async () => {
    const { plan, audio } = compiled;
    const kept = keeping();
    const stopping: Sink = {
      ...kept.sink,
      begin: (_, control) => {
        stopping.gauge = ({ atMs }) => {
          expect(control.nowMs()).toBe(atMs);
          if (atMs === 9000) control.stop('interrupted', 'seen enough');
        };
      },
    };
    const { summary } = await rehearsePlan(plan, audio, { agent, sinks: [stopping] });
    expect(summary?.run).toMatchObject({ ended: 'interrupted', durationMs: 9000 });
    const ends = kept.records.filter((record) => record.type === 'call');
    expect(ends.some(({ failure, endedMs }) => failure === 'interrupted' && endedMs === 9000)).toBe(true);

    const budget = { maxUsd: 0.02 };
    const judgement = { ...plan.judgement, budget };
    const capped = await rehearsePlan({ ...plan, judgement }, audio, { agent });
    expect(capped.summary?.run.ended).toBe('budget');
    expect(Object.keys(capped.summary?.failures ?? {})).toEqual(['budget']);
  });
});
