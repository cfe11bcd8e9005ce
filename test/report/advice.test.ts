import { describe, expect, it } from 'vitest';
import type { MetricName, RateName, ValueName } from '../../src/core/log/metric.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { recommend, type Monitored } from '../../src/report/advice.ts';
import { distribution, rate } from '../../src/report/describe.ts';
import type { CostPart, CostSummary } from '../../src/report/summary.ts';
import { summarize } from '../../src/report/summarize.ts';
import {
  call,
  footer,
  gathered,
  generator,
  header,
  judgement,
  turn,
  usage,
  type TurnFields,
} from './log_builder.ts';

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

const advice = (records: readonly LogRecord[]) => summarize(gathered(records)).quality.recommendations;
const advised = (records: readonly LogRecord[]): string[] => advice(records).map(({ metric }) => metric);

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
    expect(advised(records)).toEqual(['cache_hit_rate', 'wasted_audio', 'cost_per_call']);
  });

  it('name a detector from 200 ms on and a network from 100 ms on, and not before', () => {
    const heard = (vadMs: number, upMs: number) =>
      advised(
        run({
          rttMs: 2 * upMs,
          marks: {
            speechEnd: 0,
            speechStoppedEvent: vadMs + upMs,
            answerCreated: vadMs + upMs,
            firstContent: vadMs + upMs,
            firstAudio: vadMs + upMs,
            firstHeard: 850,
          },
        }),
      ).filter((metric) => metric === 'vad_delay' || metric === 'network_up');
    expect(heard(200, 100)).toEqual([]);
    expect(heard(201, 100)).toEqual(['vad_delay']);
    expect(heard(200, 101)).toEqual(['network_up']);
  });

  describe('on what audio costs', () => {
    const after = (used: ReturnType<typeof usage>) =>
      advice(
        run({ marks: { speechEnd: 0, firstHeard: 200 } }).map((record) =>
          record.type === 'call' ? { ...record, usage: used } : record,
        ),
      ).map(({ because }) => because);

    it('come where it is more than ten times what text costs', () => {
      // $0.032 of audio in against $0.0032 and $0.00319 of text out.
      const audio = { audioIn: 1000, audioCached: 0 };
      expect(after(usage({ ...audio, textIn: 800 }))).not.toContain('audio cost $0.0320, and text $0.0032');
      expect(after(usage({ ...audio, textIn: 790 }))).toContain('audio cost $0.0320, and text $0.0032');
    });

    it('come where more than twice as much goes out as comes in', () => {
      const text = { textIn: 1e6 };
      expect(after(usage({ ...text, audioIn: 100, audioOut: 200 })).join()).not.toContain('went out');
      expect(after(usage({ ...text, audioIn: 100, audioOut: 201 }))).toContain(
        '201 tokens of audio went out, for 100 that came in',
      );
    });

    it('come where a call lets out more than 50,000 tokens', () => {
      const text = { textIn: 1e7, audioIn: 50_000 };
      expect(after(usage({ ...text, audioOut: 50_000 })).join()).not.toContain('in one call');
      expect(after(usage({ ...text, audioOut: 50_001 }))).toContain(
        '50,001 tokens of audio went out in one call',
      );
    });
  });
});

