/**
 * Runs that, between them, take every block and every branch of the views: what is told of them is compared whole. Each
 * is small enough to reckon with.
 */

import { LogGatherer, type RunLog } from '../../src/report/log.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  goodRun,
  header,
  histogram,
  judgement,
  lostBefore,
  started,
  turn,
  usage,
} from './log_builder.ts';
import { toolCall } from './tool_run.ts';

const theirs = { url: 'wss://agents.example/v1/realtime', model: 'gpt-realtime-2.1', simulated: false };

function sentinel(index: number, measuredMs: number | null, trueMs: number | null): LogRecord {
  return { type: 'calibration', call: index, turn: 0, atMs: 1000, measuredMs, trueMs };
}

/** A thousand calls, all in order, all thresholds met; as well calibrated as a report can be. */
export const good: RunLog = gathered([
  ...goodRun(1000, (index) => 350 + (index % 100), {
    workers: 4,
    host: { platform: 'linux', cores: 8, memoryMb: 16_384 },
    calibration: { sentinels: 1000, asked: null },
    judgement: {
      ...judgement,
      thresholds: [
        { metric: 'response_latency', stat: 'p95', op: '<', value: 800, text: 'p95 < 800ms' },
        { metric: 'error_rate', stat: 'rate', op: '<', value: 0.01, text: '< 1%' },
      ],
    },
  }).slice(0, -1),
  ...Array.from({ length: 1000 }, (_, index) => sentinel(index, 400 + (index % 5), 402)),
  footer({ calls: { planned: 1000, completed: 1000, failed: 0, blocked: 0, notStarted: 0 } }),
]);

/**
 * Stopped by a threshold of one kind of caller, with four kinds of them. Every part of the latency is slow, one answer is
 * in no band but the last; tools, gaps, and audio that nobody heard; own prices, and tokens of transcription.
 */
