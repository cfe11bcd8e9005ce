import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { account } from '../../../src/report/account.ts';
import { measuredTurn } from '../../../src/report/metric/family.ts';
import { RunWatch } from '../../../src/report/quality/watched.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { markdownReport } from '../../../src/report/view/markdown.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import {
  call,
  footer,
  gathered,
  generator,
  goodRun,
  header,
  judgement,
  lostBefore,
  turn,
  usage,
  type TurnFields,
} from '../log_builder.ts';

interface Made {
  readonly call: number;
  readonly turns: readonly TurnFields[];
  readonly failure?: 'agent_hung_up' | 'interrupted';
}

/** Calls of turns, each said at `turn.marks.speechEnd`. */
function logOf(made: readonly Made[], fields: Partial<typeof judgement.monitor> = {}): LogRecord[] {
  return [
    header({
      load: { mode: 'open', plannedCalls: made.length, maxConcurrency: 100 },
      judgement: { ...judgement, monitor: { ...judgement.monitor, ...fields } },
    }),
    ...made.flatMap(({ call: index, turns, failure }) => [
      ...turns.map((one, at) => turn({ call: index, turn: at, answerAudioMs: 1000, heardMs: 1000, ...one })),
      call({
        call: index,
        endedMs: 1e6 + index,
        ...(failure === undefined ? {} : { outcome: 'failed' as const, failure }),
      }),
    ]),
    generator(),
    footer({ calls: { planned: made.length, completed: 0, failed: 0, blocked: 0, notStarted: 0 } }),
  ];
}

const said = (atMs: number, latencyMs: number | null, more: TurnFields = {}): TurnFields => ({
  ...(latencyMs === null ? { outcome: 'unanswered' as const, answerAudioMs: 0 } : {}),
  marks: {
    speechStart: atMs - 500,
    speechEnd: atMs,
    ...(latencyMs === null ? {} : { firstHeard: atMs + latencyMs, lastHeard: atMs + latencyMs + 900 }),
  },
  ...more,
});
const quality = (records: readonly LogRecord[]) => summarize(gathered(records)).quality;

