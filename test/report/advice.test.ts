import { describe, expect, it } from 'vitest';
import type { MetricName, RateName, ValueName } from '../../src/core/log/metric.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { recommend } from '../../src/report/advice.ts';
import { rules } from '../../src/report/advice_rules.ts';
import type { Monitored } from '../../src/report/monitored.ts';
import { distribution, rate } from '../../src/report/describe.ts';
import type { CostPart, CostSummary } from '../../src/report/cost_summary.ts';
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
import { toolCall } from './tool_run.ts';

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

  it('have the evidence, the setting, and how much of the whole it is', () => {
    const turns = Array.from({ length: 20 }, () => ({ rttMs: 4, marks: slow }));
    expect(advice(run(...turns))).toEqual([
      {
        metric: 'vad_delay',
        because: 'vad_delay p50 is 900 ms',
        text: 'Lower silence_duration_ms of the voice activity detection, or let semantic VAD end turns sooner.',
        n: 20,
        interval: [900, 900],
        setting: 'target.session.turn_detection.silence_duration_ms',
        effect: { share: 900 / 1050, text: 'about 86% of the response latency' },
      },
    ]);
  });

  it('come in the order of what they explain, and last where nobody can tell', () => {
    const both = { ...slow, speechStoppedEvent: 402, answerCreated: 402, firstHeard: 1050 };
    const turns = [
      { rttMs: 4, marks: both },
      { rttMs: 4, marks: both },
      {
        outcome: 'unanswered' as const,
        answerAudioMs: 0,
        tools: [toolCall('nobody', 100, null, null, 'unknown')],
      },
    ];
    const found = advice(run(...turns));
    // 598 of 1,050 ms, 400 of them, one of three turns, and a tool that nobody knows.
    expect(found.map(({ metric }) => metric)).toEqual([
      'llm_delay',
      'vad_delay',
      'response_rate',
      'unknown_tool_calls',
    ]);
    expect(found.map(({ effect: { share } }) => (share === null ? null : Math.round(share * 100)))).toEqual([
      57,
      38,
      33,
      null,
    ]);
    expect(found.map(({ effect: { text } }) => text)).toEqual([
      'about 57% of the response latency',
      'about 38% of the response latency',
      null,
      null,
    ]);
  });

  it('say nothing of latency to a run that is as fast as its scenario asks', () => {
    const asking = (value: number) => {
      const p95 = {
        metric: 'response_latency',
        stat: 'p95',
        op: '<',
        value,
        text: `p95 < ${value}ms`,
      } as const;
      const [, ...records] = run({ rttMs: 4, marks: slow });
      return advised([header({ judgement: { ...judgement, thresholds: [p95] } }), ...records]);
    };
    expect(asking(1100)).toEqual([]);
    expect(asking(1000)).toEqual(['vad_delay']);
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
    const records = run({ marks: { speechStart: -1000, speechEnd: 0, firstHeard: 200 } }).map((record) =>
      record.type === 'call' ? { ...record, usage: used, audioReceivedMs: 120_000, heardMs: 20_000 } : record,
    );
    expect(advised(records)).toEqual(['cache_hit_rate', 'tokens.audio_in', 'wasted_audio']);
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

  describe('on what is said', () => {
    const because = (turns: readonly TurnFields[], used = usage({ textIn: 1e6 })) =>
      advice(
        run(...turns).map((record) => (record.type === 'call' ? { ...record, usage: used } : record)),
      ).map((one) => one.because);
    const said = (seconds: number) => ({
      speechStart: 0,
      speechEnd: seconds * 1000,
      firstHeard: seconds * 1000 + 200,
    });

    it('compare the seconds that the agent spoke with those that it heard', () => {
      expect(because([{ marks: said(2), answerAudioMs: 6000 }]).join()).not.toContain('in answer to');
      // However often the same was billed again, and over any number of answers.
      const two = [
        { marks: said(2), answerAudioMs: 6000 },
        { marks: said(1), answerAudioMs: 3001 },
      ];
      expect(because(two, usage({ textIn: 1e6, audioIn: 400 }))).toContain(
        'the agent spoke for 9 s in answer to 3 s of callers’ speech',
      );
      const greeting: TurnFields = { kind: 'greeting', answerAudioMs: 9000, marks: { firstHeard: 100 } };
      expect(because([greeting, { marks: said(2), answerAudioMs: 6000 }]).join()).not.toContain(
        'in answer to',
      );
    });

    it('name an answer of over a minute, where the others are short', () => {
      const long = (answerAudioMs: number, answers = 1): TurnFields => ({
        marks: said(30),
        answerAudioMs,
        answers,
      });
      const others = Array.from({ length: 9 }, () => ({ marks: said(30), answerAudioMs: 1000 }));
      expect(because([long(60_000), ...others]).join()).not.toContain('longest answer');
      expect(because([long(60_001), ...others])).toContain('the longest answer lasts 60 s');
      expect(because([long(90_000, 2), ...others]).join()).not.toContain('longest answer');
    });

    it('name audio that is billed again and again', () => {
      // 2 s at 10 tokens a second and 1 s at 20: 40 tokens, five times 200.
      const once = [{ marks: said(2), answerAudioMs: 1000 }];
      const cached = { textIn: 1e6, audioCached: 200 };
      expect(because(once, usage({ ...cached, audioIn: 200 })).join()).not.toContain('billed as input');
      expect(because(once, usage({ ...cached, audioIn: 201 })).join()).toContain(
        '201 tokens of audio were billed as input, for 40 that were spoken',
      );
    });
  });

  describe('on tools', () => {
    const looked = (firstHeard: number) => {
      const tool = toolCall('lookup_order', 1200, 2500, 3000);
      const records = run({ marks: { speechEnd: 1000, firstHeard }, tools: [tool] });
      return advised(records).includes('tool_response_latency');
    };

    it('speak of silence only where nothing was heard before the result', () => {
      expect(looked(2400)).toBe(false);
      expect(looked(2500)).toBe(true);
      expect(looked(3000)).toBe(true);
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
    longestAnswerMs: 0,
    spoken: { callersMs: 0, agentMs: 0 },
    toolWaits: { silent: 0, of: 0 },
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

  const given = new Set<string>();

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
      { metrics: values('tool_response_latency', 800), toolWaits: { silent: 4, of: 4 } },
      { metrics: values('tool_response_latency', 801), toolWaits: { silent: 3, of: 4 } },
      'tool_response_latency p95 is 801 ms, and in 3 of 4 turns with a tool call nothing was heard before its result',
    ],
    [
      'tool_response_latency',
      { metrics: values('tool_response_latency', 900), toolWaits: { silent: 2, of: 4 } },
      { metrics: values('tool_response_latency', 900), toolWaits: { silent: 1, of: 1 } },
      'tool_response_latency p95 is 900 ms, and in 1 of 1 turn with a tool call nothing was heard before its result',
    ],
    [
      'send_lateness',
      { generator: { ...base.generator, reasons: [] } },
      { generator: { ...base.generator, reasons: ['loop lag p99 is 1 s'] } },
      'loop lag p99 is 1 s',
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
      'reprompt_time',
      { metrics: values('reprompt_time', 12_000) },
      { metrics: values('reprompt_time', 12_001) },
      'a caller’s silence is noticed after 12 s at p95',
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
      { spoken: { callersMs: 0, agentMs: 9000 } },
      { spoken: { callersMs: 1000, agentMs: 3001 } },
      'the agent spoke for 3 s in answer to 1 s of callers’ speech',
    ],
    [
      'tokens.audio_out',
      { longestAnswerMs: 60_000 },
      { longestAnswerMs: 60_001 },
      'the longest answer lasts 60 s',
    ],
    [
      'tokens.audio_in',
      { metrics: values('tokens.audio_in', 150), spoken: { callersMs: 1000, agentMs: 1000 } },
      { metrics: values('tokens.audio_in', 100, 51), spoken: { callersMs: 1000, agentMs: 1000 } },
      '151 tokens of audio were billed as input, for 30 that were spoken',
    ],
    [
      'tokens.audio_in',
      { metrics: values('tokens.audio_in', 150) },
      { metrics: values('tokens.audio_in', 9000), spoken: { callersMs: 1000, agentMs: 0 } },
      '9,000 tokens of audio were billed as input, for 10 that were spoken',
    ],
  ])('of %s holds its tongue up to its limit', (metric, inOrder, not, because) => {
    expect(recommend({ ...fine, ...inOrder }, limits)).toEqual([]);
    const found = recommend({ ...fine, ...not }, limits);
    expect(found).toMatchObject([{ metric, because }]);
    for (const { text } of found) given.add(text);
  });

  it('is each given somewhere above: there is none that never is', () => {
    expect([...given].sort()).toEqual(rules.map(({ text }) => text).sort());
  });
});