export const stopped: RunLog = gathered([
  header({
    target: theirs,
    load: { mode: 'open', plannedCalls: 8, maxConcurrency: 4 },
    calibration: { sentinels: 20, asked: true },
    judgement: {
      ...judgement,
      thresholds: [
        {
          metric: 'response_latency',
          caller: 'refund',
          stat: 'p95',
          op: '<',
          value: 900,
          text: 'p95 < 900ms',
          abort: { delayMs: 0 },
        },
        {
          metric: 'response_latency',
          caller: 'nobody',
          stat: 'p95',
          op: '<',
          value: 900,
          text: 'p95 < 900ms',
        },
        { metric: 'answers', stat: 'max', op: '<', value: 2, text: 'max < 2' },
        { metric: 'greeting_latency', stat: 'max', op: '<', value: 1500, text: 'max < 1.5s' },
        { metric: 'response_rate', stat: 'count', op: '>=', value: 3, text: 'count >= 3' },
      ],
      pricing: {
        model: 'home-grown',
        transcriptionModel: 'gpt-4o-transcribe',
        prices: { textIn: 4, textCached: 0.4, textOut: 16, audioIn: 32, audioCached: 0.4, audioOut: 64 },
        callsPerMonth: 1500,
      },
      budget: { maxUsd: 50 },
    },
  }),
  started(0),
  turn({
    call: 0,
    caller: 'refund',
    answerAudioMs: 30_000,
    heardMs: 4000,
    rttMs: 300,
    underruns: { count: 2, ms: 90 },
    usage: usage({ textIn: 900, audioIn: 600, audioOut: 60_000, transcriptionTokens: 40 }),
    marks: {
      speechStart: 1000,
      speechEnd: 2000,
      speechEndDue: 2060,
      speechStoppedEvent: 2600,
      committed: 2600,
      transcribed: 2900,
      answerCreated: 2900,
      firstContent: 3300,
      firstAudio: 3600,
      firstPlayed: 3900,
      firstHeard: 4100,
      lastHeard: 8100,
    },
  }),
  turn({
    call: 0,
    turn: 1,
    caller: 'refund',
    answerAudioMs: 9000,
    heardMs: 9000,
    usage: usage({ textIn: 1 }),
    marks: { speechStart: 9000, speechEnd: 10_000, firstHeard: 11_000, lastHeard: 20_000 },
    tools: [
      toolCall('stock|\t\n`level`', 10_200, 10_400, 11_000),
      toolCall('hang', 10_300, null, null, 'never'),
    ],
  }),
  call({
    agentErrors: [
      { code: 'invalid_value', count: 3, message: 'no such item\u001b[2J' },
      { code: 'slow', count: 1, message: 'later' },
    ],
    call: 0,
    caller: 'refund',
    turns: 2,
    endedMs: 30_010,
    audioReceivedMs: 39_000,
    heardMs: 13_000,
    deadAirMs: { longest: 9000, total: 12_000 },
    usage: usage({
      textIn: 901,
      textOut: 3,
      audioIn: 600,
      audioOut: 60_000,
      transcriptionSeconds: 61,
      transcriptionTokens: 40,
    }),
    rateLimited: 2,
  }),
  turn({
    call: 1,
    kind: 'greeting',
    caller: 'order',
    outcome: 'unanswered',
    failure: 'no_answer',
    marks: {},
  }),
  call({
    call: 1,
    caller: 'order',
    outcome: 'failed',
    failure: 'no_answer',
    detail: 'nothing heard within 3 s',
  }),
  answered(2, 0, 250),
  call({ call: 2, caller: 'buyer' }),
  call({
    call: 3,
    caller: 'quiet',
    outcome: 'failed',
    failure: 'threshold',
    turns: 0,
    protocolViolations: 1,
  }),
  lostBefore({ call: 4, outcome: 'blocked', dialedMs: null, endedMs: null }),
  ...[5, 6, 7].map((index) =>
    lostBefore({ call: index, outcome: 'not_started', dialedMs: null, endedMs: null }),
  ),
  generator({ framesSent: 1_234_567, bytesSent: 2.5e9, bytesReceived: 1.25e6 }),
  ...Array.from({ length: 20 }, (_, index) => sentinel(index, 500 + index * 2, 500)),
  sentinel(20, null, 500),
  footer({
    endedMs: 30_500,
    reason: 'threshold',
    detail: 'response_latency{caller:refund} p95 < 900ms: 2.1 s',
    calls: { planned: 8, completed: 2, failed: 2, blocked: 1, notStarted: 3 },
  }),
]);

/**
 * Two runs of one plan from logs that are damaged in every way that can be read, by a generator that could not keep up and
 * whose own error is too large, of a model that has no price.
 */
export const damaged: RunLog = damagedLog();

function damagedLog(): RunLog {
  const fields = {
    workers: 1,
    host: { platform: 'darwin', cores: 1, memoryMb: 8000 },
    judgement: { ...judgement, pricing: { model: 'gpt-realtime-9' } },
    calibration: { sentinels: 2, asked: null },
    versions: { callstorm: '0.1.0' },
    scenario: { name: 'support_line', sha256: 'c'.repeat(64) },
    load: { mode: 'open', plannedCalls: 3, maxConcurrency: 2 },
  } as const;
  const first: readonly LogRecord[] = [
    header(fields),
    started(0),
    answered(0, 0, 400),
    answered(0, 0, 450),
    call({ call: 0 }),
    started(1),
    answered(2, 0, 500),
    generator({
      sendLateness: histogram([2, 50], [80, 50]),
      loopLag: histogram([70, 100]),
      startLateness: histogram([1500, 2]),
      framesSent: 900,
      framesDropped: 100,
    }),
    sentinel(0, 700, 500),
    sentinel(1, 900, null),
    { type: 'calibration_trouble', atMs: 10, detail: 'the agent of the sentinels ended early' },
  ];
  const second: readonly LogRecord[] = [
    header({ ...fields, run: 'run-2', startedAtMs: Date.UTC(2026, 7, 1, 13, 0, 0) }),
    answered(0, 0, 600),
    call({ call: 0 }),
    generator(),
    footer({ calls: { planned: 2, completed: 2, failed: 0, blocked: 0, notStarted: 0 } }),
  ];
  const gatherer = new LogGatherer();
  for (const [file, records] of [first, second, second].entries()) {
    for (const [index, record] of records.entries()) gatherer.add(record, `${file}.ndjson`, index + 1);
    if (file === 0) {
      gatherer.torn();
      gatherer.unknown();
      gatherer.unknown();
    }
    gatherer.endOfFile();
  }
  const log = gatherer.finish();
  if (log === null) throw new Error('the records have no header');
  return log;
}