describe('alerts with their instants', () => {
  it('name a turn that was too slow or too dear, its call, and how far it went', () => {
    const dear = usage({ audioOut: 2000 });
    const { moments } = quality(
      logOf([{ call: 3, turns: [said(1000, 300), said(5000, 801), said(9000, 1600, { usage: dear })] }]),
    );
    expect(moments.raised).toEqual([
      { category: 'latency', over: 'turn', count: 2, kept: 2 },
      { category: 'cost', over: 'turn', count: 1, kept: 1 },
    ]);
    expect(moments.alerts).toMatchObject([
      { category: 'latency', level: 'warning', over: 'turn', call: 3, turn: 1, fromMs: 5801, untilMs: 5801 },
      { category: 'latency', level: 'critical', call: 3, turn: 2, observed: 1600, limit: 800, turns: 1 },
      {
        category: 'cost',
        level: 'warning',
        call: 3,
        turn: 2,
        text: 'turn 2 of call 3 cost $0.128, over $0.100',
      },
    ]);
  });

  it('keep the worst five of a kind and count the rest', () => {
    const turns = Array.from({ length: 40 }, (_, at) => said(at * 5000, 801 + ((at * 7) % 40)));
    const { moments } = quality(logOf([{ call: 0, turns }]));
    expect(moments.raised).toEqual([{ category: 'latency', over: 'turn', count: 40, kept: 5 }]);
    expect(moments.alerts.map(({ observed }) => observed).sort((a, b) => a - b)).toEqual([
      836, 837, 838, 839, 840,
    ]);
  });

  it('come for the last ten turns of a call, of which three go wrong', () => {
    const wrong = (many: number) =>
      quality(
        logOf([
          { call: 0, turns: Array.from({ length: 12 }, (_, at) => said(at * 1000, at < many ? null : 200)) },
        ]),
      ).moments.alerts;
    expect(wrong(2)).toEqual([]);
    // From the third wrong one until only two are among the last ten.
    expect(wrong(3)).toMatchObject([
      {
        category: 'errors',
        over: 'call',
        call: 0,
        observed: 0.3,
        limit: 0.2,
        fromMs: 2000,
        untilMs: 9200,
        turns: 10,
      },
    ]);
  });

  it('take a lost call for one turn more that went wrong, and none that the harness ended', () => {
    const bad = [said(1000, null), said(2000, null), said(3000, 200)];
    const of = (failure: Made['failure']) =>
      quality(logOf([{ call: 0, turns: bad, ...(failure === undefined ? {} : { failure }) }])).moments.alerts;
    expect(of('agent_hung_up')).toMatchObject([{ over: 'call', observed: 0.3, fromMs: 1e6 }]);
    expect(of('interrupted')).toEqual([]);
    expect(of(undefined)).toEqual([]);
  });

  /** A turn a second, of a call each. */
  const inARow = (of: number, make: (at: number) => TurnFields): Made[] =>
    Array.from({ length: of }, (_, at) => ({ call: at, turns: [make(at)] }));

  it('come for a stretch of turns of all calls, where the run as a whole looks well', () => {
    const outage = quality(logOf(inARow(400, (at) => said(at * 1000, at >= 200 && at < 215 ? null : 300))));
    expect(outage.alerts).toEqual([]);
    expect(outage.status).toBe('degraded');
    expect(outage.healthScore).toBe(100);
    // The eleventh of fifty is the first beyond 20%; it is over when ten are left.
    expect(outage.moments.alerts).toMatchObject([
      {
        category: 'errors',
        level: 'warning',
        over: 'window',
        observed: 0.3,
        fromMs: 210_000,
        untilMs: 253_300,
        turns: 93,
      },
    ]);
    const slow = quality(logOf(inARow(400, (at) => said(at * 1000, at >= 200 && at < 203 ? 1700 : 300))));
    // p95 of fifty is the third from the top.
    expect(slow.moments.alerts.filter(({ over }) => over === 'window')).toMatchObject([
      { category: 'latency', level: 'critical', observed: 1700, fromMs: 203_700, untilMs: 249_300 },
    ]);
    expect(slow.status).toBe('healthy');
  });

  it('follow the time, not the numbers of the calls', () => {
    const clustered = inARow(100, (at) => said(at * 1000, at % 7 === 0 ? null : 300));
    const scattered = quality(logOf(clustered));
    expect(scattered.moments.alerts).toEqual([]);
    // The same turns, at times that bring the wrong ones together: the same score, and a stretch.
    const together = quality(
      logOf(inARow(100, (at) => said(at % 7 === 0 ? 500_000 + at : at * 1000, at % 7 === 0 ? null : 300))),
    );
    expect(together.healthScore).toBe(scattered.healthScore);
    expect(together.moments.alerts).toMatchObject([{ category: 'errors', over: 'window', observed: 0.3 }]);
  });

  it('come for latency by the answers alone: a turn that got none is not among them', () => {
    const over = (turns: number) =>
      quality(logOf(inARow(turns, (at) => said(at * 1000, at % 2 === 0 ? null : 900)))).moments.alerts.filter(
        (one) => one.category === 'latency' && one.over === 'window',
      );
    expect(over(98)).toEqual([]);
    expect(over(120)).toMatchObject([{ observed: 900, limit: 800, fromMs: 99_900, turns: 60 }]);
  });

  it('come for gaps in answers and for callers that were spoiled, each by its name', () => {
    const gaps = inARow(60, (at) => said(at * 1000, 300, at < 20 ? { underruns: { count: 1, ms: 40 } } : {}));
    const playback = quality(logOf(gaps));
    expect(playback).toMatchObject({ goodAudioRatio: 1, goodPlaybackRatio: 2 / 3, status: 'degraded' });
    expect(playback.alerts).toMatchObject([
      { category: 'playback', over: 'run', turns: 60, fromMs: 300, untilMs: 59_300 },
    ]);
    expect(playback.moments.alerts).toMatchObject([{ category: 'playback', over: 'window', observed: 0.6 }]);
    const strikes = Array.from({ length: 20 }, (_, index): LogRecord => ({
      type: 'strike',
      call: index,
      atMs: 0,
      fault: 'noise',
      connection: 0,
      of: 'voice',
    }));
    const records = logOf(inARow(60, (at) => said(at * 1000, 300)));
    const spoiled = quality([records[0] as LogRecord, ...strikes, ...records.slice(1)]);
    // It costs 1 − (2/3) ÷ 0.8 of its 20 points, and is not the agent's.
    expect(spoiled).toMatchObject({
      goodAudioRatio: 2 / 3,
      goodPlaybackRatio: 1,
      healthScore: 97,
      status: 'healthy',
    });
    expect(spoiled.alerts).toMatchObject([{ category: 'audio', observed: 2 / 3, limit: 0.8 }]);
  });

  it('know of a step that is spoiled alone, and of a deed that spoils no voice', () => {
    const turns = [said(1000, 300, { step: 0 }), said(5000, 300, { step: 2 }), said(9000, 300, { step: 4 })];
    const of = (strike: object): number | null => {
      const records = logOf([{ call: 0, turns }]);
      const one = { type: 'strike', call: 0, atMs: 4000, fault: 'noise', connection: 0, ...strike };
      return quality([records[0] as LogRecord, one as LogRecord, ...records.slice(1)]).goodAudioRatio;
    };
    expect(of({ of: 'voice', step: 2 })).toBe(2 / 3);
    expect(of({ of: 'voice' })).toBe(1 / 3);
    expect(of({})).toBe(1);
    expect(of({ of: 'network' })).toBe(1);
  });

  it('go by windows that the scenario sets', () => {
    const turns = Array.from({ length: 12 }, (_, at) => said(at * 1000, at === 1 ? null : 200));
    expect(quality(logOf([{ call: 0, turns }])).moments.alerts).toEqual([]);
    expect(
      quality(logOf([{ call: 0, turns }], { windows: { call: 4, fleet: 50 } })).moments.alerts,
    ).toMatchObject([
      {
        over: 'call',
        observed: 0.25,
        fromMs: 1000,
        untilMs: 4200,
        text: '25% of 4 turns of call 0 went wrong, over 20%',
      },
    ]);
  });

  it('are told to people as stretches; a run that is well says nothing', () => {
    const summary = summarize(
      gathered(logOf(inARow(400, (at) => said(at * 1000, at >= 200 && at < 215 ? null : 300)))),
    );
    const text = '30% of 50 turns in a row went wrong, over 20%, from 3 min 30 s to 4 min 13 s into the run';
    expect(terminalReport(summary).replaceAll(/\s+/g, ' ')).toContain(text);
    expect(markdownReport(summary)).toContain(text);
    const well = summarize(gathered(goodRun(300, () => 300)));
    expect(well.quality).toMatchObject({
      alerts: [],
      moments: { alerts: [], raised: [] },
      recommendations: [],
    });
  });
});

