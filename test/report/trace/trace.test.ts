/** The trace of runs: what a viewer needs of it, that its spans nest, and that each instant is the log's. */

import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import type { RunLog } from '../../../src/report/log.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { traceReport } from '../../../src/report/trace/trace.ts';
import type { TraceEvent } from '../../../src/report/trace/trace_event.ts';
import { answered, call, footer, gathered, header, lostBefore, started, turn } from '../log_builder.ts';
import { toolRun } from '../tool_run.ts';
import { damaged, good, stopped, unreached } from '../view_runs.ts';

interface Trace {
  readonly traceEvents: readonly TraceEvent[];
  readonly otherData: Readonly<Record<string, unknown>>;
}

async function traceOf(log: RunLog, only?: number): Promise<Trace> {
  const pieces: string[] = [];
  const asked = only === undefined ? {} : { call: only };
  for await (const piece of traceReport({ summary: summarize(log), log, files: [], ...asked }))
    pieces.push(piece);
  return JSON.parse(pieces.join('')) as Trace;
}

const endOf = ({ ts = 0, dur = 0 }: TraceEvent): number => ts + dur;

/** On one lane a span is within another or beside it: else a viewer draws it somewhere else. */
function crossing(events: readonly TraceEvent[]): readonly string[] {
  const lanes = new Map<string, TraceEvent[]>();
  for (const event of events.filter(({ ph }) => ph === 'X')) {
    const key = `${event.pid} ${event.tid}`;
    lanes.set(key, [...(lanes.get(key) ?? []), event]);
  }
  const found: string[] = [];
  for (const spans of lanes.values()) {
    for (const a of spans) {
      for (const b of spans) {
        const [from, to] = [b.ts ?? 0, endOf(b)];
        if ((a.ts ?? 0) < from && from < endOf(a) && endOf(a) < to) found.push(`${a.name} into ${b.name}`);
      }
    }
  }
  return found;
}

const records: readonly LogRecord[] = [
  header(),
  turn({
    call: 3,
    rttMs: 40,
    bargeIn: { atMs: 4000, stoppedMs: 4200 },
    marks: {
      speechStart: 1000,
      speechEnd: 2000,
      speechEndDue: 2060,
      speechStoppedEvent: 2300,
      answerCreated: 2310,
      firstContent: 2500,
      firstAudio: 2600,
      firstPlayed: 2650,
      firstHeard: 2700.25,
      lastHeard: 5000,
    },
  }),
  turn({
    call: 3,
    turn: 1,
    outcome: 'unanswered',
    failure: 'no_answer',
    marks: { speechStart: 5200, speechEnd: 6000 },
  }),
  { type: 'strike', call: 3, atMs: 1500, fault: 'stall', connection: 0 },
  call({ call: 3, dialedMs: 10, connectedMs: 20, readyMs: 50, endedMs: 9000 }),
  answered(4, 0, 300),
  call({ call: 4, dialedMs: 500, endedMs: 8000 }),
];

