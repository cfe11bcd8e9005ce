/** A plan small enough to reckon with in one's head: 100 ms frames, one caller, a few clips with round numbers. */

import type { Clip, Plan, PlanTarget } from '../../../src/core/plan/plan.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import type { PlanTool, ToolOutcome } from '../../../src/core/plan/tool.ts';

function clip(utterance: string, firstFrame: number, frames: number, startMs: number, endMs: number): Clip {
  return {
    id: `ada/${utterance}`,
    utterance,
    voice: 'ada',
    transcript: `${utterance}.`,
    firstFrame,
    frames,
    durationMs: frames * 100,
    segments: [{ startMs, endMs }],
    activeDbfs: -20,
    sha256: '0'.repeat(64),
  };
}

/** hello: 1,000 ms, audible 80–850. wait: 500 ms, audible 120–400. digit-4: 300 ms, audible 50–250. mm-hm: 400 ms. */
export const clips: readonly Clip[] = [
  clip('hello', 1, 10, 80, 850),
  clip('wait', 11, 5, 120, 400),
  clip('digit-4', 16, 3, 50, 250),
  clip('mm-hm', 19, 4, 40, 300),
];

export const SAY_HELLO: PlanStep = { op: 'say', speech: [{ utterance: 'hello' }] };
export const LISTEN = { op: 'listen', deadlineMs: 3000, onTimeout: 'fail' } as const satisfies PlanStep;

/** A tool with one outcome: a result after so long, unless told otherwise. */
export function tool(
  name: string,
  latencyMs: number,
  outcome: ToolOutcome = {
    type: 'result',
    weight: 1,
    output: `${name} done`,
    latencyMs: [latencyMs, latencyMs],
  },
): PlanTool {
  return { name, parameters: { type: 'object', properties: {} }, outcomes: [outcome] };
}

export function smallPlan(
  steps: readonly PlanStep[],
  changes: {
    readonly target?: Partial<PlanTarget>;
    readonly load?: Plan['load'];
    readonly seed?: number;
    readonly tools?: readonly PlanTool[];
    readonly limits?: Partial<Plan['limits']>;
  } = {},
): Plan {
  return {
    version: 1,
    id: 'f'.repeat(64),
    scenario: { name: 'small', sha256: 'e'.repeat(64) },
    seed: changes.seed ?? 7,
    dialect: 'openai-realtime',
    target: {
      url: 'ws://127.0.0.1:1/v1/realtime',
      model: 'test-model',
      speaksFirst: 'caller',
      session: {
        format: 'pcm16',
        turnDetection: {
          type: 'server_vad',
          threshold: 0.5,
          prefixPaddingMs: 300,
          silenceDurationMs: 500,
          createResponse: true,
          interruptResponse: true,
        },
      },
      ...changes.target,
    },
    ...(changes.tools === undefined ? {} : { tools: changes.tools }),
    frameMs: 100,
    load: changes.load ?? { mode: 'open', startsMs: [0], maxConcurrency: 10 },
    callers: [{ name: 'caller', weight: 1, steps, personas: [0] }],
    personas: [
      {
        name: 'Ada Byron',
        voice: 'ada',
        orderNumber: '44',
        phone: '4444444444',
        patienceMs: 5000,
        pauseMs: [200, 200],
        digitGapMs: 100,
        clips: { hello: 0, wait: 1, 'digit-4': 2, 'mm-hm': 3 },
      },
    ],
    clips,
    limits: {
      connectMs: 1000,
      setupMs: 1000,
      callMs: 60_000,
      answerMs: 20_000,
      quietMs: 1500,
      closeMs: 2000,
      ...changes.limits,
    },
    playback: { bufferMs: 40, audibleDbfs: -50 },
    judgement: {
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
    },
  };
}
