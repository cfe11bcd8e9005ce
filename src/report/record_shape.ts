/** What a report relies on in the records of a call log, by their type. */

import { murmurKinds } from '../core/log/record.ts';
import { failures } from '../core/log/failure.ts';
import type { LogRecord } from '../core/log/record.ts';
import { budgetShape, estimateShape } from './budget_shape.ts';
import { generatorShape } from './generator_shape.ts';
import { judgementShape } from './judgement_shape.ts';
import {
  fields,
  isAmount,
  isCount,
  isBoolean,
  isNumber,
  isString,
  listOf,
  oneOf,
  orNothing,
  orNull,
  wrong,
  type Check,
} from './log_shape.ts';

const usage = fields({
  textIn: isAmount,
  audioIn: isAmount,
  imageIn: isAmount,
  textCached: isAmount,
  audioCached: isAmount,
  imageCached: isAmount,
  textOut: isAmount,
  audioOut: isAmount,
  transcriptionSeconds: isAmount,
  transcriptionTokens: isAmount,
  unsplitIn: orNothing(isAmount),
  unsplitCached: orNothing(isAmount),
  unsplitOut: orNothing(isAmount),
  unreported: orNothing(isAmount),
  unreportedTranscriptions: orNothing(isAmount),
  cutOff: orNothing(isAmount),
  sessionSeconds: orNothing(isAmount),
  impossible: orNothing(isAmount),
});

/** A report lays them out one by one. */
const MOST_SHARES = 100_000;
/** As many as a plan may have; each that left no trace is counted. */
const MOST_CALLS = 10_000_000;
const whole =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most
      ? null
      : wrong(`a whole number from ${least} to ${most}`, value);
const isCalls = whole(0, MOST_CALLS);
const selectionFields = fields({
  of: whole(1, MOST_SHARES),
  share: whole(0, MOST_SHARES - 1),
  whole: orNothing(orNull(isCalls)),
  named: orNothing(isBoolean),
  dueAtMs: orNothing(isNumber),
});
const isSelection: Check = (value) => {
  const flaw = selectionFields(value);
  if (flaw !== null) return flaw;
  const { of, share } = value as { readonly of: number; readonly share: number };
  return share < of ? null : { ...wrong(`a share from 0 to ${of - 1}`, share), path: '.share' };
};

const bargeIn = fields({ atMs: isNumber, stoppedMs: orNull(isNumber) });
const murmur = fields({
  atMs: isNumber,
  stoppedMs: orNull(isNumber),
  as: orNothing(oneOf(...murmurKinds)),
  said: orNothing(isString),
  endMs: orNothing(isNumber),
  inSilence: orNothing(isBoolean),
  answeredMs: orNothing(isNumber),
});

const failure = orNull(oneOf(...Object.keys(failures)));

const fallback = fields({
  label: isString,
  fallback: orNothing(isBoolean),
  reasons: listOf(isString),
  by: oneOf('tool', 'end', 'phrase', 'repetition'),
  what: isString,
});

const instants = (...names: readonly string[]): Check =>
  fields(Object.fromEntries(names.map((name) => [name, orNull(isNumber)])));

