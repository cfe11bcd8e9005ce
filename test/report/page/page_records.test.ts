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

describe('what a page holds of each turn', () => {
  const { turns, ...told } = recorded([
    header(),
    turn({
      call: 0,
      fallbacks: [{ label: 'reprompt', fallback: true, reasons: [], by: 'phrase', what: '' }],
      marks: {
        speechStart: 1000,
        speechEnd: 2000,
        speechEndDue: 2060,
        firstAudio: 3600,
        firstPlayed: 3900,
        firstHeard: 4100,
        lastHeard: 8100,
      },
    }),
    turn({
      call: 0,
      turn: 1,
      outcome: 'unanswered',
      failure: 'no_answer',
      marks: { speechStart: 9000, speechEnd: 10_000, speechEndDue: 10_060 },
    }),
    // Nothing was asked: nothing is due.
    turn({ call: 0, turn: 2, expectsAnswer: false, outcome: 'not_expected', marks: { speechEnd: 12_000 } }),
    call({ call: 0, turns: 3, endedMs: 13_000 }),
    generator(),
    footer(),
  ]);

  it('are the parts of its latency, where it has one', () => {
    expect(unpacked(turns.latencyMs)).toEqual([2100, null, null]);
    const { packetization, playbackDelay, leadIn, vadDelay } = turns.parts;
    expect([packetization, playbackDelay, leadIn, vadDelay].map(unpacked)).toEqual([
      [60, null, null],
      [300, null, null],
      [200, null, null],
      [null, null, null],
    ]);
  });

  it('is what it was answered by in place of an answer, and what failed', () => {
    expect([told.fallbacks, told.codes]).toEqual([['reprompt'], ['no_answer']]);
    expect(unpacked(turns.fallback)).toEqual([0, null, null]);
    expect(unpacked(turns.code)).toEqual([null, 0, null]);
    expect(unpacked(turns.lost)).toEqual([0, 1, 0]);
    expect(told.series.fallbacks.map(({ name, counts }) => [name, counts.indexOf(1)])).toEqual([
      ['reprompt', 2000 / told.series.bucketMs],
    ]);
  });

  it('is due in its stretch only where something was asked', () => {
    const { bucketMs } = told.series;
    const due = told.series.turns.flatMap((n, bucket) => (n === 0 ? [] : [[bucket * bucketMs, n]]));
    expect(due).toEqual([
      [2000, 1],
      [10_000, 1],
    ]);
  });
});

describe('a call of a second machine', () => {
  const second = header({ startedAtMs: header().startedAtMs + 2000 });
  const { calls, series, turns } = recorded([
    header(),
    call({ call: 7, turns: 0, endedMs: 9000 }),
    footer(),
    second,
    { type: 'strike', call: 0, atMs: 1000, fault: 'noise', connection: 0 },
    answered(0, 0, 400),
    call({ call: 0, dialedMs: 500, endedMs: 3900, outcome: 'failed', failure: 'connection_lost' }),
    footer(),
  ]);

  it('lies, with all that befell it, where that machine’s clock has it', () => {
    expect(unpackedSteps(calls.call)).toEqual([0, 7]);
    expect(unpackedSteps(calls.atMs)).toEqual([2500, 1]);
    expect(unpacked(calls.durationMs)).toEqual([3400, 8999]);
    expect(unpackedSteps(turns.atMs)).toEqual([4000]);
    const at = (counts: readonly number[] | undefined): number =>
      (counts?.indexOf(1) ?? -1) * series.bucketMs;
    expect(at(series.strikes[0]?.counts)).toBe(3000);
    expect(at(series.failures[0]?.counts)).toBe(5000);
    expect(series.bucketMs).toBe(1000);
    expect(series.concurrency).toEqual([1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0]);
  });
});

it('counts a call that failed for nobody knows what among those of the engine', () => {
  const { series } = recorded([
    header(),
    call({ outcome: 'failed', failure: null, turns: 0, endedMs: 1000 }),
    footer(),
  ]);
  expect(series.failures.map(({ name }) => name)).toEqual(['engine_error']);
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
