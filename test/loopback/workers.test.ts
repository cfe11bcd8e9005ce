/**
 * Worker threads that die or hang in the middle of a run: whatever becomes of them, every planned call has its line, and the
 * run ends and is invalid. The engine as it is built, with real threads. Needs `npm run build`.
 */

import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../src/core/load/arrivals.ts';
import type { PlanAudio } from '../../src/core/plan/plan.ts';
import type { CallRecord, FooterRecord, LogRecord } from '../../src/core/log/record.ts';
import { monotonicMs } from '../../src/engine/node/monotonic_clock.ts';
import { headerOf } from '../../src/engine/node/header.ts';
import { NodeRun } from '../../src/engine/node/node_run.ts';
import { LogGatherer } from '../../src/report/log.ts';
import { summarize } from '../../src/report/summarize.ts';
import { smallPlan } from '../core/plan/small_plan.ts';
import { deaf, ready, refusing, type Target } from './servers.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

/** The threads of the run that is going on, in the order in which they were started. */
let workers: Worker[] = [];
const note = (worker: Worker): void => void workers.push(worker);
beforeEach(() => {
  workers = [];
  process.on('worker', note);
});
afterEach(() => {
  process.off('worker', note);
});

/** One frame of nothing: these callers only keep silent. */
const silence = new TextEncoder().encode('{"type":"input_audio_buffer.append","audio":""}');
const audio: PlanAudio = { bytes: silence, offsets: Uint32Array.of(0, silence.length) };

interface Wishes {
  readonly load: PlanLoad;
  readonly target: Target;
  readonly silenceMs?: number;
  readonly threads?: number;
  readonly closeMs?: number;
  readonly callMs?: number;
  readonly onStart?: (call: number) => void;
}

interface Going {
  /** How many calls have been written down. */
  written(): number;
  /** Makes the calls, and gives what the report says of them. */
  over(): Promise<{ readonly footer: FooterRecord; readonly verdict: string; readonly calls: CallRecord[] }>;
}

async function prepared(wishes: Wishes): Promise<Going> {
  const { load, target, silenceMs = 100, threads = 2, closeMs = 500, callMs } = wishes;
  targets.push(target);
  const small = smallPlan([{ op: 'silence', durationMs: silenceMs }], { load });
  const plan = { ...small, limits: { ...small.limits, closeMs, callMs: callMs ?? small.limits.callMs } };
  const { url } = target;
  const records: LogRecord[] = [];
  const onRecord = (record: LogRecord): void => {
    records.push(record);
    if (record.type === 'started') wishes.onStart?.(record.call);
  };
  const run = new NodeRun({ plan, audio, url, workers: threads, onRecord });
  await run.prepare();
  return {
    written: () => records.filter(({ type }) => type === 'call').length,
    over: async () => {
      const monotonicAtMs = monotonicMs();
      const about = { plan, run: 'x', file: 'x.yaml', url, workers: threads, startedAtMs: 0, command: 'x' };
      const footer = await run.run(monotonicAtMs);
      const log = new LogGatherer();
      [headerOf({ ...about, monotonicAtMs }), ...records].forEach((record, i) => log.add(record, 'x', i));
      const gathered = log.finish();
      if (gathered === null) throw new Error('the log has no header');
      const { verdict } = summarize(gathered);
      const calls = records.filter((record) => record.type === 'call');
      return { footer, verdict: verdict.result, calls };
    },
  };
}

/** Each planned call once, and as many of each kind as the footer says. */
function expectAccounted(calls: readonly CallRecord[], footer: FooterRecord, planned: number): void {
  const count = (outcome: CallRecord['outcome']) => calls.filter((call) => call.outcome === outcome).length;
  expect(calls.map(({ call }) => call).sort((a, b) => a - b)).toEqual(
    Array.from({ length: planned }, (_, i) => i),
  );
  expect(footer.calls).toEqual({
    planned,
    completed: count('completed'),
    failed: count('failed'),
    blocked: count('blocked'),
    notStarted: count('not_started'),
  });
}

