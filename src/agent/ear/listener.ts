/**
 * The caller's side of a session: hears when turns begin and end, what was said in them and how well it could be heard,
 * makes items of them, and notices a caller who says nothing. Pure. It tells the client what it hears; what the agent does
 * about it is up to whoever listens to it.
 *
 *   voice begins ── while the agent is not heard ──────────────→ turn ── silence ──→ committed, understood
 *                └─ over the agent, which minds murmurs → held ─┬ wants the floor ─→ turn
 *                                                               └ a murmur ────────→ passed over
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { Arrival } from '../agent_record.ts';
import type { Conversation } from '../protocol/conversation.ts';
import type { Mischief } from '../fault/mischief.ts';
import type { Latency } from '../latency.ts';
import type { Heard } from '../mind/mind.ts';
import type { Items } from '../protocol/items.ts';
import type { Outbox } from '../protocol/outbox.ts';
import type { Settings, TurnRules } from '../protocol/settings.ts';
import { formatOf, turnRules } from '../protocol/settings.ts';
import type { Problem } from '../protocol/shape.ts';
import type { DetectorFactory } from './detector.ts';
import { InputBuffer, MIN_COMMIT_MS } from './input_buffer.ts';
import { weighMurmur, type MurmurRules } from './murmur.ts';
import type { AudioQuality } from './quality.ts';
import { QualityMeter } from './quality_meter.ts';
import { QualitySummary, type SessionQuality } from './quality_summary.ts';
import { nothingHeard, type Recognition, type Recognizer } from './recognition.ts';
import { Scribe } from './scribe.ts';
import { semanticPauseMs } from './semantic_pause.ts';
import { Transcripts } from './transcripts.ts';
import type { TurnChange } from './turn_taking.ts';

export interface ListenerReactions {
  /** The caller has begun to speak, or to interrupt. */
  readonly onSpeech: () => void;
  /** A turn is in the conversation. `over`: the caller has finished; else the client has committed what there was. */
  readonly onTurn: (heard: Heard, over: boolean) => void;
  /** The caller has said nothing for too long. */
  readonly onSilence: () => void;
  /** The agent is being heard, as far as it can know. */
  readonly overAgent: () => boolean;
}

export interface Ear {
  readonly detector: DetectorFactory;
  /** Null: it does not understand what it hears. */
  readonly recognizer: Recognizer | null;
  /** What does not interrupt the agent. Null: everything does. */
  readonly murmurs: MurmurRules | null;
  /** Silence after which the agent speaks up, where the client has not set its own. */
  readonly silenceMs: number;
}

type Started = Extract<TurnChange, { type: 'started' }>;

interface Turn {
  readonly itemId: string;
  readonly audioStartMs: number;
  readonly speechStartMs: number;
  readonly startedMs: number;
}

/** What was made of a turn while it was heard. */
interface Finding {
  readonly recognition: Recognition;
  readonly quality: AudioQuality | null;
}

interface Stop {
  /** The turn has ended, and the detector's own delay has not passed yet. */
  readonly dueMs: number;
  readonly audioEndMs: number;
  readonly speechEndMs: number;
  readonly finding: Finding;
}

export class Listener {
  /** The audio heard last has changed nothing: no turn, no deadline. */
  calm = false;
  rules: TurnRules | null = null;
  private readonly outbox: Outbox;
  private readonly conversation: Conversation;
  private readonly items: Items;
  private readonly latency: Latency;
  private readonly mischief: Mischief;
  private readonly ear: Ear;
  private readonly scribe: Scribe;
  private readonly meter = new QualityMeter();
  private readonly summary = new QualitySummary();
  private readonly input: InputBuffer;
  private readonly transcripts: Transcripts;
  private readonly reactions: ListenerReactions;
  private settings: Settings;
  private turn: Turn | null = null;
  /** A voice over the agent of which it is not clear yet what it wants. */
  private held: Started | null = null;
  private stop: Stop | null = null;
  /** The end of this turn was missed: it goes on with whatever is said next. */
  private missed = false;
  private idle: { readonly dueMs: number; readonly sinceMs: number } | null = null;

