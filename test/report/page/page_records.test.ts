import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { unpacked, unpackedSteps } from '../../../src/report/page/packed_column.ts';
import { recordedOf } from '../../../src/report/page/page_records.ts';
import { summarize } from '../../../src/report/summarize.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  goodRun,
  header,
  lostBefore,
  turn,
} from '../log_builder.ts';

function recorded(records: readonly LogRecord[]) {
  const log = gathered(records);
  return recordedOf(log, summarize(log));
}

const small = recorded([
  header({ load: { mode: 'open', plannedCalls: 3, maxConcurrency: 9 } }),
  answered(0, 0, 400),
  turn({
    call: 0,
    turn: 1,
    outcome: 'unanswered',
    failure: 'no_answer',
    marks: { speechStart: 5000, speechEnd: 6000 },
  }),
  call({ call: 0, outcome: 'failed', failure: 'no_answer', turns: 2, endedMs: 9001 }),
  { type: 'strike', call: 1, atMs: 1500, fault: 'disconnect', connection: 0 },
  answered(1, 0, 900),
  call({ call: 1, caller: '\u202eother', dialedMs: 1000, endedMs: 4000 }),
  lostBefore({ call: 2, caller: null, outcome: 'blocked', dialedMs: null, endedMs: null, scheduledMs: 2500 }),
  generator(),
  footer({ calls: { planned: 3, completed: 1, failed: 1, blocked: 1, notStarted: 0 } }),
]);

describe('what a page holds of a small run', () => {
  it('is every call, with what became of it', () => {
    expect(unpackedSteps(small.calls.call)).toEqual([0, 1, 2]);
    expect(unpacked(small.calls.caller)).toEqual([0, 1, null]);
    expect(small.callers).toEqual(['buyer', '\\u202eother']);
    expect(unpacked(small.calls.outcome)).toEqual([1, 0, 2]);
    expect(unpackedSteps(small.calls.atMs)).toEqual([1, 1000, 2500]);
    expect(unpacked(small.calls.durationMs)).toEqual([9000, 3000, 0]);
    expect(unpacked(small.calls.code).map((code) => (code === null ? null : small.codes[code]))).toEqual([
      'no_answer',
      null,
      null,
    ]);
    expect(small.held).toEqual({ turns: 3, ofTurns: 3, calls: 3, ofCalls: 3 });
  });

  it('is every turn of theirs, and those without an answer as such', () => {
    expect(unpackedSteps(small.turns.place)).toEqual([0, 0, 1]);
    expect(unpackedSteps(small.turns.atMs)).toEqual([2000, 6000, 2000]);
    expect(unpacked(small.turns.latencyMs)).toEqual([400, null, 900]);
    expect(unpacked(small.turns.lost)).toEqual([0, 1, 0]);
    expect(small.latencies).toEqual({ ms: [400, 900], counts: [1, 1] });
  });

  it('is what went on in each stretch of it', () => {
    const { series } = small;
    expect(series.bucketMs).toBe(500);
    const two = 2000 / series.bucketMs;
    const six = 6000 / series.bucketMs;
    expect(series.turns[two]).toBe(2);
    expect(series.p50[two]).toBe(400);
    expect(series.p95[two]).toBe(900);
    expect(series.turns[six]).toBe(1);
    expect(series.lost[six]).toBe(1);
    expect(series.p50[six]).toBeNull();
    expect(series.concurrency[two]).toBe(2);
    expect(series.concurrency[six]).toBe(1);
    expect(series.failures.map(({ name, counts }) => [name, counts.indexOf(1)])).toEqual([['no_answer', 18]]);
    expect(series.strikes.map(({ name, counts }) => [name, counts.indexOf(1)])).toEqual([['disconnect', 3]]);
  });
});

it('of 20,000 turns of 20,000 calls it is bounded, while the series and the latencies are of all', () => {
  const large = recorded(goodRun(20_000, (index) => 300 + (index % 700)));
  expect(large.held.ofTurns).toBe(20_000);
  expect(large.held.turns).toBeLessThan(11_000);
  expect(large.held.turns).toBeGreaterThan(9000);
  expect(large.latencies.counts.reduce((sum, n) => sum + n, 0)).toBe(20_000);
  expect(large.series.turns.reduce((sum, n) => sum + n, 0)).toBe(20_000);
  expect(JSON.stringify(large).length).toBeLessThan(400_000);
});

it('has the calls of a run that was killed up until its log breaks off', () => {
  const killed = recorded([
    header(),
    answered(0, 0, 400),
    answered(1, 0, 900),
    call({ call: 1, endedMs: 9000 }),
  ]);
  expect(killed.durationMs).toBe(9000);
  expect(unpacked(killed.calls.durationMs)[0]).toBeGreaterThan(8000);
  expect(killed.series.concurrency.filter((most) => most === 0)).toEqual([]);
});
