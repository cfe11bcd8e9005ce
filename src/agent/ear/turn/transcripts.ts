/**
 * The transcripts that the client has asked for: each comes its own while after its turn, beside everything else. Pure. What
 * was not understood fails, as the service's transcription does; its length is billed all the same.
 */

import type { ConversationItems } from '../../protocol/conversation_items.ts';
import type { Latency } from '../../latency.ts';
import { transcriptionUsage } from '../../meter/transcription.ts';
import type { Outbox } from '../../protocol/outbox.ts';
import type { AudioTranscription, LogProbProperties } from 'openai/resources/realtime/realtime';
import type { TranscriptionPlan } from '../../fault/moments.ts';
import type { SessionFaults } from '../../fault/session_faults.ts';
import type { Strikes } from '../../../fault/strikes.ts';
import type { Recognition } from '../recognizer/recognition.ts';
import { SPEAKER, diarizes, logprobOf, tokensOf } from './transcription_detail.ts';

interface Pending {
  dueMs: number;
  /** It is late: by so much, from `dueMs` on. */
  lateMs: number;
  readonly itemId: string;
  readonly audioMs: number;
  readonly asked: AudioTranscription;
  readonly logprobs: boolean;
  readonly recognition: Recognition;
  readonly outcome: TranscriptionPlan['outcome'];
  readonly strikes: Strikes<TranscriptionPlan>;
}

/** Surer than this, it is written down. */
const LEGIBLE_FROM = 0.5;

export class Transcripts {
  private readonly outbox: Outbox;
  private readonly conversation: ConversationItems;
  private readonly latency: Latency;
  private readonly faults: SessionFaults;
  private pending: Pending[] = [];

  constructor(shared: {
    readonly outbox: Outbox;
    readonly conversation: ConversationItems;
    readonly latency: Latency;
    readonly faults: SessionFaults;
  }) {
    this.outbox = shared.outbox;
    this.conversation = shared.conversation;
    this.latency = shared.latency;
    this.faults = shared.faults;
  }

  nextDueMs(): number {
    return this.pending[0]?.dueMs ?? Infinity;
  }

  /** `asked`: what the client wants transcribed, and by what; `logprobs`: and how sure of. */
  add(
    itemId: string,
    audioMs: number,
    recognition: Recognition,
    asked: AudioTranscription,
    logprobs: boolean,
  ): void {
    const usual = { delayMs: this.latency.draw('transcription'), outcome: 'completed' } as const;
    const { plan, strikes } = this.faults.transcription(usual, this.outbox.nowMs);
    const dueMs = this.outbox.nowMs + usual.delayMs;
    const lateMs = plan.delayMs - usual.delayMs;
    const { outcome } = plan;
    this.expect({ dueMs, lateMs, itemId, audioMs, asked, logprobs, recognition, outcome, strikes });
  }

  private expect(pending: Pending): void {
    this.pending.push(pending);
    this.pending.sort((a, b) => a.dueMs - b.dueMs);
  }

  /** The first that is due. */
  advance(): void {
    const done = this.pending.shift();
    if (done === undefined) return;
    const { itemId, recognition, outcome, lateMs, strikes } = done;
    const { nowMs } = this.outbox;
    if (outcome === 'never') {
      strikes.carriedOut('outcome', nowMs);
      return;
    }
    if (lateMs > 0) {
      strikes.carriedOut('delayMs', nowMs);
      done.dueMs += lateMs;
      done.lateMs = 0;
      this.expect(done);
      return;
    }
    const place = { item_id: itemId, content_index: 0 };
    const illegible = recognition.utterances.length > 0 && recognition.confidence < LEGIBLE_FROM;
    if (outcome === 'failed' || illegible) {
      if (!illegible) strikes.carriedOut('outcome', nowMs);
      this.outbox.send({
        type: 'conversation.item.input_audio_transcription.failed',
        ...place,
        error: {
          type: 'transcription_error',
          code: 'audio_unintelligible',
          message: 'The audio could not be transcribed.',
        },
      });
      return;
    }
    const { transcript } = recognition;
    const tokens = tokensOf(transcript);
    const logprobs = (some: readonly string[]): { logprobs?: LogProbProperties[] } =>
      done.logprobs ? { logprobs: some.map((token) => logprobOf(token, recognition.confidence)) } : {};
    for (const delta of tokens) {
      this.outbox.send({
        type: 'conversation.item.input_audio_transcription.delta',
        ...place,
        delta,
        ...logprobs([delta]),
      });
    }
    if (transcript !== '' && diarizes(done.asked)) this.tellSegment(done);
    this.keep(itemId, transcript);
    this.outbox.send({
      type: 'conversation.item.input_audio_transcription.completed',
      ...place,
      transcript,
      ...logprobs(tokens),
      usage: transcriptionUsage(done.asked, done.audioMs, transcript),
    });
  }

  private tellSegment({ itemId, audioMs, recognition }: Pending): void {
    this.outbox.send({
      type: 'conversation.item.input_audio_transcription.segment',
      item_id: itemId,
      content_index: 0,
      id: this.outbox.newId('seg'),
      text: recognition.transcript,
      speaker: SPEAKER,
      start: 0,
      end: Math.round(audioMs) / 1000,
    });
  }

  /** From now on the item says what was said in it. */
  private keep(itemId: string, transcript: string): void {
    const entry = this.conversation.find(itemId);
    if (entry?.item.type !== 'message' || entry.item.role !== 'user') return;
    entry.item = { ...entry.item, content: [{ type: 'input_audio', transcript }] };
  }
}