  constructor(
    shared: {
      readonly outbox: Outbox;
      readonly conversation: Conversation;
      readonly items: Items;
      readonly latency: Latency;
      readonly mischief: Mischief;
    },
    settings: Settings,
    ear: Ear,
    reactions: ListenerReactions,
  ) {
    this.outbox = shared.outbox;
    this.conversation = shared.conversation;
    this.items = shared.items;
    this.latency = shared.latency;
    this.mischief = shared.mischief;
    this.settings = settings;
    this.ear = ear;
    this.reactions = reactions;
    this.scribe = new Scribe(ear.recognizer);
    this.transcripts = new Transcripts(shared);
    this.input = new InputBuffer(ear.detector, this.scribe, this.meter, () => this.pauseMs());
  }

  get appends(): number {
    return this.input.appends;
  }

  /** Of all its turns so far; null where there was none to judge. */
  get quality(): SessionQuality | null {
    return this.summary.read();
  }

  nextDueMs(): number {
    return Math.min(this.stop?.dueMs ?? Infinity, this.transcripts.nextDueMs(), this.idle?.dueMs ?? Infinity);
  }

  /** Does the earliest of what is due. */
  advance(): void {
    const dueMs = this.nextDueMs();
    if (this.stop?.dueMs === dueMs) this.stopTurn();
    else if (this.transcripts.nextDueMs() === dueMs) this.transcripts.advance();
    else this.breakSilence();
  }

  configure(settings: Settings): void {
    this.settings = settings;
    this.rules = turnRules(settings);
    if (this.rules === null && this.stop !== null) this.stopTurn();
    this.input.configure(this.rules);
    if (this.rules === null) {
      this.turn = null;
      this.held = null;
    }
    if (this.silenceMs() === Infinity) this.idle = null;
  }

  /** `zeros`: the bytes are known to be nothing else. */
  hear(bytes: Uint8Array, zeros: boolean): Problem | null {
    this.calm = false;
    const format = formatOf(this.settings.audio.input.format);
    // A client that ends its turns itself begins them with whatever it sends next.
    if (this.rules === null && !this.meter.busy) this.attend(0);
    const changes = this.input.append(bytes, format, zeros, this.outbox.nowMs, this.turn !== null);
    if (changes === null) {
      const message = "Invalid 'audio': the bytes are not whole 16-bit samples.";
      return { code: 'invalid_value', message, param: 'audio' };
    }
    this.calm = changes.length === 0 && this.held === null;
    for (const change of changes) this.takeTurn(change);
    if (this.held !== null) this.weigh(this.held, false);
    return null;
  }

  /** Ends the turn here, whatever was heard. */
  commit(): Problem | null {
    if (this.stop !== null) this.stopTurn();
    if (this.held !== null) this.begin(this.held);
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
    const finding = this.conclude();
    this.addAudio(itemId, audioMs, finding.recognition);
    this.note(itemId, turn, null, null, arrivals, finding);
    this.reactions.onTurn(heardOf(finding), false);
    return null;
  }

  clear(): void {
    if (this.stop !== null) this.stopTurn();
    this.turn = null;
    this.held = null;
    this.conclude();
    this.input.clear();
    this.outbox.send({ type: 'input_audio_buffer.cleared' });
  }

  /** The agent's last word is heard at this instant: from then on the caller's silence counts. */
  expectCaller(sinceMs: number): void {
    const silenceMs = this.silenceMs();
    if (silenceMs !== Infinity && this.turn === null) this.idle = { dueMs: sinceMs + silenceMs, sinceMs };
  }

  /** The agent has the floor: silence is as it should be. */
  expectNothing(): void {
    this.idle = null;
  }

  release(): void {
    this.input.release();
  }

  private silenceMs(): number {
    if (this.rules === null) return Infinity;
    return this.rules.idleTimeoutMs ?? this.ear.silenceMs;
  }

  /** Semantic detection: how long a pause ends the turn, by the words so far. */
  private pauseMs(): number {
    const { rules } = this;
    if (rules === null) return Infinity;
    if (rules.eagerness === null || this.ear.recognizer === null) return rules.silenceDurationMs;
    return semanticPauseMs(rules.eagerness, this.scribe.read());
  }

