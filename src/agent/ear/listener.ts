/**
 * The caller's side of a session: hears when turns begin and end, makes items of them, and notices a caller who says
 * nothing. Pure. It tells the client what it hears; what the agent does about it is up to whoever listens to it.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { Arrival } from '../agent_record.ts';
import type { Conversation } from '../protocol/conversation.ts';
import type { DetectorFactory } from './detector.ts';
import { InputBuffer, MIN_COMMIT_MS } from './input_buffer.ts';
import type { Items } from '../protocol/items.ts';
import type { Latency } from '../latency.ts';
import type { TranscriptionUsage } from '../meter/transcription.ts';
import { transcriptionUsage } from '../meter/transcription.ts';
import type { Outbox } from '../protocol/outbox.ts';
import type { Settings, TurnRules } from '../protocol/settings.ts';
import { formatOf, turnRules } from '../protocol/settings.ts';
import type { Problem } from '../protocol/shape.ts';
import type { TurnChange } from './turn_taking.ts';

export interface ListenerReactions {
  /** The caller has begun to speak. */
  readonly onSpeech: () => void;
  /** The caller's turn is over and in the conversation. */
  readonly onTurn: () => void;
  /** The caller has said nothing for too long. */
  readonly onSilence: () => void;
}

interface Turn {
  readonly itemId: string;
  readonly audioStartMs: number;
  readonly speechStartMs: number;
  readonly startedMs: number;
}

export class Listener {
  rules: TurnRules | null = null;
  private readonly outbox: Outbox;
  private readonly conversation: Conversation;
  private readonly items: Items;
  private readonly latency: Latency;
  private readonly input: InputBuffer;
  private readonly reactions: ListenerReactions;
  private settings: Settings;
  private turn: Turn | null = null;
  /** The turn has ended, and the detector's own delay has not passed yet. */
  private stop: { readonly dueMs: number; readonly audioEndMs: number; readonly speechEndMs: number } | null =
    null;
  private transcriptions: {
    readonly dueMs: number;
    readonly itemId: string;
    readonly usage: TranscriptionUsage;
  }[] = [];
  private idle: { readonly dueMs: number; readonly sinceMs: number } | null = null;

  constructor(
    shared: {
      readonly outbox: Outbox;
      readonly conversation: Conversation;
      readonly items: Items;
      readonly latency: Latency;
    },
    settings: Settings,
    detector: DetectorFactory,
    reactions: ListenerReactions,
  ) {
    this.outbox = shared.outbox;
    this.conversation = shared.conversation;
    this.items = shared.items;
    this.latency = shared.latency;
    this.settings = settings;
    this.input = new InputBuffer(detector);
    this.reactions = reactions;
  }

  get appends(): number {
    return this.input.appends;
  }

  nextDueMs(): number {
    return Math.min(
      this.stop?.dueMs ?? Infinity,
      this.transcriptions[0]?.dueMs ?? Infinity,
      this.idle?.dueMs ?? Infinity,
    );
  }

  /** Does the earliest of what is due. */
  advance(): void {
    const dueMs = this.nextDueMs();
    if (this.stop?.dueMs === dueMs) this.stopTurn();
    else if (this.transcriptions[0]?.dueMs === dueMs) this.transcribe();
    else this.breakSilence();
  }

  configure(settings: Settings): void {
    this.settings = settings;
    this.rules = turnRules(settings);
    if (this.rules === null && this.stop !== null) this.stopTurn();
    this.input.configure(this.rules);
    if (this.rules === null) this.turn = null;
    if ((this.rules?.idleTimeoutMs ?? null) === null) this.idle = null;
  }

  /** `zeros`: the bytes are known to be nothing else. */
  hear(bytes: Uint8Array, zeros: boolean): Problem | null {
    const format = formatOf(this.settings.audio.input.format);
    const changes = this.input.append(bytes, format, zeros, this.outbox.nowMs, this.turn !== null);
    if (changes === null) {
      const message = "Invalid 'audio': the bytes are not whole 16-bit samples.";
      return { code: 'invalid_value', message, param: 'audio' };
    }
    for (const change of changes) this.takeTurn(change);
    return null;
  }

  /** Ends the turn here, whatever was heard. */
  commit(): Problem | null {
    if (this.stop !== null) this.stopTurn();
    const { pendingMs } = this.input;
    if (pendingMs < MIN_COMMIT_MS) {
      return {
        code: 'input_audio_buffer_commit_empty',
        message: `Error committing input audio buffer: buffer too small. Expected at least ${MIN_COMMIT_MS}ms of audio, but buffer only has ${pendingMs.toFixed(2)}ms of audio.`,
        param: null,
      };
    }
    const { turn } = this;
    this.turn = null;
    const itemId = turn?.itemId ?? this.outbox.newId('item');
    const { audioMs, arrivals } = this.input.commitAll();
    this.addAudio(itemId, audioMs);
    this.note(itemId, turn, null, null, arrivals);
    return null;
  }

