/**
 * Turns as the client and the log come to know them: where they begin and end, an item of the conversation, its transcript, a
 * record of what was heard. Pure.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { Arrival } from '../../agent_record.ts';
import type { SessionFaults } from '../../fault/session_faults.ts';
import type { Latency } from '../../latency.ts';
import type { ConversationItems } from '../../protocol/conversation_items.ts';
import type { ItemRequests } from '../../protocol/item_requests.ts';
import type { Outbox } from '../../protocol/outbox.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Finding } from './turn_analysis.ts';
import { QualitySummary, type SessionQuality } from '../quality/quality_summary.ts';
import type { Recognition } from '../recognizer/recognition.ts';
import { Transcripts } from './transcripts.ts';

/** What the parts of a session share. */
export interface Shared {
  readonly outbox: Outbox;
  readonly conversation: ConversationItems;
  readonly items: ItemRequests;
  readonly latency: Latency;
  readonly faults: SessionFaults;
}

/** A turn that has begun. Positions are ms of the session's audio. */
export interface Turn {
  readonly itemId: string;
  readonly audioStartMs: number;
  readonly speechStartMs: number;
  /** Instant at which it was noticed. */
  readonly startedMs: number;
}

/** How a turn was found to be over; null where the client has committed it. */
export interface TurnEnd {
  readonly speechEndAudioMs: number;
  readonly speechStoppedMs: number;
}

export class TurnItems {
  readonly transcripts: Transcripts;
  private readonly shared: Shared;
  private readonly summary = new QualitySummary();

  constructor(shared: Shared) {
    this.shared = shared;
    this.transcripts = new Transcripts(shared);
  }

  /** Of all turns so far; null where there was none to judge. */
  get quality(): SessionQuality | null {
    return this.summary.read();
  }

  /** A turn has begun at this instant. */
  begin(audioStartMs: number, speechStartMs: number): Turn {
    const { outbox, items } = this.shared;
    const itemId = outbox.newId('item');
    items.reservedId = itemId;
    outbox.send({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: Math.round(audioStartMs),
      item_id: itemId,
    });
    return { itemId, audioStartMs, speechStartMs, startedMs: outbox.nowMs };
  }

  /** It is over; its item comes next. */
  stopped({ itemId }: Turn, audioEndMs: number): void {
    this.shared.outbox.send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(audioEndMs),
      item_id: itemId,
    });
  }

  /** Nobody has spoken between these positions for too long: gives the id of the item that comes of it. */
  timedOut(audioStartMs: number, audioEndMs: number): string {
    const { outbox } = this.shared;
    const itemId = outbox.newId('item');
    outbox.send({
      type: 'input_audio_buffer.timeout_triggered',
      audio_start_ms: audioStartMs,
      audio_end_ms: audioEndMs,
      item_id: itemId,
    });
    return itemId;
  }

  /** Makes an item of so much audio, and has it transcribed where the client wants that. */
  add(itemId: string, audioMs: number, recognition: Recognition, settings: Settings): void {
    const { conversation, outbox, items } = this.shared;
    const item: ConversationItem = {
      id: itemId,
      object: 'realtime.item',
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_audio' }],
    };
    const previous = conversation.add(itemId, item, audioMs);
    outbox.send({ type: 'input_audio_buffer.committed', previous_item_id: previous, item_id: itemId });
    items.announce(item, previous);
    const { transcription } = settings.audio.input;
    if (transcription === null) return;
    const logprobs = settings.include?.includes('item.input_audio_transcription.logprobs') === true;
    this.transcripts.add(itemId, audioMs, recognition, transcription, logprobs);
  }

  /** Writes down what was heard. `turn`: null where no voice began it; `understands`: false where nobody listened to words. */
  note(
    itemId: string,
    turn: Turn | null,
    end: TurnEnd | null,
    arrivals: readonly Arrival[],
    { recognition, quality }: Finding,
    understands: boolean,
  ): void {
    const { outbox } = this.shared;
    if (quality !== null) this.summary.add(quality);
    outbox.log({
      type: 'utterance',
      sessionId: outbox.sessionId,
      itemId,
      speechStartAudioMs: turn?.speechStartMs ?? null,
      speechEndAudioMs: end?.speechEndAudioMs ?? null,
      speechStartedMs: turn?.startedMs ?? null,
      speechStoppedMs: end?.speechStoppedMs ?? null,
      committedMs: outbox.nowMs,
      arrivals,
      recognition: understands ? recognition : null,
      quality,
    });
  }
}
