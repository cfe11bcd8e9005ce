import { expect, it } from 'vitest';
import type { FooterRecord, HeaderRecord, LogRecord } from '../../../src/core/log/record.ts';
import { unmadeCall } from '../../../src/core/load/unmade_call.ts';
import { logLine } from '../../../src/engine/k6/log_line.ts';
import { headerOf } from '../../../src/engine/node/header.ts';
import { JoinedLog } from '../../../src/run/k6/joined_log.ts';
import type { EventRecord } from '../../../src/run/sink.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const plan = {
  ...smallPlan([{ op: 'hangup' }]),
  load: { mode: 'open', startsMs: [0, 100, 200, 300, 400], maxConcurrency: 5 },
} as const;
const header: HeaderRecord = headerOf({
  plan,
  run: 'k6',
  url: 'ws://127.0.0.1:1',
  engine: 'k6',
  workers: 1,
  startedAtMs: 1000,
  monotonicAtMs: 0,
  command: '',
});
const footer = (planned: number): FooterRecord => ({
  type: 'footer',
  endedMs: 5000,
  reason: 'done',
  detail: null,
  calls: { planned, completed: planned, failed: 0, blocked: 0, notStarted: 0 },
});
const started = (call: number): LogRecord => ({ type: 'started', call, atMs: call * 100, caller: 'a' });
const made = (call: number): LogRecord => ({
  ...unmadeCall(plan, { call, scheduledMs: call * 100, blocked: false }, 'failed', null, '', 900),
  outcome: 'completed',
});

function joined(lines: readonly string[]) {
  const records: EventRecord[] = [];
  let begun = 0;
  const log = new JoinedLog({
    plan,
    vus: 2,
    onBegin: () => begun++,
    onRecord: (record) => records.push(record),
  });
  const own = lines.filter((line) => !log.take(line));
  const ends = () =>
    records.flatMap((record) =>
      record.type === 'call' ? [[record.call, record.outcome, record.failure]] : [],
    );
  return { log, records, own, ends, begun: () => begun };
}

it('makes one log of the lines of all VUs, however they are mixed', () => {
  const { log, own, ends, begun } = joined([
    logLine(2, header),
    'k6 says something',
    logLine(1, header),
    ...[0, 2, 4].map((call) => logLine(1, started(call))),
    ...[1, 3].map((call) => logLine(2, started(call))),
    ...[1, 3].map((call) => logLine(2, made(call))),
    logLine(2, footer(2)),
    ...[0, 2, 4].map((call) => logLine(1, made(call))),
    logLine(1, footer(3)),
  ]);
  expect(own).toEqual(['k6 says something']);
  expect(begun()).toBe(1);
  expect(log.whole).toBe(true);
  expect(log.end(9000, null)).toMatchObject({
    reason: 'done',
    endedMs: 5000,
    calls: { planned: 5, completed: 5, failed: 0, notStarted: 0 },
  });
  expect(ends()).toHaveLength(5);
});

it('has every planned call once where k6 ends in the middle', () => {
  const whole = logLine(1, made(2));
  const { log, ends, own } = joined([
    logLine(1, header),
    logLine(1, started(0)),
    logLine(1, made(0)),
    logLine(1, started(2)),
    whole.slice(0, whole.length / 2),
  ]);
  expect(own).toHaveLength(1);
  const end = log.end(2500, { reason: 'worker_lost', failure: 'worker_lost', detail: 'k6 ended' });
  expect(end).toMatchObject({
    reason: 'worker_lost',
    endedMs: 2500,
    calls: { planned: 5, completed: 1, failed: 1, blocked: 0, notStarted: 3 },
  });
  expect(ends()).toEqual([
    [0, 'completed', null],
    [2, 'failed', 'worker_lost'],
    [4, 'not_started', null],
    [1, 'not_started', null],
    [3, 'not_started', null],
  ]);
});
