/** Records with sensible defaults, for tests that care about a few fields of them. */

import { Histogram, type EncodedHistogram } from '../../src/core/log/histogram.ts';
import type { Judgement } from '../../src/core/plan/plan.ts';
import { LOG_VERSION } from '../../src/core/log/record.ts';
import type {
  CallRecord,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
  LogRecord,
  StartedRecord,
  TurnMarks,
  TurnRecord,
  Usage,
} from '../../src/core/log/record.ts';
import { noUsage } from '../../src/core/log/usage.ts';
import { LogGatherer, type RunLog } from '../../src/report/log.ts';

export const judgement: Judgement = {
  thresholds: [],
  pricing: { model: 'gpt-realtime-2.1' },
  bands: { excellent: 300, good: 500, acceptable: 800, poor: 1200 },
  monitor: {
    latencyMs: 800,
    errorRate: 0.2,
    costPerTurnUsd: 0.1,
    goodAudioRatio: 0.8,
    weights: { latency: 20, errors: 30, audio: 20 },
  },
};

export function header(fields: Partial<HeaderRecord> = {}): HeaderRecord {
  return {
    type: 'header',
    version: LOG_VERSION,
    run: 'run-1',
    plan: 'a'.repeat(64),
    scenario: {
      name: 'support-line',
      description: 'Orders and refunds',
      file: 'scenarios/support-line.yaml',
      sha256: 'b'.repeat(64),
    },
    seed: 42,
    engine: 'node',
    dialect: 'openai-realtime',
    target: { url: 'ws://127.0.0.1:8080/v1/realtime', model: 'gpt-realtime-2.1', simulated: true },
    startedAtMs: Date.UTC(2026, 7, 1, 12, 0, 0),
    monotonicAtMs: 1000,
    frameMs: 100,
    load: { mode: 'open', plannedCalls: 1, maxConcurrency: 100 },
    workers: 1,
    judgement,
    versions: { callstorm: '0.1.0', node: '20.20.2' },
    host: { platform: 'linux', cores: 2, memoryMb: 4096 },
    command: 'callstorm run scenarios/support-line.yaml --seed 42',
    ...fields,
  };
}

const noMarks: TurnMarks = {
  speechStart: null,
  speechEnd: null,
  speechEndDue: null,
  speechStartedEvent: null,
  speechStoppedEvent: null,
  committed: null,
  transcribed: null,
  answerCreated: null,
  firstContent: null,
  firstAudio: null,
  firstPlayed: null,
  firstHeard: null,
  answerDone: null,
  lastHeard: null,
};

export function usage(fields: Partial<Usage> = {}): Usage {
  return { ...noUsage, ...fields };
}

/** Where a test does not care: the frame is due as the last sample is captured, and what is played is audible. */
function settled(marks: Partial<TurnMarks>): Partial<TurnMarks> {
  return { speechEndDue: marks.speechEnd ?? null, firstPlayed: marks.firstHeard ?? null, ...marks };
}

export type TurnFields = Omit<Partial<TurnRecord>, 'marks'> & { readonly marks?: Partial<TurnMarks> };

export function turn(fields: TurnFields = {}): TurnRecord {
  const { marks, ...rest } = fields;
  return {
    type: 'turn',
    call: 0,
    turn: 0,
    step: 0,
    kind: 'say',
    caller: 'buyer',
    voice: 'slt',
    said: 'order-status',
    heardText: null,
    transcript: null,
    outcome: 'answered',
    expectsAnswer: true,
    failure: null,
    detail: null,
    speechEndFrame: null,
    agentInterrupted: false,
    bargeIn: null,
    backchannels: [],
    answers: 1,
    answerAudioMs: 0,
    heardMs: 0,
    underruns: { count: 0, ms: 0 },
    rttMs: null,
    usage: null,
    ...rest,
    marks: { ...noMarks, ...settled(marks ?? {}) },
  };
}

/** A turn that was answered after so many ms. */
export function answered(call: number, index: number, latencyMs: number): TurnRecord {
  return turn({
    call,
    turn: index,
    answerAudioMs: 1000,
    heardMs: 1000,
    marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 2000 + latencyMs, lastHeard: 3000 + latencyMs },
  });
}

export function started(index: number, atMs = 0): StartedRecord {
  return { type: 'started', call: index, atMs, caller: 'buyer' };
}

export function call(fields: Partial<CallRecord> = {}): CallRecord {
  return {
    type: 'call',
    call: 0,
    caller: 'buyer',
    voice: 'slt',
    outcome: 'completed',
    failure: null,
    detail: null,
    scheduledMs: 0,
    dialedMs: 1,
    connectedMs: 5,
    readyMs: 10,
    endedMs: 10_010,
    closeCode: 1000,
    sessionId: 'sess_1',
    turns: 1,
    audioSentMs: 0,
    audioReceivedMs: 0,
    heardMs: 0,
    deadAirMs: { longest: 0, total: 0 },
    overlapMs: 0,
    usage: noUsage,
    rateLimited: 0,
    protocolViolations: 0,
    rtt: { count: 0, minMs: null, meanMs: null },
    ...fields,
  };
}

/** A call that never got a session. */
export function lostBefore(fields: Partial<CallRecord> & Pick<CallRecord, 'call' | 'outcome'>): CallRecord {
  return call({
    connectedMs: null,
    readyMs: null,
    closeCode: null,
    sessionId: null,
    turns: 0,
    ...fields,
  });
}

export function histogram(...values: readonly (readonly [value: number, times: number])[]): EncodedHistogram {
  const made = new Histogram();
  for (const [value, times] of values) for (let i = 0; i < times; i++) made.add(value);
  return made.encode();
}

export function generator(fields: Partial<GeneratorRecord> = {}): GeneratorRecord {
  return {
    type: 'generator',
    worker: 0,
    atMs: 10_000,
    sendLateness: histogram([1, 100]),
    loopLag: histogram([1, 100]),
    startLateness: histogram([1, 1]),
    framesSent: 100,
    framesDropped: 0,
    bytesSent: 640_000,
    bytesReceived: 320_000,
    cpuMs: 500,
    maxRssMb: 100,
    ...fields,
  };
}

export function footer(fields: Partial<FooterRecord> = {}): FooterRecord {
  return {
    type: 'footer',
    endedMs: 10_010,
    reason: 'done',
    detail: null,
    calls: { planned: 1, completed: 1, failed: 0, blocked: 0, notStarted: 0 },
    ...fields,
  };
}

export function gathered(records: readonly LogRecord[]): RunLog {
  const gatherer = new LogGatherer();
  for (const [index, record] of records.entries()) gatherer.add(record, 'calls.ndjson', index + 1);
  const log = gatherer.finish();
  if (log === null) throw new Error('the records have no header');
  return log;
}

/** `calls` completed calls of one answered turn each, with everything in order. */
export function goodRun(
  calls: number,
  latencyMs: (index: number) => number,
  fields: Partial<HeaderRecord> = {},
): LogRecord[] {
  return [
    header({ load: { mode: 'open', plannedCalls: calls, maxConcurrency: 100 }, ...fields }),
    ...Array.from({ length: calls }, (_, index) => [
      answered(index, 0, latencyMs(index)),
      call({ call: index }),
    ]).flat(),
    generator(),
    footer({ calls: { planned: calls, completed: calls, failed: 0, blocked: 0, notStarted: 0 } }),
  ];
}
