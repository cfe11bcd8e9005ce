/**
 * The sentinels as a plan of their own, made from that of the run: frames, format, jitter buffer and level of what is audible
 * are the same, so that their figures come about in the same way. What they say and whom they call is their own. Pure; the
 * same plan and seed give the same sentinels.
 */

import { cutFrames } from '../audio/frame.ts';
import { g711Encode } from '../audio/g711.ts';
import { pcm16ToBytes } from '../audio/pcm.ts';
import { encodeBase64 } from '../audio/base64.ts';
import type { PlanStep } from '../core/call/script.ts';
import type { Clip, Plan, PlanAudio, PlanTarget, SessionSettings } from '../core/plan/plan.ts';
import { OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import { Random } from '../core/word/random.ts';
import { dialectOf } from '../dialect/dialects.ts';
import { burst } from './sentinel_voice.ts';

/** Twenty sentinels of ten turns make two hundred: enough for a p95 that is not marked as of too few. */
const TURNS = 10;
const SHORTEST_MS = 800;
/** The utterances' ends are spread over this, one to each part of it: they fall anywhere in a frame. */
const SPREAD_MS = 400;
const PAUSE_MS = [200, 700] as const;
/** However late the answer: a worker that hangs shall show in the figure, not as an answer that never came. */
const PATIENCE_MS = 10_000;
const VOICE = 'noise';

export interface SentinelPlan {
  readonly plan: Plan;
  readonly audio: PlanAudio;
}

/** Sentinel i is call i of the plan that comes out; when it begins is not in there. */
export function sentinelPlan(plan: Plan, sentinels: number): SentinelPlan {
  const { frameMs, playback } = plan;
  const { format } = plan.target.session;
  // Of its own: the same draws as the run's own calls would make sentinel i resemble call i.
  const seed = new Random(plan.seed, 'sentinels').below(2 ** 32);
  const target: PlanTarget = {
    url: 'reference',
    model: 'reference',
    speaksFirst: 'caller',
    session: {
      format,
      turnDetection: {
        type: 'server_vad',
        threshold: 0.5,
        prefixPaddingMs: 0,
        silenceDurationMs: 200,
        createResponse: true,
        interruptResponse: false,
      },
    },
  };
  // The reference agent speaks the Realtime protocol, whatever the target speaks.
  const dialect = plan.dialect === OWN_DIALECT ? 'openai-realtime' : plan.dialect;
  const { clips, audio } = voiced(frameMs, format, seed, { dialect, target });
  return {
    plan: {
      version: plan.version,
      id: plan.id,
      scenario: { name: 'sentinels', sha256: plan.scenario.sha256 },
      seed,
      dialect,
      target,
      frameMs,
      load: { mode: 'open', startsMs: Array(sentinels).fill(0), maxConcurrency: sentinels },
      callers: [{ name: 'sentinel', weight: 1, steps: script(clips), personas: [0] }],
      personas: [
        {
          name: 'Sentinel',
          voice: VOICE,
          orderNumber: '0',
          phone: '0',
          patienceMs: PATIENCE_MS,
          pauseMs: PAUSE_MS,
          digitGapMs: 0,
          clips: Object.fromEntries(clips.map(({ utterance }, index) => [utterance, index])),
        },
      ],
      clips,
      limits: {
        connectMs: PATIENCE_MS,
        setupMs: PATIENCE_MS,
        callMs: TURNS * 2 * PATIENCE_MS,
        answerMs: PATIENCE_MS,
        quietMs: plan.limits.quietMs,
        // They end with the run, which does not wait long for them.
        closeMs: 500,
      },
      playback,
      judgement: plan.judgement,
    },
    audio,
  };
}

function script(clips: readonly Clip[]): PlanStep[] {
  return clips.flatMap(({ utterance }): PlanStep[] => [
    { op: 'say', speech: [{ utterance }] },
    { op: 'listen', onTimeout: 'continue' },
  ]);
}

function voiced(
  frameMs: number,
  format: SessionSettings['format'],
  seed: number,
  speaking: Pick<Plan, 'dialect' | 'target'>,
): { readonly clips: readonly Clip[]; readonly audio: PlanAudio } {
  const sampleRate = format === 'pcm16' ? 24_000 : 8000;
  const dialect = dialectOf(speaking);
  const messages: string[] = [];
  const put = (samples: Int16Array): number => {
    const firstFrame = messages.length;
    for (const frame of cutFrames(samples, sampleRate, frameMs)) {
      messages.push(dialect.append(encodeBase64(encoded(frame, format))));
    }
    return firstFrame;
  };
  put(new Int16Array((sampleRate * frameMs) / 1000));
  const clips = Array.from({ length: TURNS }, (_, turn): Clip => {
    const random = new Random(seed, 'utterance', turn);
    const durationMs = SHORTEST_MS + Math.floor(((turn + random.next()) / TURNS) * SPREAD_MS);
    const samples = burst(durationMs, sampleRate, random);
    const firstFrame = put(samples);
    const utterance = `burst-${turn + 1}`;
    return {
      id: `${VOICE}/${utterance}`,
      utterance,
      voice: VOICE,
      transcript: '',
      firstFrame,
      frames: messages.length - firstFrame,
      durationMs,
      segments: [{ startMs: 0, endMs: durationMs }],
      activeDbfs: -20,
      sha256: '',
    };
  });
  return { clips, audio: packed(messages) };
}

function encoded(samples: Int16Array, format: SessionSettings['format']): Uint8Array {
  switch (format) {
    case 'pcm16':
      return pcm16ToBytes(samples);
    case 'g711_ulaw':
      return g711Encode(samples, 'ulaw');
    case 'g711_alaw':
      return g711Encode(samples, 'alaw');
  }
}

/** Messages in ASCII, in memory that workers share. */
function packed(messages: readonly string[]): PlanAudio {
  const offsets = new Uint32Array(
    new SharedArrayBuffer((messages.length + 1) * Uint32Array.BYTES_PER_ELEMENT),
  );
  const bytes = new Uint8Array(new SharedArrayBuffer(messages.reduce((sum, { length }) => sum + length, 0)));
  let at = 0;
  messages.forEach((message, index) => {
    for (let i = 0; i < message.length; i++) bytes[at + i] = message.charCodeAt(i);
    at += message.length;
    offsets[index + 1] = at;
  });
  return { bytes, offsets };
}