  private takeTurn(change: TurnChange): void {
    if (change.type === 'started') {
      if (this.missed && this.turn !== null) {
        this.missed = false;
        return;
      }
      if (this.stop !== null) this.stopTurn();
      this.attend(this.input.positionMs - change.speechStartMs);
      if (this.minds()) this.held = change;
      else this.begin(change);
      return;
    }
    if (this.held !== null) this.weigh(this.held, true);
    if (this.turn === null) return;
    this.missed = this.mischief.missesTurn(this.outbox.nowMs);
    if (this.missed) return;
    const dueMs = this.outbox.nowMs + this.latency.draw('vad');
    const { audioEndMs, speechEndMs } = change;
    const finding = this.conclude(this.input.positionMs - speechEndMs);
    this.stop = { dueMs, audioEndMs, speechEndMs, finding };
  }

  /** Whether a voice that begins now may be a murmur over the agent, which it can tell from an interruption. */
  private minds(): boolean {
    const { murmurs, recognizer } = this.ear;
    const interrupts = this.rules?.interruptResponse === true;
    return murmurs !== null && recognizer !== null && interrupts && this.reactions.overAgent();
  }

  private weigh(held: Started, over: boolean): void {
    const { spokenMs, pausedMs } = this.input;
    const rules = this.ear.murmurs as MurmurRules;
    const verdict = weighMurmur(rules, this.scribe.read(), { spokenMs, pausedMs, over });
    if (verdict === 'interruption') this.begin(held);
    else if (verdict === 'murmur') {
      this.held = null;
      this.input.pass();
      this.outbox.log({
        type: 'murmur',
        sessionId: this.outbox.sessionId,
        atMs: this.outbox.nowMs,
        speechStartAudioMs: held.speechStartMs,
        spokenMs,
        recognition: this.conclude().recognition,
      });
    }
  }

  private begin({ audioStartMs, speechStartMs }: Started): void {
    this.held = null;
    this.idle = null;
    const itemId = this.outbox.newId('item');
    this.turn = { itemId, audioStartMs, speechStartMs, startedMs: this.outbox.nowMs };
    this.missed = false;
    this.mischief.happens('speech_started', this.outbox.nowMs);
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
    this.addAudio(turn.itemId, audioMs, stop.finding.recognition);
    this.note(turn.itemId, turn, stop.speechEndMs, this.outbox.nowMs, arrivals, stop.finding);
    this.reactions.onTurn(heardOf(stop.finding), true);
  }

  /** What is heard from so long ago on belongs to a turn. */
  private attend(agoMs: number): void {
    this.scribe.begin(agoMs);
    this.meter.begin();
  }

  /** The utterance is over; its voice ended so long ago. */
  private conclude(agoMs = 0): Finding {
    return { recognition: this.scribe.end(agoMs), quality: this.meter.end() };
  }

  private addAudio(itemId: string, audioMs: number, recognition: Recognition): void {
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
    if (transcription !== null) this.transcripts.add(itemId, audioMs, recognition, transcription);
  }

  /**
   * The silence since the last answer was heard is answered. Where the client has asked to be told, it becomes an item
   * first.
   */
  private breakSilence(): void {
    const { idle } = this;
    this.idle = null;
    if (idle === null || this.turn !== null) return;
    if (this.rules?.idleTimeoutMs !== null) {
      const itemId = this.outbox.newId('item');
      const audioEndMs = Math.round(this.input.positionMs);
      const audioStartMs = Math.max(0, Math.round(audioEndMs - (this.outbox.nowMs - idle.sinceMs)));
      this.outbox.send({
        type: 'input_audio_buffer.timeout_triggered',
        audio_start_ms: audioStartMs,
        audio_end_ms: audioEndMs,
        item_id: itemId,
      });
      const { audioMs } = this.input.commit(audioStartMs, audioEndMs, audioEndMs);
      this.addAudio(itemId, audioMs, nothingHeard);
    }
    this.reactions.onSilence();
  }

  private note(
    itemId: string,
    turn: Turn | null,
    speechEndAudioMs: number | null,
    speechStoppedMs: number | null,
    arrivals: readonly Arrival[],
    { recognition, quality }: Finding,
  ): void {
    if (quality !== null) this.summary.add(quality);
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
      recognition: this.ear.recognizer === null ? null : recognition,
      quality,
    });
  }
}

function heardOf({ recognition: { utterances, confidence, complete }, quality }: Finding): Heard {
  return { utterances, confidence, complete, poorAudio: quality?.verdict === 'poor', typed: false };
}