describe('a worker that dies in the middle of a run', () => {
  it('takes its own calls with it, and no other', async () => {
    const startsMs = Array.from({ length: 20 }, (_, i) => 20 * i);
    const going = await prepared({
      load: { mode: 'open', startsMs, maxConcurrency: 20 },
      target: await ready(),
      silenceMs: 1000,
      onStart: (call) => void (call === 9 && workers[0]?.terminate()),
    });
    const { footer, verdict, calls } = await going.over();
    expectAccounted(calls, footer, 20);
    expect(footer.reason).toBe('worker_lost');
    expect(verdict).toBe('invalid');
    const lost = calls.filter(({ failure }) => failure === 'worker_lost');
    expect(lost.length).toBeGreaterThan(0);
    expect(footer.calls.failed).toBe(lost.length);
    expect(footer.calls.completed).toBe(20 - lost.length);
  });

  it('leaves the calls that nobody is there to make as not started', async () => {
    // Those after the fourth are due long after its thread has gone, however late this machine tells of that.
    const startsMs = Array.from({ length: 10 }, (_, i) => 50 * i + (i > 3 ? 10_000 : 0));
    const going = await prepared({
      load: { mode: 'open', startsMs, maxConcurrency: 20 },
      target: await ready(),
      silenceMs: 30_000,
      threads: 1,
      onStart: (call) => void (call === 3 && workers[0]?.terminate()),
    });
    const { footer, verdict, calls } = await going.over();
    expectAccounted(calls, footer, 10);
    expect(footer).toMatchObject({ reason: 'worker_lost', calls: { completed: 0 } });
    expect(footer.calls.notStarted).toBeGreaterThan(0);
    expect(calls.find(({ outcome }) => outcome === 'not_started')?.detail).toBe('no worker is left');
    expect(verdict).toBe('invalid');
  });

  it('ends a run that has none to begin with', async () => {
    const going = await prepared({
      load: { mode: 'closed', concurrency: 3, rampMs: 0, holdMs: 60_000 },
      target: await refusing(),
    });
    await Promise.all(workers.map((worker) => worker.terminate()));
    const { footer, verdict, calls } = await going.over();
    expectAccounted(calls, footer, 1);
    expect(footer).toMatchObject({ reason: 'worker_lost', calls: { notStarted: 1 } });
    expect(verdict).toBe('invalid');
  });
});

describe('a worker that hangs', () => {
  it('in the middle of its calls is ended, once they are past all of their deadlines', async () => {
    const going = await prepared({
      load: { mode: 'open', startsMs: [0, 0, 0, 0], maxConcurrency: 4 },
      target: await ready(),
      callMs: 2000,
      closeMs: 100,
    });
    const [stuck] = workers as [Worker];
    const post = stuck.postMessage.bind(stuck);
    // It is given calls, and never gets to them.
    stuck.postMessage = (message: { readonly type: string }) =>
      void (message.type !== 'call' && post(message));
    const { footer, verdict, calls } = await going.over();
    expectAccounted(calls, footer, 4);
    expect(footer).toMatchObject({ reason: 'worker_lost', calls: { completed: 2, failed: 2 } });
    expect(calls.filter(({ failure }) => failure === 'worker_lost')).toHaveLength(2);
    expect(verdict).toBe('invalid');
  });

  it('after its last call is cut off, and the calls are kept', async () => {
    const going = await prepared({
      load: { mode: 'open', startsMs: [0, 0, 0], maxConcurrency: 3 },
      target: await ready(),
    });
    const [stuck] = workers as [Worker];
    const post = stuck.postMessage.bind(stuck);
    stuck.postMessage = (message: { readonly type: string }) =>
      void (message.type !== 'finish' && post(message));
    const { footer, verdict, calls } = await going.over();
    expectAccounted(calls, footer, 3);
    expect(footer).toMatchObject({ reason: 'worker_lost', calls: { completed: 3 } });
    expect(footer.detail).toContain('did not end within 2000 ms');
    expect(verdict).toBe('invalid');
  });
});

describe('the place of a call', () => {
  it('is free when the call is decided, however long its socket takes to close', async () => {
    const started: number[] = [];
    const going = await prepared({
      load: { mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 60_000, calls: 3 },
      // It never answers a close: each call is written down only when the closing has run out of time.
      target: await deaf(),
      closeMs: 3000,
      onStart: () => void started.push(going.written()),
    });
    const { footer, calls } = await going.over();
    expectAccounted(calls, footer, 3);
    expect(footer).toMatchObject({ reason: 'done', calls: { completed: 3 } });
    // All three had been started before the first was written down.
    expect(started).toEqual([0, 0, 0]);
  });
});