describe('a rule', () => {
  const limits = { ...judgement.monitor, latencyMs: 800, goodAudioRatio: 0.8 };
  const base = summarize(gathered([header(), generator(), footer()]));
  const fine: Monitored = {
    metrics: {},
    cost: base.cost,
    generator: base.generator,
    cleanAudio: { clean: 0, of: 0 },
    meanAnswerMs: null,
    lastCalls: { failed: 0, of: 0 },
    silences: 0,
  };
  const values = (metric: ValueName, ...all: number[]) => ({ [metric]: distribution(metric, all, 1) });
  const share = (metric: RateName, count: number, of: number) => ({
    [metric]: rate({ count, of }, { independent: true }),
  });
  const slow = values('response_latency', 801);
  const part = (metric: ValueName, ms: number): Partial<Monitored> => ({
    metrics: { ...slow, ...values(metric, ms) },
  });
  const cost = (fields: Partial<CostSummary>): Partial<Monitored> => ({ cost: { ...base.cost, ...fields } });
  const priced = (part: CostPart['part'], usd: number | null): CostPart => ({
    part,
    amount: 1,
    of: 'tokens',
    usd,
  });

  it('says nothing where nothing was measured', () => {
    expect(recommend(fine, limits)).toEqual([]);
  });

  // What is just in order, what is just not, and what is then told.
  it.each<[MetricName, Partial<Monitored>, Partial<Monitored>, string]>([
    ['packetization', part('packetization', 40), part('packetization', 41), 'packetization p50 is 41 ms'],
    ['vad_delay', part('vad_delay', 200), part('vad_delay', 201), 'vad_delay p50 is 201 ms'],
    ['llm_delay', part('llm_delay', 300), part('llm_delay', 301), 'llm_delay p50 is 301 ms'],
    ['tts_delay', part('tts_delay', 150), part('tts_delay', 151), 'tts_delay p50 is 151 ms'],
    ['network_up', part('network_up', 100), part('network_up', 101), 'network_up p50 is 101 ms'],
    [
      'playback_delay',
      part('playback_delay', 150),
      part('playback_delay', 151),
      'playback_delay p50 is 151 ms',
    ],
    ['lead_in', part('lead_in', 100), part('lead_in', 101), 'lead_in p50 is 101 ms'],
    ['unattributed', part('unattributed', 100), part('unattributed', 101), 'unattributed p50 is 101 ms'],
    [
      'vad_delay',
      { metrics: { ...values('response_latency', 800), ...values('vad_delay', 900) } },
      { metrics: { ...slow, ...values('vad_delay', 900) } },
      'vad_delay p50 is 900 ms',
    ],
    [
      'vad_delay',
      // A part without a whole, and a whole without the part.
      { metrics: values('vad_delay', 900) },
      part('vad_delay', 900),
      'vad_delay p50 is 900 ms',
    ],
    [
      'tool_response_latency',
      { metrics: values('tool_response_latency', 800) },
      { metrics: values('tool_response_latency', 801) },
      'tool_response_latency p95 is 801 ms',
    ],
    [
      'unknown_tool_calls',
      { metrics: values('unknown_tool_calls', 0) },
      { metrics: values('unknown_tool_calls', 1, 1) },
      'tools that the scenario does not have were called 2 times',
    ],
    [
      'response_rate',
      { metrics: share('response_rate', 99, 100) },
      { metrics: share('response_rate', 989, 1000) },
      '98.9% of turns were answered',
    ],
    [
      'agent_interruption_rate',
      { metrics: share('agent_interruption_rate', 5, 100) },
      { metrics: share('agent_interruption_rate', 51, 1000) },
      '5.1% of utterances were talked over',
    ],
    [
      'yield_rate',
      { metrics: share('yield_rate', 95, 100) },
      { metrics: share('yield_rate', 949, 1000) },
      '94.9% of interruptions stopped the agent within 2 s',
    ],
    [
      'false_yield_rate',
      { metrics: share('false_yield_rate', 10, 100) },
      { metrics: share('false_yield_rate', 101, 1000) },
      '10.1% of backchannels and noises stopped the agent',
    ],
    [
      'playback_underruns',
      { cleanAudio: { clean: 8, of: 10 } },
      { cleanAudio: { clean: 79, of: 100 } },
      '79% of answers played without a gap',
    ],
    [
      'dead_air',
      { metrics: values('dead_air', 5000) },
      { metrics: values('dead_air', 5001) },
      'the longest silence of a call is 5 s at p95',
    ],
    [
      'dead_air',
      { metrics: values('dead_air', 9000), silences: 1 },
      { metrics: values('dead_air', 9000), silences: 0 },
      'the longest silence of a call is 9 s at p95',
    ],
    [
      'rate_limited',
      { metrics: values('rate_limited', 0) },
      { metrics: values('rate_limited', 1, 0) },
      'the rate limit was hit 1 time',
    ],
    [
      'cache_hit_rate',
      cost({ cacheHitRate: 0.5, totalUsd: 1, parts: [priced('text in', 1)] }),
      cost({ cacheHitRate: 0.49, totalUsd: 1, parts: [priced('text in', 0.31), priced('text out', 0.69)] }),
      '49% of input tokens came from the cache, and input is 31% of the cost',
    ],
    [
      'cache_hit_rate',
      cost({ cacheHitRate: 0.49, totalUsd: 1, parts: [priced('audio in', 0.3), priced('text out', 0.7)] }),
      cost({
        cacheHitRate: 0,
        totalUsd: 1,
        // What is cached is input as well; an output is not, and what has no price counts as nothing.
        parts: [
          priced('text cached', 0.2),
          priced('audio cached', 0.2),
          priced('audio in', null),
          priced('text out', 0.6),
        ],
      }),
      '0% of input tokens came from the cache, and input is 40% of the cost',
    ],
    [
      'cache_hit_rate',
      cost({ cacheHitRate: 0.1, totalUsd: 0, parts: [priced('text in', 0), priced('text out', 0)] }),
      cost({ cacheHitRate: 0.1, totalUsd: 0.1, parts: [priced('text in', 0.1)] }),
      '10% of input tokens came from the cache, and input is 100% of the cost',
    ],
    [
      'tokens.audio_out',
      { meanAnswerMs: 10_000 },
      { meanAnswerMs: 10_100 },
      'an answer lasts 10.1 s on average',
    ],
    [
      'wasted_audio',
      cost({ totalUsd: 1, wasted: { audioS: 9, usd: 0.1 } }),
      cost({ totalUsd: 1, wasted: { audioS: 9, usd: 0.11 } }),
      '9 s of audio ($0.110) were paid for and never heard',
    ],
    [
      'tokens.audio_out',
      { metrics: { ...values('tokens.audio_in', 0), ...values('tokens.audio_out', 400) } },
      { metrics: { ...values('tokens.audio_in', 100, 99), ...values('tokens.audio_out', 200, 199) } },
      '399 tokens of audio went out, for 199 that came in',
    ],
    [
      'tokens.audio_out',
      { metrics: values('tokens.audio_out', 50_000, 50_000) },
      { metrics: values('tokens.audio_out', 3, 50_001) },
      '50,001 tokens of audio went out in one call',
    ],
    [
      'cost_per_call',
      cost({ parts: [priced('audio out', 10), priced('text in', 1)] }),
      cost({
        parts: [
          priced('audio in', 4),
          priced('audio cached', 3),
          priced('audio out', 4),
          priced('text in', 0.3),
          priced('text cached', 0.3),
          priced('text out', 0.3),
          priced('transcription', 99),
        ],
      }),
      'audio cost $11.00, and text $0.900',
    ],
  ])('of %s holds its tongue up to its limit', (metric, inOrder, not, because) => {
    expect(recommend({ ...fine, ...inOrder }, limits)).toEqual([]);
    expect(recommend({ ...fine, ...not }, limits)).toMatchObject([{ metric, because }]);
  });
});
