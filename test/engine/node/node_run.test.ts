/** A run that is broken off, and workers that hang, without a thread or a second of waiting. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallRecord, LogRecord } from '../../../src/core/log/record.ts';
import { monotonicMs } from '../../../src/engine/node/monotonic_clock.ts';
import { runOn, type ActedRun } from './acted_threads.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const callsOf = (records: readonly LogRecord[]): CallRecord[] =>
  records.filter((record) => record.type === 'call');

/** With its calls given out, so long after instant 0. */
async function going(agoMs = 0): Promise<ActedRun & { readonly over: ReturnType<ActedRun['run']['run']> }> {
  const acted = runOn('well', 'well');
  await acted.run.prepare();
  const over = acted.run.run(monotonicMs() - agoMs);
  await vi.advanceTimersByTimeAsync(1);
  for (const { heard } of acted.threads) expect(heard.map(({ type }) => type)).toEqual(['begin', 'call']);
  return { ...acted, over };
}

describe('a run that is broken off', () => {
  it('cuts its workers off, and their calls are interrupted, not lost by a worker', async () => {
    const { run, records, threads, over } = await going();
    run.stop('interrupted', 'stopped by the user');
    expect(threads.map(({ terminated }) => terminated)).toEqual([false, false]);
    run.abort();
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, true]);
    const footer = await over;
    expect(footer).toMatchObject({ reason: 'interrupted', calls: { failed: 2 } });
    expect(callsOf(records).map(({ failure }) => failure)).toEqual(['interrupted', 'interrupted']);
  });
});

describe('a worker that breaks down', () => {
  it('in the middle of a run loses its call alone, as lost with it', async () => {
    const { run, records, threads, over } = await going();
    threads[0]?.emit('error', new Error('a defect'));
    threads[0]?.emit('exit', 1);
    expect(callsOf(records)).toMatchObject([{ failure: 'worker_lost', detail: 'a defect' }]);
    run.abort();
    expect(await over).toMatchObject({ reason: 'worker_lost', calls: { failed: 2 } });
  });
});

describe('a worker that hangs', () => {
  it('is ended once a call of its is past all of its deadlines', async () => {
    const { records, threads, over } = await going(24 * 3600 * 1000);
    expect(threads.map(({ terminated }) => terminated)).toEqual([false, false]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(threads.map(({ terminated }) => terminated)).toEqual([true, true]);
    expect(await over).toMatchObject({ reason: 'worker_lost' });
    expect(callsOf(records).map(({ failure }) => failure)).toEqual(['worker_lost', 'worker_lost']);
  });

  it('is left alone while its calls may still end by themselves', async () => {
    const { run, threads, over } = await going();
    await vi.advanceTimersByTimeAsync(5000);
    expect(threads.map(({ terminated }) => terminated)).toEqual([false, false]);
    run.abort();
    await over;
  });

  it('after the last call is cut off in the end, and the call is kept', async () => {
    const { records, threads, over } = await going();
    const [first, second] = threads;
    for (const [index, thread] of threads.entries()) {
      const { call, scheduledMs } = thread.heard[1] as unknown as { call: number; scheduledMs: number };
      expect(call).toBe(index);
      const record = { type: 'call', call, outcome: 'completed', failure: null, scheduledMs, endedMs: 9 };
      thread.emit('message', { type: 'over', call, gotThrough: true });
      thread.emit('message', { type: 'records', lines: `${JSON.stringify(record)}\n` });
    }
    expect(first?.heard.at(-1)?.type).toBe('finish');
    await vi.advanceTimersByTimeAsync(1999);
    expect(second?.terminated).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    const footer = await over;
    expect(footer).toMatchObject({ reason: 'worker_lost', calls: { completed: 2 } });
    expect(footer.detail).toContain('did not end within 2000 ms');
    expect(callsOf(records)).toHaveLength(2);
  });
});
