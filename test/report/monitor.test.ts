import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../../src/core/log/failure.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { distribution, rate } from '../../src/report/describe.ts';
import { LiveTally } from '../../src/report/live.ts';
import { monitor } from '../../src/report/monitor.ts';
import type { Monitored } from '../../src/report/monitored.ts';
import type { Watched } from '../../src/report/quality/watched.ts';
import { summarize } from '../../src/report/summarize.ts';
import { terminalReport } from '../../src/report/view/terminal.ts';
import {
  answered,
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
} from './log_builder.ts';

const qualityOf = (records: readonly LogRecord[]) => summarize(gathered(records)).quality;

/** One call with these turns. */
function run(...turns: TurnFields[]): LogRecord[] {
  return [
    header(),
    ...turns.map((fields, index) => turn({ turn: index, answerAudioMs: 1000, heardMs: 1000, ...fields })),
    call(),
    generator(),
    footer(),
  ];
}

describe('health', () => {
  it('is whole when all is well', () => {
    expect(qualityOf(goodRun(5, () => 400))).toEqual({
      healthScore: 100,
      status: 'healthy',
      goodAudioRatio: 1,
      goodPlaybackRatio: 1,
      alerts: [],
      moments: { alerts: [], raised: [] },
      calls: { counts: { healthy: 5, degraded: 0, unhealthy: 0, noData: 0 }, worst: [] },
      recommendations: [],
    });
  });

  it('looks at the p95, not at the mean', () => {
    const quality = qualityOf(goodRun(10, (index) => (index === 0 ? 1200 : 200)));
    expect(quality).toMatchObject({ healthScore: 90, status: 'degraded' });
    expect(quality.alerts).toEqual([
      {
        category: 'latency',
        level: 'warning',
        over: 'run',
        fromMs: 2200,
        untilMs: 3200,
        turns: 10,
        observed: 1200,
        limit: 800,
        text: 'response_latency p95 is 1.2 s, over 800 ms',
      },
    ]);
  });

  it('does not blame the agent for turns that the harness cut off before their answer', () => {
    const cutOff = { outcome: 'failed', failure: 'budget', answers: 0, marks: { speechEnd: 1000 } } as const;
    const records = run(cutOff, { ...cutOff, failure: 'interrupted' });
    const { quality, metrics, turns, bands, callers } = summarize(gathered(records));
    expect(quality.alerts).toEqual([]);
    expect(metrics.response_rate ?? null).toBeNull();
    expect(bands.unanswered).toBe(0);
    expect(callers.map(({ unanswered }) => unanswered)).toEqual([0]);
    expect(turns).toMatchObject({ expected: 2, failed: 2 });
    const tally = new LiveTally(judgement.pricing);
    for (const record of records) tally.add(record);
    expect(tally.figures()).toMatchObject({ turns: 2, unanswered: 0 });
  });

  it('takes failed calls in share of started ones', () => {
    const failing = (failed: number): LogRecord[] => [
      header({ load: { mode: 'open', plannedCalls: 10, maxConcurrency: 9 } }),
      ...Array.from({ length: 10 - failed }, (_, index) => [
        answered(index, 0, 300),
        call({ call: index }),
      ]).flat(),
      ...Array.from({ length: failed }, (_, index) =>
        lostBefore({ call: 10 - failed + index, outcome: 'failed', failure: 'setup_timeout' }),
      ),
      generator(),
      footer({ calls: { planned: 10, completed: 10 - failed, failed, blocked: 0, notStarted: 0 } }),
    ];
    expect(qualityOf(failing(2)).healthScore).toBe(100);
    expect(qualityOf(failing(3))).toMatchObject({
      healthScore: 85,
      status: 'degraded',
      alerts: [{ category: 'errors', observed: 0.3, limit: 0.2, text: '30% of calls failed, over 20%' }],
    });
  });

  it('alerts for the last ten calls to end, where the run as a whole looks well', () => {
    const ending = (failure: FailureCode, count = 30): LogRecord[] => [
      header({ load: { mode: 'open', plannedCalls: count, maxConcurrency: 9 } }),
      ...Array.from({ length: count }, (_, index) => [
        answered(index, 0, 300),
        // The last three to end are not the last three in the log.
        call({
          call: index,
          endedMs: 20_000 - index,
          ...(index < 3 ? { outcome: 'failed' as const, failure } : {}),
        }),
      ]).flat(),
      generator(),
      footer({
        endedMs: 20_000,
        calls: { planned: count, completed: count - 3, failed: 3, blocked: 0, notStarted: 0 },
      }),
    ];
    expect(qualityOf(ending('agent_error'))).toMatchObject({
      healthScore: 100,
      status: 'degraded',
      alerts: [
        {
          category: 'errors',
          observed: 0.3,
          limit: 0.2,
          text: '3 of the last 10 calls failed, over 20%: it grew worse',
        },
      ],
    });
    // What the harness ended says nothing of the agent.
    expect(qualityOf(ending('interrupted')).alerts).toEqual([]);
  });

  it('takes unanswered turns for errors too', () => {
    const { alerts } = qualityOf(
      run({ outcome: 'unanswered' }, { marks: { speechEnd: 1, firstHeard: 201 } }),
    );
    expect(alerts.map(({ text }) => text)).toEqual(['50% of turns got no answer, over 20%']);
  });

  it('is taken to nothing by errors alone, however fast the answers were', () => {
    const failing = (failed: number, weight = 30): number | null => {
      const records = goodRun(10, () => 300, {
        judgement: {
          ...judgement,
          monitor: { ...judgement.monitor, weights: { latency: 20, errors: weight, audio: 20 } },
        },
      });
      return qualityOf(
        records.map((record) =>
          record.type === 'call' && record.call < failed
            ? { ...record, outcome: 'failed', failure: 'agent_error' }
            : record,
        ),
      ).healthScore;
    };
    // 20% is the limit: points up to twice that, then what is left as well.
    expect([0, 2, 3, 4, 5, 7, 9, 10].map((failed) => failing(failed))).toEqual([
      100, 100, 85, 70, 58, 35, 12, 0,
    ]);
    // Who gives errors no weight has none in it.
    expect(failing(10, 0)).toBe(100);
    const silent: TurnFields = { outcome: 'unanswered' };
    expect(qualityOf(run(silent, silent)).healthScore).toBe(0);
  });

  it('says why it is not the verdict, where the two sound otherwise', () => {
    const p95 = { metric: 'response_latency', stat: 'p95', op: '<', value: 2000, text: 'p95 < 2s' } as const;
    const run = (ms: number, value: number) => {
      const thresholds = [{ ...p95, value }];
      return terminalReport(
        summarize(gathered(goodRun(300, () => ms, { judgement: { ...judgement, thresholds } }))),
      );
    };
    const why = ' (by its alert levels; the pass is by your thresholds)';
    expect(run(1000, 2000).replaceAll(/\s+/g, ' ')).toContain(`95/100 degraded${why}`);
    expect(run(1000, 900)).not.toContain(why);
    expect(run(400, 2000)).not.toContain(why);
  });

  it('loses all its points with everything at once', () => {
    const bad: TurnFields = { marks: { speechEnd: 0, firstHeard: 2000 }, underruns: { count: 1, ms: 40 } };
    const silent: TurnFields = { outcome: 'unanswered', answerAudioMs: 0 };
    const quality = qualityOf(run(bad, bad, silent, silent));
    expect(quality).toMatchObject({ healthScore: 25, status: 'unhealthy', goodPlaybackRatio: 0 });
  });

  it('alerts for what a turn costs, which is no matter of health', () => {
    const dear = usage({ audioOut: 2000 });
    const records = run({ usage: dear, marks: { speechEnd: 0, firstHeard: 200 } }).map((record) =>
      record.type === 'call' ? { ...record, usage: dear } : record,
    );
    const quality = qualityOf(records);
    expect(quality.healthScore).toBe(100);
    expect(quality.alerts).toMatchObject([{ category: 'cost', observed: 0.128, limit: 0.1 }]);
  });
});

