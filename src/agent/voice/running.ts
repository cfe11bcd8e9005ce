/** An answer under way, with what it is the answer of: why it is given, what befalls it on purpose, and who pays for it. Pure. */

import type { AnswerRecord } from '../agent_record.ts';
import type { AnswerPlan } from '../fault/moments.ts';
import type { Strikes } from '../../fault/strikes.ts';
import type { RateLimits } from '../meter/session_account.ts';
import type { MeteredInput } from '../meter/meter.ts';
import { actionOf, type Reply } from '../mind/reply.ts';
import type { Answer } from './answer.ts';

export interface Running {
  readonly answer: Answer;
  readonly reply: Reply;
  readonly plan: AnswerPlan;
  readonly strikes: Strikes<AnswerPlan>;
  /** When its first token was due before anything kept it back. */
  readonly punctualMs: number;
  /** Null: it was refused. */
  readonly metered: MeteredInput | null;
  /** Told in place of the true ones. */
  readonly limits: RateLimits | null;
  readonly outOfBand: boolean;
}

/** When there is something to send; or, before that, when there would be if a fault did not keep it back. */
export function dueMsOf({ answer, strikes, punctualMs }: Running): number {
  const nextMs = answer.nextMs();
  if (answer.phase === 'thinking') return strikes.awaits('llmMs') ? Math.min(punctualMs, nextMs) : nextMs;
  return strikes.awaits('burstMs') ? Math.min(answer.beatMs(), nextMs) : nextMs;
}

export function recordOf(
  { answer, reply }: Running,
  ended: Pick<AnswerRecord, 'sessionId' | 'doneMs' | 'status' | 'reason' | 'usage'>,
): AnswerRecord {
  const { frame, utterances, createdMs } = answer.options;
  return {
    type: 'answer',
    sessionId: ended.sessionId,
    responseId: frame.id,
    kind: reply.kind,
    action: actionOf(reply.kind),
    utterance: utterances.join(' '),
    calls: answer.calls.map(({ name }) => name),
    createdMs,
    firstAudioSentMs: answer.firstAudioSentMs,
    doneMs: ended.doneMs,
    audioMs: answer.audioMs,
    status: ended.status,
    reason: ended.reason,
    usage: ended.usage,
  };
}