  clear(): void {
    if (this.stop !== null) this.stopTurn();
    this.turn = null;
    this.input.clear();
    this.outbox.send({ type: 'input_audio_buffer.cleared' });
  }

  /** The agent's last word is heard at this instant: from then on the caller's silence counts. */
  expectCaller(sinceMs: number): void {
    const idleMs = this.rules?.idleTimeoutMs ?? null;
    if (idleMs !== null && this.turn === null) this.idle = { dueMs: sinceMs + idleMs, sinceMs };
  }

  /** The agent has the floor: silence is as it should be. */
  expectNothing(): void {
    this.idle = null;
  }

  release(): void {
    this.input.release();
  }

  private takeTurn(change: TurnChange): void {
    if (change.type === 'stopped') {
      if (this.turn === null) return;
      const dueMs = this.outbox.nowMs + this.latency.draw('vad');
      this.stop = { dueMs, audioEndMs: change.audioEndMs, speechEndMs: change.speechEndMs };
      return;
    }
    if (this.stop !== null) this.stopTurn();
    this.idle = null;
    const { audioStartMs, speechStartMs } = change;
    const itemId = this.outbox.newId('item');
    this.turn = { itemId, audioStartMs, speechStartMs, startedMs: this.outbox.nowMs };
    this.outbox.send({
      type: 'input_audio_buffer.speech_started',
      audio_start_ms: Math.round(audioStartMs),
      item_id: itemId,
    });
    this.reactions.onSpeech();
  }

  private stopTurn(): void {
    const { stop, turn } = this;
    this.stop = null;
    this.turn = null;
    if (stop === null || turn === null) return;
    this.outbox.send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(stop.audioEndMs),
      item_id: turn.itemId,
    });
    const { audioMs, arrivals } = this.input.commit(turn.audioStartMs, stop.audioEndMs, turn.speechStartMs);
    this.addAudio(turn.itemId, audioMs);
    this.note(turn.itemId, turn, stop.speechEndMs, this.outbox.nowMs, arrivals);
    this.reactions.onTurn();
  }

  private addAudio(itemId: string, audioMs: number): void {
    this.idle = null;
    const item: ConversationItem = {
      id: itemId,
      object: 'realtime.item',
      type: 'message',
      status: 'completed',
      role: 'user',
      content: [{ type: 'input_audio' }],
    };
    const previous = this.conversation.add(itemId, item, audioMs);
    this.outbox.send({ type: 'input_audio_buffer.committed', previous_item_id: previous, item_id: itemId });
    this.items.announce(item, previous);
    const { transcription } = this.settings.audio.input;
    if (transcription === null) return;
    const dueMs = this.outbox.nowMs + this.latency.draw('transcription');
    this.transcriptions.push({ dueMs, itemId, usage: transcriptionUsage(transcription, audioMs, '') });
    this.transcriptions.sort((a, b) => a.dueMs - b.dueMs);
  }

  /** Nothing is recognized yet: the transcript is empty, for that is all that is known of it. Its length is billed. */
  private transcribe(): void {
    const done = this.transcriptions.shift();
    if (done === undefined) return;
    this.outbox.send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: done.itemId,
      content_index: 0,
      transcript: '',
      usage: done.usage,
    });
  }

  /** The silence since the last answer was heard becomes an item, and is answered. */
  private breakSilence(): void {
    const { idle } = this;
    this.idle = null;
    if (idle === null || this.turn !== null) return;
    const itemId = this.outbox.newId('item');
    const audioEndMs = Math.round(this.input.positionMs);
    const audioStartMs = Math.max(0, Math.round(audioEndMs - (this.outbox.nowMs - idle.sinceMs)));
    this.outbox.send({
      type: 'input_audio_buffer.timeout_triggered',
      audio_start_ms: audioStartMs,
      audio_end_ms: audioEndMs,
      item_id: itemId,
    });
    this.addAudio(itemId, this.input.commit(audioStartMs, audioEndMs, audioEndMs).audioMs);
    this.reactions.onSilence();
  }

  private note(
    itemId: string,
    turn: Turn | null,
    speechEndAudioMs: number | null,
    speechStoppedMs: number | null,
    arrivals: readonly Arrival[],
  ): void {
    this.outbox.log({
      type: 'utterance',
      sessionId: this.outbox.sessionId,
      itemId,
      speechStartAudioMs: turn?.speechStartMs ?? null,
      speechEndAudioMs,
      speechStartedMs: turn?.startedMs ?? null,
      speechStoppedMs,
      committedMs: this.outbox.nowMs,
      arrivals,
    });
  }
}