export const recordShapes: Readonly<Record<LogRecord['type'], Check>> = {
  header: fields({
    version: isNumber,
    run: isString,
    plan: isString,
    scenario: fields({
      name: isString,
      sha256: isString,
      description: orNothing(isString),
      file: orNothing(isString),
    }),
    seed: isNumber,
    engine: isString,
    dialect: isString,
    target: fields({
      url: isString,
      model: isString,
      simulated: isBoolean,
      silenceDurationMs: orNothing(isNumber),
    }),
    startedAtMs: isNumber,
    clockResolutionMs: orNothing(isNumber),
    frameMs: isNumber,
    load: fields({ mode: isString, plannedCalls: orNull(isCalls), maxConcurrency: isNumber }),
    selection: orNothing(isSelection),
    calibration: orNothing(fields({ sentinels: isNumber, asked: orNull(isBoolean) })),
    workers: isNumber,
    judgement: judgementShape,
    versions: fields({}),
    host: fields({ platform: isString, cores: isNumber, memoryMb: isNumber }),
    command: isString,
  }),
  started: fields({ call: isNumber, atMs: isNumber, caller: orNothing(isString) }),
  level: fields({ atMs: isNumber, of: oneOf('concurrency', 'arrivals'), amount: isNumber }),
  strike: fields({
    call: isNumber,
    atMs: isNumber,
    fault: isString,
    connection: isNumber,
    of: orNothing(oneOf('network', 'voice')),
    step: orNothing(isCount),
    detail: orNothing(isString),
    response: orNothing(fields({ type: oneOf('answered', 'closed', 'ignored') })),
  }),
  turn: fields({
    call: isNumber,
    turn: isNumber,
    kind: oneOf('greeting', 'say', 'interrupt', 'dtmf', 'silence'),
    caller: isString,
    outcome: oneOf('answered', 'interrupted', 'not_expected', 'unanswered', 'failed'),
    expectsAnswer: isBoolean,
    failure,
    marks: instants(
      'speechEnd',
      'speechEndDue',
      'speechStart',
      'speechStoppedEvent',
      'committed',
      'transcribed',
      'answerCreated',
      'firstContent',
      'firstAudio',
      'firstPlayed',
      'firstHeard',
      'lastHeard',
    ),
    agentInterrupted: isBoolean,
    agentInterruptions: orNothing(isCount),
    phantoms: orNothing(fields({ starts: isCount, stops: isCount })),
    stopsUntold: orNothing(isBoolean),
    bargeIn: orNull(bargeIn),
    backchannels: listOf(murmur),
    answerStatus: orNothing(orNull(oneOf('completed', 'cancelled', 'incomplete', 'failed'))),
    answerReason: orNothing(orNull(isString)),
    answers: isCount,
    answerAudioMs: isNumber,
    heardMs: isNumber,
    underruns: fields({ count: isCount, ms: isNumber }),
    rttMs: orNull(isNumber),
    usage: orNull(usage),
    heardAs: orNothing(
      listOf(
        fields({
          step: isCount,
          by: oneOf('when', 'else', 'plain', 'nothing'),
          branch: orNothing(isCount),
          spent: orNothing(isBoolean),
        }),
      ),
    ),
    fallbacks: orNothing(orNull(listOf(fallback))),
    tools: orNothing(
      listOf(
        fields({
          name: isString,
          outcome: oneOf('result', 'error', 'never', 'unknown'),
          answeredMs: orNull(isNumber),
          heardMs: orNull(isNumber),
          heldMs: orNothing(isNumber),
          late: orNothing(isBoolean),
          cancelledMs: orNothing(isNumber),
        }),
      ),
    ),
  }),
  call: fields({
    call: isNumber,
    worker: orNothing(isCount),
    caller: orNull(isString),
    voice: orNothing(orNull(isString)),
    closeCode: orNothing(orNull(isNumber)),
    outcome: oneOf('completed', 'failed', 'blocked', 'not_started'),
    failure,
    detail: orNull(isString),
    scheduledMs: isNumber,
    dialedMs: orNull(isNumber),
    connections: orNothing(isCount),
    reconnects: orNothing(
      listOf(
        fields({
          lostMs: isNumber,
          readyMs: orNull(isNumber),
          tries: isCount,
          replayedItems: isCount,
          announced: orNothing(isBoolean),
          firstUsage: orNothing(usage),
        }),
      ),
    ),
    connectedMs: orNull(isNumber),
    webhookMs: orNothing(isNumber),
    readyMs: orNull(isNumber),
    endedMs: orNull(isNumber),
    audioReceivedMs: isNumber,
    heardMs: isNumber,
    deadAirMs: fields({ longest: isNumber, total: isNumber }),
    overlapMs: isNumber,
    usage,
    rateLimited: isCount,
    protocolViolations: isCount,
    agentErrors: orNothing(listOf(fields({ code: isString, count: isCount, message: isString }))),
    endedBy: orNothing(orNull(oneOf('caller', 'agent'))),
    fallbacks: orNothing(listOf(fallback)),
    struck: orNothing(
      listOf(
        fields({
          fault: isString,
          atMs: isNumber,
          endedMs: orNull(isNumber),
          fallbackMs: orNull(isNumber),
          recoveredMs: orNull(isNumber),
          awaited: isBoolean,
        }),
      ),
    ),
    expectations: orNothing(
      listOf(
        fields({
          expectation: isCount,
          turn: orNull(isNumber),
          met: isBoolean,
          atMs: orNull(isNumber),
          detail: orNothing(isString),
          unknown: orNothing(isBoolean),
          untold: orNothing(isBoolean),
          goal: orNothing(isBoolean),
        }),
      ),
    ),
  }),
  generator: generatorShape,
  calibration: fields({
    call: isNumber,
    turn: isNumber,
    measuredMs: orNull(isNumber),
    trueMs: orNull(isNumber),
  }),
  calibration_trouble: fields({ detail: isString }),
  footer: fields({
    endedMs: isNumber,
    reason: oneOf('done', 'interrupted', 'budget', 'threshold', 'worker_lost', 'error'),
    heldBack: orNothing(isCount),
    budget: orNothing(budgetShape),
    estimate: orNothing(estimateShape),
    calls: fields({
      planned: isCount,
      completed: isCount,
      failed: isCount,
      blocked: isCount,
      notStarted: isCount,
    }),
  }),
};