describe('an alert', () => {
  const { monitor: limits } = judgement;
  const { cost, generator: machine, quality } = summarize(gathered([header(), generator(), footer()]));
  const nothing: Monitored = {
    metrics: {},
    cost,
    generator: machine,
    cleanAudio: { clean: 0, of: 0 },
    meanAnswerMs: null,
    longestAnswerMs: 0,
    spoken: { callersMs: 0, agentMs: 0 },
    toolWaits: { silent: 0, of: 0 },
    lastCalls: { failed: 0, of: 0 },
    silences: 0,
  };
  const watched = (callersAudio: Watched['callersAudio']): Partial<Monitored> => ({
    watched: {
      moments: { alerts: [], raised: [] },
      calls: quality.calls,
      callersAudio,
      fromMs: 100,
      untilMs: 900,
      turns: 4,
    },
  });
  const latency = (ms: number) => ({
    metrics: { response_latency: distribution('response_latency', [ms], 1) },
  });
  const of = (count: number, of: number) => rate({ count, of }, { independent: true });
  const failed = (count: number, answered: number): Partial<Monitored> => ({
    metrics: { error_rate: of(count, 100), response_rate: of(answered, 100) },
  });
  const perTurn = (perTurnUsd: number | null) => ({ cost: { ...cost, perTurnUsd } });

  // What is just in order, what is just not, and what is then told.
  it.each<[string, Partial<Monitored>, Partial<Monitored>, string]>([
    ['latency', latency(800), latency(801), 'response_latency p95 is 801 ms, over 800 ms'],
    ['errors', failed(20, 100), failed(21, 80), '21% of calls failed, over 20%'],
    ['errors', failed(20, 80), failed(20, 79), '21% of turns got no answer, over 20%'],
    ['errors', failed(0, 100), failed(25, 75), '25% of turns got no answer, over 20%'],
    [
      'errors',
      { lastCalls: { failed: 2, of: 10 } },
      { lastCalls: { failed: 3, of: 10 } },
      '3 of the last 10 calls failed, over 20%: it grew worse',
    ],
    // Of fewer than ten nobody can say that it grew worse.
    [
      'errors',
      { lastCalls: { failed: 9, of: 9 } },
      { lastCalls: { failed: 10, of: 10 } },
      '10 of the last 10 calls failed, over 20%: it grew worse',
    ],
    [
      'audio',
      watched({ good: 80, of: 100 }),
      watched({ good: 79, of: 100 }),
      'callers sounded good in 79% of what they said, under 80%: the scenario spoils the rest',
    ],
    [
      'audio',
      watched({ good: 0, of: 0 }),
      watched({ good: 0, of: 1 }),
      'callers sounded good in 0% of what they said, under 80%: the scenario spoils the rest',
    ],
    ['cost', perTurn(0.1), perTurn(0.11), 'a turn costs $0.110, over $0.100'],
    ['cost', perTurn(null), perTurn(1), 'a turn costs $1.00, over $0.100'],
  ])('for %s is told from its limit on: %j, %j', (category, fine, bad, text) => {
    const alerts = (of: Partial<Monitored>) => monitor({ ...nothing, ...of }, limits).alerts;
    expect(alerts(fine)).toEqual([]);
    expect(alerts(bad)).toMatchObject([{ category, text, over: 'run' }]);
  });

  it('for playback is told under the share that the limits ask for', () => {
    const alerts = (clean: number) =>
      monitor({ ...nothing, cleanAudio: { clean, of: 1000 } }, limits).alerts.map(({ text }) => text);
    const first = Array.from({ length: 1001 }, (_, n) => 1000 - n).find((clean) => alerts(clean).length > 0);
    expect([first, alerts(first ?? 0)]).toEqual([799, ['79.9% of answers played without a gap, under 80%']]);
  });

  it('is there for nothing that was measured, nor is a ratio', () => {
    expect(monitor(nothing, limits)).toMatchObject({
      alerts: [],
      goodAudioRatio: null,
      goodPlaybackRatio: null,
      moments: { alerts: [], raised: [] },
    });
  });

  it('says of which stretch it is, and of how many turns', () => {
    const [alert] = monitor({ ...nothing, ...watched({ good: 0, of: 1 }) }, limits).alerts;
    expect(alert).toMatchObject({ fromMs: 100, untilMs: 900, turns: 4 });
    const [unwatched] = monitor({ ...nothing, ...perTurn(1) }, limits).alerts;
    expect(unwatched).toMatchObject({ fromMs: null, untilMs: null, turns: 0 });
  });
});
