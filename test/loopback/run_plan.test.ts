/**
 * `runPlan` as a program has it: out of the built package, against a target of its own, with sinks and signals. Needs
 * `npm run build`.
 */

import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../src/core/load/arrivals.ts';
import type { Plan, PlanAudio } from '../../src/core/plan/plan.ts';
import type * as Package from '../../src/index.ts';
import type { EventRecord, RunPlanOptions, RunResult, Sink } from '../../src/index.ts';
import { smallPlan } from '../core/plan/small_plan.ts';
import { temporary } from './command.ts';
import { deaf, ready, type Target } from './servers.ts';

const callstorm = (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof Package;

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

async function opened(target: Promise<Target>): Promise<Target> {
  targets.push(await target);
  return target;
}

/** One frame of nothing: these callers only keep silent. */
const silence = new TextEncoder().encode('{"type":"input_audio_buffer.append","audio":""}');
const audio: PlanAudio = { bytes: silence, offsets: Uint32Array.of(0, silence.length) };

function silent(load: PlanLoad, silenceMs = 100): Plan {
  const plan = smallPlan([{ op: 'silence', durationMs: silenceMs }], { load });
  return { ...plan, limits: { ...plan.limits, closeMs: 500 } };
}

/** So many calls, 20 ms apart. */
function open(calls: number): PlanLoad {
  return { mode: 'open', startsMs: Array.from({ length: calls }, (_, i) => 20 * i), maxConcurrency: calls };
}

/** Everything that a sink is fed, by kind. */
function recording(): Sink & { readonly fed: string[]; readonly records: EventRecord[] } {
  const fed: string[] = [];
  const records: EventRecord[] = [];
  return {
    name: 'recording',
    fed,
    records,
    begin: ({ type }) => void fed.push(type),
    record: (record) => {
      fed.push(record.type);
      records.push(record);
    },
    end: ({ type }) => void fed.push(type),
  };
}

async function run(plan: Plan, options: RunPlanOptions): Promise<RunResult> {
  return callstorm.runPlan(plan, audio, { workers: 1, ...options });
}

describe('a run from a program', () => {
  it('feeds every sink, whatever becomes of the others, and comes back with its summary', async () => {
    const { url } = await opened(ready());
    const sink = recording();
    const log = join(temporary(), 'run', 'calls.ndjson');
    const broken: Sink = {
      name: 'broken',
      record: () => {
        throw new Error('no more');
      },
    };
    const sinks = [broken, sink, new callstorm.LogSink(log)];
    const { header, footer, summary, troubles } = await run(silent(open(4)), { url, sinks });
    expect(troubles).toMatchObject([{ sink: 'broken', message: 'no more' }]);
    expect(footer).toMatchObject({ reason: 'done', calls: { planned: 4, completed: 4 } });
    expect(summary?.calls).toMatchObject({ planned: 4, completed: 4 });
    expect([sink.fed[0], sink.fed[1], sink.fed.at(-1)]).toEqual(['header', 'started', 'footer']);
    const count = (type: string): number => sink.fed.filter((one) => one === type).length;
    expect([count('started'), count('call'), count('footer')]).toEqual([4, 4, 1]);
    // The log holds the same, and sums up to the same.
    const read = await callstorm.readLogs([log]);
    expect(read.header).toEqual(header);
    expect(callstorm.summarize(read)).toEqual(summary);
  });

  it('is stopped by its signal, politely', async () => {
    const { url } = await opened(ready());
    const stop = new AbortController();
    const sink: Sink = {
      name: 'impatient',
      record: ({ type }) => {
        if (type === 'started') stop.abort('seen enough');
      },
    };
    const plan = silent({ mode: 'open', startsMs: [0, 5000, 9000], maxConcurrency: 3 }, 30_000);
    const { footer, summary } = await run(plan, { url, signal: stop.signal, sinks: [sink] });
    expect(footer).toMatchObject({
      reason: 'interrupted',
      detail: 'seen enough',
      calls: { planned: 3, failed: 1, notStarted: 2 },
    });
    expect(summary?.failures.interrupted?.count).toBe(1);
    expect(summary?.verdict.result).toBe('invalid');
  });

  it('waits for nobody when it is cut off', async () => {
    const { url } = await opened(deaf());
    const cut = new AbortController();
    const sink: Sink = {
      name: 'impatient',
      record: ({ type }) => {
        if (type === 'started') cut.abort();
      },
    };
    const small = silent(open(1), 30_000);
    const plan = { ...small, limits: { ...small.limits, closeMs: 60_000 } };
    const { footer, summary } = await run(plan, { url, cutOff: cut.signal, sinks: [sink] });
    expect(footer).toMatchObject({ reason: 'interrupted', calls: { failed: 1 } });
    // It was cut off on purpose: no worker was lost.
    expect(Object.keys(summary?.failures ?? {})).toEqual(['interrupted']);
    expect(footer.endedMs).toBeLessThan(30_000);
  });

  it('that was called off before it began makes no call', async () => {
    const target = await opened(ready());
    const signal = AbortSignal.abort('changed my mind');
    const { footer } = await run(silent(open(2)), { url: target.url, signal, cutOff: signal });
    expect(footer).toMatchObject({
      reason: 'interrupted',
      detail: 'changed my mind',
      calls: { notStarted: 2 },
    });
    expect(target.requests).toEqual([]);
  });

  it('can be stopped by a sink: its calls fail by that reason, and count as nothing of the agent’s', async () => {
    const { url } = await opened(ready());
    const sink = recording();
    const watch: Sink = {
      name: 'watch',
      begin: (_, control) => {
        watch.record = ({ type }) => {
          if (type === 'started') control.stop('threshold', 'response_latency p95 < 1s');
        };
      },
    };
    const { footer, summary } = await run(silent(open(3), 30_000), { url, sinks: [watch, sink] });
    expect(footer).toMatchObject({ reason: 'threshold', detail: 'response_latency p95 < 1s' });
    expect(summary?.failures.threshold?.count).toBe(footer.calls.failed);
    expect(footer.calls.failed + footer.calls.notStarted).toBe(3);
    expect(summary?.run.ended).toBe('threshold');
    const turns = sink.records.filter(({ type }) => type === 'turn');
    for (const turn of turns) expect(turn).toMatchObject({ failure: 'threshold' });
  });

  it('makes the calls of its share, and the shares together are the plan', async () => {
    const { url } = await opened(ready());
    const plan = silent(open(5));
    const folder = temporary();
    const logs = [0, 1].map((share) => join(folder, `${share}.ndjson`));
    const [even, odd] = (await Promise.all(
      logs.map((log, share) =>
        run(plan, { url, id: 'both', selection: { of: 2, share }, sinks: [new callstorm.LogSink(log)] }),
      ),
    )) as [RunResult, RunResult];
    expect(even.header).toMatchObject({
      selection: { of: 2, share: 0 },
      load: { plannedCalls: 3, maxConcurrency: 3 },
    });
    expect(odd.header).toMatchObject({
      selection: { of: 2, share: 1 },
      load: { plannedCalls: 2, maxConcurrency: 2 },
    });
    const whole = await callstorm.readLogs(logs);
    expect(whole.runs.map(({ calls }) => [...calls.keys()].sort((a, b) => a - b))).toEqual([[0, 1, 2, 3, 4]]);
    expect(callstorm.summarize(whole).calls).toMatchObject({ planned: 5, completed: 5, notStarted: 0 });
  });

  it('tells the target the key that it was given, and nobody else', async () => {
    const target = await opened(ready());
    const key = 'sk-loopback-0123456789abcdef';
    const sink = recording();
    const result = await run(silent(open(1)), { url: target.url, key, sinks: [sink] });
    expect(target.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${key}`]);
    expect(JSON.stringify([result, sink.records])).not.toContain(key);
  });

  it('is refused where there is nobody to call, or nothing to do', async () => {
    const plan = silent(open(2));
    const simulated = { ...plan, target: { ...plan.target, url: 'simulator' } };
    await expect(run(simulated, {})).rejects.toThrow('expected the URL of a target');
    await expect(run(plan, { selection: { of: 3, share: 2 } })).rejects.toThrow('at most as many shares');
    const startAtMs = Date.now() + 8 * 24 * 3_600_000;
    await expect(run(plan, { startAtMs })).rejects.toThrow('expected an instant within a week');
  });
});
