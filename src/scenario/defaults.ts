/** What a scenario gets where it says nothing. The one place for these numbers. */

import type {
  DialectName,
  Judgement,
  Plan,
  PlanLimits,
  Reconnect,
  TurnDetection,
} from '../core/plan/plan.ts';

export const defaults = {
  seed: 1,
  dialect: 'openai-realtime' satisfies Plan['dialect'],
  model: 'gpt-realtime-2.1',
  /** Where a scenario of another protocol is run in this one. A media stream names none. */
  models: {
    'openai-realtime': 'gpt-realtime-2.1',
    'gemini-live': 'gemini-3.8-live',
    'gpt-live': 'gpt-live-1',
    'twilio-media-streams': 'twilio-media-streams',
  } satisfies Record<DialectName, string>,
  frameMs: 100,
  playback: { bufferMs: 60, audibleDbfs: -50 },
  persona: { patienceMs: [8_000, 12_000], pauseMs: [300, 900], digitGapMs: 100 },
  /** How much of an answer is heard before it is spoken over. */
  afterMs: 800,
  /** How often a step that hears does so again in a call. */
  hear: { again: 3 },
  limits: {
    connectMs: 10_000,
    setupMs: 10_000,
    callMs: 300_000,
    answerMs: 60_000,
    quietMs: 1_500,
    closeMs: 2_000,
  } satisfies PlanLimits,
  /** The silence that ends an answer, where that is found by ear. */
  gapMs: 800,
  reconnect: {
    tries: 5,
    backoffMs: 500,
    maxMs: 10_000,
    jitter: 'full',
    replay: true,
    giveUpMs: 30_000,
  } satisfies Reconnect,
  serverVad: {
    type: 'server_vad',
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceDurationMs: 500,
    createResponse: true,
    interruptResponse: true,
  } satisfies TurnDetection,
  bands: { excellent: 300, good: 500, acceptable: 800, poor: 1200 },
  monitor: {
    latencyMs: 800,
    errorRate: 0.2,
    costPerTurnUsd: 0.1,
    goodAudioRatio: 0.8,
    weights: { latency: 20, errors: 30, audio: 20 },
  } satisfies Judgement['monitor'],
  windows: { call: 10, fleet: 50 } satisfies Judgement['monitor']['windows'],
} as const;