/** Nothing was reached: no call, no latency, no health. */
export const unreached: RunLog = gathered([
  header({
    target: theirs,
    load: { mode: 'open', plannedCalls: 4, maxConcurrency: 4 },
    calibration: { sentinels: 0, asked: false },
    engine: 'virtual',
    judgement: {
      ...judgement,
      thresholds: [{ metric: 'response_latency', stat: 'p95', op: '<', value: 800, text: 'p95 < 800ms' }],
    },
  }),
  ...['self-signed certificate in the chain', null, 'self-signed certificate in the chain'].map(
    (detail, index) => lostBefore({ call: index, outcome: 'failed', failure: 'connect_failed', detail }),
  ),
  lostBefore({ call: 3, outcome: 'failed', failure: 'connect_timeout' }),
  footer({
    endedMs: 0,
    calls: { planned: 4, completed: 0, failed: 4, blocked: 0, notStarted: 0 },
  }),
]);

/** Billed by the minute and stopped by its budget; turns failed that failed no call, and no threshold was set. */
export const metered: RunLog = gathered([
  header({
    load: { mode: 'closed', plannedCalls: null, maxConcurrency: 1 },
    judgement: { ...judgement, pricing: { model: 'gpt-live' }, budget: { maxUsd: 0.01 } },
  }),
  turn({ turn: 0, outcome: 'unanswered', failure: 'no_answer', marks: { speechStart: 0, speechEnd: 900 } }),
  answered(0, 1, 1200),
  call({ turns: 2, endedMs: 90_010 }),
  generator(),
  footer({
    reason: 'budget',
    endedMs: 90_020,
    calls: { planned: 1, completed: 1, failed: 0, blocked: 0, notStarted: 0 },
  }),
]);

/**
 * Turn-taking enough for the panel: of ten calls each in which the agent gave way, went on over a murmur and was put off by a tic;
 * only nine in which words were for others, of which nothing is told. It had been estimated.
 */
export const panelled: RunLog = gathered([
  header({ load: { mode: 'open', plannedCalls: 10, maxConcurrency: 10 } }),
  ...Array.from({ length: 10 }, (_, index) => [
    turn({
      call: index,
      answerAudioMs: 6000,
      heardMs: 4400,
      bargeIn: { atMs: 7000, stoppedMs: 7400 + index },
      agentInterrupted: index < 3,
      backchannels: [
        { atMs: 4000, stoppedMs: null, as: 'backchannel', said: 'mm-hm', endMs: 4300 },
        { atMs: 5000, stoppedMs: 5400, as: 'tic', said: 'cough', endMs: 5200 },
        ...(index === 0
          ? []
          : [{ atMs: 6000, stoppedMs: null, as: 'non_directed', said: 'not you', endMs: 6300 } as const]),
      ],
      marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 3000 + index * 10, lastHeard: 7400 + index },
    }),
    turn({
      call: index,
      turn: 1,
      kind: 'interrupt',
      answerAudioMs: 1000,
      heardMs: 1000,
      marks: { speechStart: 7000, speechEnd: 8000, firstHeard: 9100, lastHeard: 10_100 },
    }),
    call({ call: index, turns: 2, endedMs: 11_000 }),
  ]).flat(),
  generator(),
  footer({
    calls: { planned: 10, completed: 10, failed: 0, blocked: 0, notStarted: 0 },
    estimate: {
      by: 'rehearsal',
      sampledCalls: 6,
      calls: 12,
      durationMs: 10_000,
      costUsd: 0.5,
      costBetweenUsd: [0.4, 0.6],
    },
  }),
]);
