import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { WatchedRun } from '../../../src/run/live/watched_run.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  goodRun,
  header,
  started,
} from '../../report/log_builder.ts';

const told = header({
  load: { mode: 'open', plannedCalls: 3, maxConcurrency: 3 },
});

function watching(atMs: number, records: readonly LogRecord[]): WatchedRun {
  const run = new WatchedRun(() => told.startedAtMs + atMs);
  run.read(records.map((record) => JSON.stringify(record)).join('\n'));
  return run;
}

describe('a run that is watched', () => {
  it('has nothing to show before it begins', () => {
    expect(watching(0, []).watched()).toBeNull();
  });

  it('goes on: calls without an end are neither lost nor failed, nor are those missing that are to come', () => {
    const run = watching(20_000, [
      told,
      started(0),
      started(1),
      answered(0, 0, 500),
      call({ call: 0 }),
      answered(1, 0, 700),
      generator(),
    ]);
    const watched = run.watched();
    expect(watched?.live).toMatchObject({
      state: 'running',
      atMs: 20_000,
      goingOn: 1,
      ended: 1,
      planned: 3,
      turns: 2,
      folder: null,
    });
    const { summary } = watched?.reported ?? {};
    expect(summary?.calls).toMatchObject({ planned: 1, completed: 1, failed: 0, notStarted: 0 });
    expect(summary?.failures).toEqual({});
    // The turns of both.
    expect(summary?.turns.total).toBe(2);
    expect(summary?.metrics.response_latency).toMatchObject({ count: 2 });
    expect(summary?.run.durationMs).toBe(20_000);
    expect(summary?.notes).toEqual([]);
    expect(summary?.verdict.result).toBe('not_judged');
  });

  it('is not judged before a call has ended', () => {
    const { summary } = watching(100, [told, started(0)]).watched()?.reported ?? {};
    expect(summary?.verdict).toMatchObject({ result: 'not_judged', reasons: ['no call has ended yet'] });
  });

  it('comes to the figures of its report, once it is over', () => {
    const records = goodRun(3, (index) => 500 + index);
    const run = watching(60_000, records);
    const watched = run.watched();
    expect(watched?.live).toMatchObject({ state: 'ended', goingOn: 0, ended: 3, atMs: 10_010 });
    expect(watched?.reported.summary).toEqual(summarize(gathered(records)));
  });

  it('has its report’s own summary in the end, and says where it lies', () => {
    const records = goodRun(3, (index) => 500 + index);
    const run = watching(60_000, records);
    const summary = { ...summarize(gathered(records)), notes: ['one more'] };
    run.conclude({ summary, folder: '/runs/one', files: ['/runs/one/calls.ndjson'] });
    expect(run.watched()).toMatchObject({
      live: { state: 'reported', folder: '/runs/one' },
      reported: { summary: { notes: ['one more'] }, files: ['/runs/one/calls.ndjson'] },
    });
    expect(run.isOver).toBe(true);
  });

  it('says that it is being stopped, and what it could not read', () => {
    const run = watching(100, [told]);
    run.askToStop();
    run.miss(7);
    expect(run.watched()?.live).toMatchObject({ state: 'stopping', missed: 7 });
    run.read(JSON.stringify(footer({ reason: 'interrupted' })));
    expect(run.watched()?.live.state).toBe('ended');
  });

  it('takes what a worker says of itself more often than the log does', () => {
    const gauges = [1000, 2000, 3000].map((atMs) => generator({ atMs, framesSent: atMs }));
    const { summary } = watching(4000, [told, ...gauges]).watched()?.reported ?? {};
    expect(summary?.generator.frames).toBe(3000);
  });
});
