/**
 * One call of a plan, as a plan of machines wants to know it: what leaves with each frame is the plan's own ready-made message; how long
 * it lasts, what comes back, what its log takes and what it costs are from calls that were made in virtual time. Nothing is dialled.
 */

import type { Agent } from '../agent/simulator.ts';
import { pushesToTalk } from '../core/call/push_key.ts';
import type { LogRecord } from '../core/log/record.ts';
import { inputTokens, outputTokens } from '../core/log/usage.ts';
import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import { OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import type { Dialect, WireAudio } from '../dialect/dialect.ts';
import { dialectOf } from '../dialect/dialects.ts';
import { estimatePlan } from '../forecast/estimate.ts';
import type { LimitedCall } from '../forecast/limits/account_limits.ts';
import type { CallNeeds } from '../forecast/machines/call_needs.ts';
import type { MessageShape } from '../forecast/machines/wire_rate.ts';
import { FOR_ITS_OWN_SAKE } from './run_estimate.ts';
import { rehearseSample } from './rehearse_sample.ts';

/** How long a message of an agent's is in time, and what stands in it beside the audio: assumed, and said to be. */
const RECEIVED_MS = 250;
const RECEIVED_BESIDE_BYTES = 220;
/** Lines of a log that belong to a call. */
const OF_A_CALL: ReadonlySet<LogRecord['type']> = new Set(['started', 'turn', 'strike', 'call']);

export async function scaledCall(
  plan: Plan,
  audio: PlanAudio,
  url: string,
  agent: () => Promise<Agent>,
): Promise<CallNeeds> {
  const dialect = dialectOf(plan);
  const beside = {
    dialect: dialect.name,
    frameMs: plan.frameMs,
    sent: sentShape(plan, audio, dialect),
    received: receivedShape(dialect.downlink),
    receivedPerMessageMs: RECEIVED_MS,
    secure: /^(?:wss|https):/.test(url),
    planAudioBytes: audio.bytes.length,
    webhook: /^https?:/.test(url),
  };
  const onTheWire = `messages of the agent’s to carry ${RECEIVED_MS} ms of audio and ${RECEIVED_BESIDE_BYTES} bytes beside it`;
  if (plan.dialect === OWN_DIALECT) {
    const { callMs, calls, audioSentMs, audioReceivedMs, costPerCallUsd, assumed } = estimatePlan(plan);
    const allMs = callMs.mean * Math.max(1, calls);
    return {
      ...beside,
      callMs: callMs.mean,
      sendingShare: Math.min(1, audioSentMs / allMs),
      receivingShare: Math.min(1, audioReceivedMs / allMs),
      logBytes: null,
      usd: costPerCallUsd,
      metered: [],
      assumed: ['an own protocol cannot be rehearsed: calls as long as their scripts', onTheWire, ...assumed],
    };
  }
  const logBytes = new Map<number, number>();
  const metered = new Map<number, { answers: LimitedCall['answers'][number][]; tokens: number }>();
  const made = rehearseSample(plan, audio, await agent(), FOR_ITS_OWN_SAKE, {
    onRecord: (record) => {
      if (!OF_A_CALL.has(record.type) || !('call' in record)) return;
      const bytes = new TextEncoder().encode(JSON.stringify(record)).length + 1;
      logBytes.set(record.call, (logBytes.get(record.call) ?? 0) + bytes);
    },
    onUsed: ({ call, atMs, readyMs, usage }) => {
      const one = metered.get(call) ?? { answers: [], tokens: 0 };
      const tokens = inputTokens(usage) + outputTokens(usage);
      if (tokens > one.tokens)
        one.answers.push({ atMs: atMs - readyMs, tokens: tokens - one.tokens, requests: 1 });
      metered.set(call, { answers: one.answers, tokens });
    },
  });
  const weigh = (of: (call: (typeof made)[number]) => number): number =>
    made.reduce((sum, call) => sum + of(call), 0) / Math.max(1, made.length);
  const callMs = weigh(({ durationMs }) => durationMs);
  const priced = made.length > 0 && made.every(({ usd }) => usd !== null);
  return {
    ...beside,
    callMs,
    sendingShare: pushesToTalk(plan) ? Math.min(1, weigh(({ sentMs }) => sentMs) / callMs) : 1,
    receivingShare: Math.min(1, weigh(({ receivedMs }) => receivedMs) / callMs),
    logBytes: weigh(({ call }) => logBytes.get(call) ?? 0),
    usd: priced ? weigh(({ usd }) => usd ?? 0) : null,
    metered: made.map(({ call, durationMs }) => ({
      call,
      fromMs: 0,
      untilMs: durationMs,
      answers: metered.get(call)?.answers ?? [],
    })),
    assumed: [
      `calls like the first ${made.length}, made in virtual time: an agent as fast and as talkative as the simulated one`,
      onTheWire,
    ],
  };
}

/** The silence that every caller sends between words is as long as any other frame. */
function sentShape(plan: Plan, audio: PlanAudio, dialect: Dialect): MessageShape {
  const inPlan = (audio.offsets[1] ?? 0) - (audio.offsets[0] ?? 0);
  const around = dialect.open().envelope?.() ?? { before: '', after: '' };
  const audioBytes = plan.frameMs * dialect.uplink.bytesPerMs;
  return {
    audioBytes,
    encodedBytes: encodedBytes(audioBytes, dialect.uplink),
    messageBytes: inPlan + around.before.length + around.after.length,
  };
}

function receivedShape(downlink: WireAudio): MessageShape {
  const audioBytes = RECEIVED_MS * downlink.bytesPerMs;
  const encoded = encodedBytes(audioBytes, downlink);
  return { audioBytes, encodedBytes: encoded, messageBytes: encoded + RECEIVED_BESIDE_BYTES };
}

function encodedBytes(bytes: number, { encoding }: WireAudio): number {
  return encoding === 'raw' ? bytes : Math.ceil(bytes / 3) * 4;
}
