import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/record.ts';
import { summarize } from '../../src/report/summarize.ts';
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

const advised = (records: readonly LogRecord[]): string[] =>
  qualityOf(records).recommendations.map(({ metric }) => metric);

describe('health', () => {
  it('is whole when all is well', () => {
    expect(qualityOf(goodRun(5, () => 400))).toEqual({
      healthScore: 100,
      status: 'healthy',
      goodAudioRatio: 1,
      alerts: [],
      recommendations: [],
    });
  });

  it('looks at the p95, not at the mean', () => {
    const quality = qualityOf(goodRun(10, (index) => (index === 0 ? 1200 : 200)));
    expect(quality).toMatchObject({ healthScore: 90, status: 'degraded' });
    expect(quality.alerts).toEqual([
      { category: 'latency', observed: 1200, limit: 800, text: 'response_latency p95 is 1.2 s, over 800 ms' },
    ]);
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

  it('takes unanswered turns for errors too', () => {
    const { alerts } = qualityOf(
      run({ outcome: 'unanswered' }, { marks: { speechEnd: 1, firstHeard: 201 } }),
    );
    expect(alerts.map(({ text }) => text)).toEqual(['50% of turns got no answer, over 20%']);
  });

  it('loses all its points with everything at once', () => {
    const bad: TurnFields = { marks: { speechEnd: 0, firstHeard: 2000 }, underruns: { count: 1, ms: 40 } };
    const silent: TurnFields = { outcome: 'unanswered', answerAudioMs: 0 };
    const quality = qualityOf(run(bad, bad, silent, silent));
    expect(quality).toMatchObject({ healthScore: 30, status: 'unhealthy', goodAudioRatio: 0 });
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

describe('recommendations', () => {
  const slow = {
    speechEnd: 0,
    speechStoppedEvent: 902,
    answerCreated: 910,
    firstContent: 1000,
    firstAudio: 1000,
    firstHeard: 1050,
  };

  it('name the part of the latency that is slow', () => {
    expect(advised(run({ rttMs: 4, marks: slow }))).toEqual(['vad_delay']);
    const model = { ...slow, speechStoppedEvent: 202, answerCreated: 210 };
    expect(advised(run({ rttMs: 4, marks: model }))).toEqual(['llm_delay']);
    const before = { ...slow, speechStoppedEvent: 202 };
    expect(advised(run({ rttMs: 4, marks: before }))).toEqual(['unattributed']);
  });

  it('say nothing of parts while the whole is fast enough', () => {
    const fast = {
      ...slow,
      speechStoppedEvent: 402,
      answerCreated: 402,
      firstContent: 420,
      firstAudio: 420,
      firstHeard: 430,
    };
    expect(advised(run({ rttMs: 4, marks: fast }))).toEqual([]);
  });

  it('follow from barge-ins, backchannels and talking over', () => {
    const fine = { speechEnd: 0, firstHeard: 200, lastHeard: 9000 };
    expect(advised(run({ marks: fine, bargeIn: { atMs: 1000, stoppedMs: null } }))).toEqual(['yield_rate']);
    expect(advised(run({ marks: fine, backchannels: [{ atMs: 1000, stoppedMs: 1100 }] }))).toEqual([
      'false_yield_rate',
    ]);
    expect(advised(run({ marks: { speechEnd: 500, firstHeard: 200 } }))).toEqual(['agent_interruption_rate']);
    expect(advised(run({ marks: fine, answerAudioMs: 20_000, heardMs: 20_000 }))).toEqual([
      'tokens.audio_out',
    ]);
  });

  it('follow from the cache and from what was not heard', () => {
    const used = usage({ audioIn: 10_000, audioOut: 100 });
    const records = run({ marks: { speechEnd: 0, firstHeard: 200 } }).map((record) =>
      record.type === 'call' ? { ...record, usage: used, audioReceivedMs: 120_000, heardMs: 20_000 } : record,
    );
    expect(advised(records)).toEqual(['cache_hit_rate', 'wasted_audio']);
  });
});