describe('trace.json', () => {
  it('has a process a call, with its lanes by name, and its spans and instants in µs', async () => {
    const { traceEvents, otherData } = await traceOf(gathered([...records]));
    expect(otherData).toMatchObject({ scenario: 'support-line', run: 'run-1', seed: 42 });
    const of = (name: string): readonly TraceEvent[] =>
      traceEvents.filter((event) => event.name === name && event.pid === 4);
    expect(of('process_name')[0]?.args).toEqual({ name: 'call 3 (buyer)' });
    expect(of('thread_name').map(({ args }) => args?.['name'])).toEqual([
      'connection',
      'caller',
      'agent',
      'latency',
      'faults',
      'tools',
    ]);
    expect(of('response latency')).toMatchObject([{ ph: 'X', ts: 2_000_000, dur: 700_250, tid: 4 }]);
    expect(of('llm')).toMatchObject([{ ts: 2_310_000, dur: 190_000, tid: 4 }]);
    expect(of('answer')).toMatchObject([{ ts: 2_700_250, dur: 2_299_750, tid: 3 }]);
    expect(of('stall')).toMatchObject([{ ph: 'i', ts: 1_500_000, s: 't', tid: 5 }]);
    expect(of('no_answer')).toMatchObject([{ ph: 'i', ts: 6_000_000 }]);
    expect(of('order-status')).toMatchObject([{ ts: 1_000_000, dur: 1_000_000, tid: 2 }, { ts: 5_200_000 }]);
    expect(of('call 3: completed')).toMatchObject([{ ts: 10_000, dur: 8_990_000, tid: 1 }]);
  });

  it('counts the calls at once', async () => {
    const { traceEvents } = await traceOf(gathered([...records]));
    const counted = traceEvents
      .filter(({ ph }) => ph === 'C')
      .map(({ ts, args }) => [ts, args?.['calls at once']]);
    expect(counted).toEqual([
      [10_000, 1],
      [500_000, 2],
      [8_000_000, 1],
      [9_000_000, 0],
    ]);
  });

  it('counts of calls at once an end before a beginning at the same instant, and none that was never dialled', async () => {
    const { traceEvents } = await traceOf(
      gathered([
        header(),
        call({ call: 0, dialedMs: 100, endedMs: 500 }),
        call({ call: 1, dialedMs: 500, endedMs: 900 }),
        lostBefore({ call: 2, outcome: 'blocked', dialedMs: null, endedMs: 300 }),
        call({ call: 3, dialedMs: 200, endedMs: null }),
      ]),
    );
    const counted = traceEvents.filter(({ ph }) => ph === 'C');
    expect(counted.map(({ ts, args }) => [ts, args?.['calls at once']])).toEqual([
      [100_000, 1],
      [500_000, 0],
      [500_000, 1],
      [900_000, 0],
    ]);
  });

  it('has the calls of another run behind those of the first, whose clock alone the count goes by', async () => {
    const { traceEvents, otherData } = await traceOf(
      gathered([
        header({ run: 'one' }),
        call({ call: 2, dialedMs: 100, endedMs: 500 }),
        footer(),
        header({ run: 'two', startedAtMs: Date.UTC(2026, 7, 2), monotonicAtMs: 9000 }),
        call({ call: 2, dialedMs: 700, endedMs: 800 }),
        footer(),
      ]),
    );
    expect(otherData['run']).toBe('one two');
    expect(traceEvents.filter(({ name }) => name === 'process_name').map(({ pid }) => pid)).toEqual([
      3, 10_000_003,
    ]);
    const labels = traceEvents.filter(({ name }) => name === 'call 2: completed');
    expect(labels.map(({ pid, ts }) => [pid, ts])).toEqual([
      [3, 100_000],
      [10_000_003, 700_000],
    ]);
    expect(traceEvents.filter(({ ph }) => ph === 'C').map(({ ts }) => ts)).toEqual([100_000, 500_000]);
  });

  it('says of what run it is, in words that nobody obeys, and counts in ms', async () => {
    const base = header();
    const log = gathered([{ ...base, scenario: { ...base.scenario, name: 'a\nb' }, seed: 7 }, call()]);
    const trace = await traceOf(log);
    expect(trace).toMatchObject({ displayTimeUnit: 'ms' });
    expect(trace.otherData).toEqual({
      scenario: String.raw`a\nb`,
      run: 'run-1',
      started: '2026-08-01T12:00:00.000Z',
      seed: 7,
    });
  });

  it('is written a few hundred events at a time, however many there are, and is whole', async () => {
    const turns = Array.from({ length: 300 }, (_, index) => answered(0, index, 300));
    const log = gathered([header(), ...turns, call({ turns: 300 })]);
    const pieces: string[] = [];
    for await (const piece of traceReport({ summary: summarize(log), log, files: [] })) pieces.push(piece);
    const counts = pieces.map((piece) => piece.split('\n').filter((line) => line.includes('"pid"')).length);
    expect(counts.slice(1, -1)).toEqual(counts.slice(1, -1).map(() => 500));
    expect(counts.length).toBeGreaterThan(3);
    expect(counts[0]).toBe(0);
    expect(counts.at(-1)).toBeLessThan(500);
    const { traceEvents } = JSON.parse(pieces.join('')) as Trace;
    expect(traceEvents).toHaveLength(counts.reduce((sum, n) => sum + n, 0));
  });

  it('names a call by its caller, though the first that is told of it is a strike', async () => {
    const strike = { type: 'strike', call: 3, atMs: 500, fault: 'stall', connection: 0 } as const;
    const named = async (lines: readonly LogRecord[]): Promise<unknown> =>
      (await traceOf(gathered([header(), strike, ...lines]))).traceEvents.find(
        ({ name }) => name === 'process_name',
      )?.args?.['name'];
    expect(await named([started(3)])).toBe('call 3 (buyer)');
    expect(await named([answered(3, 0, 300)])).toBe('call 3 (buyer)');
    expect(await named([call({ call: 3, caller: 'late' })])).toBe('call 3 (late)');
    expect(await named([])).toBe('call 3');
  });

  it('is of one call where that is asked for', async () => {
    const { traceEvents } = await traceOf(gathered([...records]), 4);
    expect(new Set(traceEvents.filter(({ ph }) => ph !== 'C').map(({ pid }) => pid))).toEqual(new Set([5]));
  });

  it.each<[string, RunLog]>([
    ['good', good],
    ['stopped', stopped],
    ['damaged', damaged],
    ['unreached', unreached],
    ['tools', gathered(toolRun)],
    ['lanes', gathered([...records])],
  ])(
    'opens: of the run %s all instants are whole, no span runs backwards, and those of a lane nest',
    async (_, log) => {
      const { traceEvents } = await traceOf(log);
      expect(traceEvents.length).toBeGreaterThan(5);
      const ofNoLane = traceEvents.filter(
        ({ pid, tid }) => !Number.isSafeInteger(pid) || !Number.isSafeInteger(tid),
      );
      expect(ofNoLane).toEqual([]);
      expect(traceEvents.filter(({ ph, ts }) => ph !== 'M' && !Number.isSafeInteger(ts))).toEqual([]);
      expect(traceEvents.filter(({ ph, dur }) => ph === 'X' && !((dur ?? -1) >= 0))).toEqual([]);
      expect(crossing(traceEvents)).toEqual([]);
    },
  );
});