describe('the health of a call', () => {
  const records = logOf([
    { call: 0, turns: [said(1000, 300), said(2000, 400)] },
    { call: 1, turns: [said(1000, 300), said(2000, 1200)] },
    { call: 2, turns: [said(1000, 300)], failure: 'agent_hung_up' },
    { call: 3, turns: [said(1000, 300), said(2000, null), said(3000, null), said(4000, 300)] },
    { call: 4, turns: [said(1000, 300, { underruns: { count: 2, ms: 30 } })] },
    { call: 5, turns: [], failure: 'interrupted' },
  ]);
  const log = gathered([
    ...records,
    lostBefore({ call: 6, outcome: 'blocked', dialedMs: null, endedMs: null }),
  ]);

  it('is by its own turns, and nothing where it was lost', () => {
    const watch = new RunWatch(log, log.header.judgement);
    const all = account(log).calls.flatMap((one) => watch.call(one, one.turns.map(measuredTurn), []) ?? []);
    expect(all.map(({ call: index, score, status }) => [index, score, status])).toEqual([
      [0, 100, 'healthy'],
      [1, 90, 'degraded'],
      [2, 0, 'unhealthy'],
      // Half of its turns: all 30 points, and a sixth of what is left.
      [3, 58, 'degraded'],
      [4, 80, 'degraded'],
      [5, null, 'no data'],
    ]);
  });

  it('is counted by status, and the worst are named', () => {
    expect(summarize(log).quality.calls).toEqual({
      counts: { healthy: 1, degraded: 3, unhealthy: 1, noData: 1 },
      worst: [
        { call: 2, score: 0, status: 'unhealthy' },
        { call: 3, score: 58, status: 'degraded' },
        { call: 4, score: 80, status: 'degraded' },
        { call: 1, score: 90, status: 'degraded' },
      ],
    });
  });
});
