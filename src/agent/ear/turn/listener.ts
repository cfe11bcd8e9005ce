/**
 * The caller's side of a session: hears when turns begin and end, what was said in them and how well it could be heard,
 * makes items of them, and notices a caller who says nothing. Pure. It tells the client what it hears; what the agent does
 * about it is up to whoever listens to it.
 *
 *   voice begins ── while the agent is not heard ──────────────→ turn ── silence ──→ committed, understood
 *                └─ over the agent, which minds murmurs → held ─┬ wants the floor ─→ turn
 *                                                               └ a murmur ────────→ passed over
 */

import type { Heard } from '../../mind/heard.ts';
import { MAX_ITEMS_WITH_TURNS, tooManyItems } from '../../protocol/conversation_items.ts';
import type { AudioFormat, Settings, TurnRules } from '../../protocol/settings.ts';
import { bytesPerMs, formatOf, turnRules } from '../../protocol/settings.ts';
import type { Problem } from '../../protocol/event_shape.ts';
import { TurnAnalysis, heardOf, type Finding } from './turn_analysis.ts';
import type { DetectorFactory } from '../detector/detector.ts';
import { InputBuffer, MIN_COMMIT_MS } from './input_buffer.ts';
import { weighMurmur, type MurmurRules } from './murmur.ts';
import type { SessionQuality } from '../quality/quality_summary.ts';
import { nothingHeard, type Recognizer } from '../recognizer/recognition.ts';
import { semanticPauseMs } from './semantic_pause.ts';
import { TurnItems, type Shared, type Turn } from './turn_items.ts';
import type { TurnChange } from './turn_taking.ts';

export interface ListenerReactions {
  /** The caller has begun to speak, or to interrupt. */
  readonly onSpeech: () => void;
  /** A turn is in the conversation. `over`: the caller has finished; else the client has committed what there was. */
  readonly onTurn: (itemId: string, heard: Heard, over: boolean) => void;
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

/** A client may send a whole utterance at once: it is heard as it would be from one that sends it as it is spoken. */
const PIECE_MS = 100;

type Started = Extract<TurnChange, { type: 'started' }>;

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
  private readonly shared: Shared;
  private readonly ear: Ear;
  private readonly analysis: TurnAnalysis;
  private readonly input: InputBuffer;
  private readonly turnItems: TurnItems;
  private readonly reactions: ListenerReactions;
  private settings: Settings;
  private turn: Turn | null = null;
  /** A voice over the agent of which it is not clear yet what it wants. */
  private held: Started | null = null;
  private stop: Stop | null = null;
  /** The end of this turn was missed: it goes on with whatever is said next. */
  private missed = false;
  private idle: { readonly dueMs: number; readonly sinceMs: number } | null = null;
  /** The session opened at this instant, and nobody has said anything yet. */
  private quietSinceMs: number | null = null;

  constructor(shared: Shared, settings: Settings, ear: Ear, reactions: ListenerReactions) {
    this.shared = shared;
    this.settings = settings;
    this.ear = ear;
    this.reactions = reactions;
    this.analysis = new TurnAnalysis(ear.recognizer);
    this.turnItems = new TurnItems(shared);
    const { transcriber, meter } = this.analysis;
    this.input = new InputBuffer(ear.detector, transcriber, meter, () => this.pauseMs());
  }

  get appends(): number {
    return this.input.appends;
  }

  /** Of all its turns so far; null where there was none to judge. */
  get quality(): SessionQuality | null {
    return this.turnItems.quality;
  }

  nextDueMs(): number {
    const { transcripts } = this.turnItems;
    return Math.min(this.stop?.dueMs ?? Infinity, transcripts.nextDueMs(), this.idle?.dueMs ?? Infinity);
  }

  /** There is a voice: a turn, or what may become one. */
  get attending(): boolean {
    return this.turn !== null || this.held !== null;
  }

  /** A caller may be silent from the start. */
  open(settings: Settings): void {
    this.quietSinceMs = this.nowMs;
    this.configure(settings);
  }

  /** Does the earliest of what is due. */
  advance(): void {
    const dueMs = this.nextDueMs();
    const { transcripts } = this.turnItems;
    if (this.stop?.dueMs === dueMs) this.stopTurn();
    else if (transcripts.nextDueMs() === dueMs) transcripts.advance();
    else this.breakSilence();
  }

  configure(settings: Settings): void {
    const answered = this.rules?.createResponse === true;
    this.settings = settings;
    this.rules = turnRules(settings);
    // Until now the answers were the client's to ask for: its silence was no caller's.
    if (this.quietSinceMs !== null && !answered) this.quietSinceMs = this.nowMs;
    if (this.rules === null && this.stop !== null) this.stopTurn();
    this.input.configure(this.rules);
    if (this.rules === null) {
      this.turn = null;
      this.held = null;
    }
    if (this.quietSinceMs !== null) this.awaitFirstWord(this.quietSinceMs);
    else if (this.silenceMs() === Infinity) this.idle = null;
  }

  /** `zeros`: the bytes are known to be nothing else. */
  hear(bytes: Uint8Array, zeros: boolean): Problem | null {
    const format = formatOf(this.settings.audio.input.format);
    // A client that ends its turns itself begins them with whatever it sends next.
    if (this.rules === null && !this.analysis.busy) this.analysis.begin(0);
    if (format === 'pcm16' && bytes.length % 2 !== 0) {
      const message = "Invalid 'audio': the bytes are not whole 16-bit samples.";
      return { code: 'invalid_value', message, param: 'audio' };
    }
    const perMs = bytesPerMs(format);
    this.input.arrive(bytes.length / perMs, this.nowMs, this.turn !== null);
    this.calm = true;
    const most = PIECE_MS * perMs;
    if (bytes.length <= most) this.hearPiece(bytes, format, zeros);
    else {
      for (let from = 0; from < bytes.length; from += most)
        this.hearPiece(bytes.subarray(from, from + most), format, zeros);
    }
    return null;
  }

  private hearPiece(bytes: Uint8Array, format: AudioFormat, zeros: boolean): void {
    const changes = this.input.hear(bytes, format, zeros);
    this.calm &&= changes.length === 0 && this.held === null;
    for (const change of changes) this.takeTurn(change);
    if (this.held !== null) this.weigh(this.held, false);
  }

  /** Ends the turn here, whatever was heard. Refused, it goes on. */
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
    if (this.shared.conversation.crammed) return tooManyItems(null, MAX_ITEMS_WITH_TURNS);
    const { turn } = this;
    this.turn = null;
    const itemId = turn?.itemId ?? this.shared.outbox.newId('item');
    const { audioMs, arrivals } = this.input.commitAll();
    const finding = this.analysis.end();
    this.addAudio(itemId, audioMs, finding);
    this.turnItems.note(itemId, turn, null, arrivals, finding, this.understands);
    this.reactions.onTurn(itemId, heardOf(finding), false);
    return null;
  }

  clear(): void {
    if (this.stop !== null) this.stopTurn();
    this.turn = null;
    this.held = null;
    this.analysis.end();
    this.input.clear();
    this.shared.outbox.send({ type: 'input_audio_buffer.cleared' });
  }

  /** The agent's last word is heard at this instant: from then on the caller's silence counts. */
  expectCaller(sinceMs: number): void {
    this.quietSinceMs = null;
    const silenceMs = this.silenceMs();
    if (silenceMs !== Infinity && this.turn === null) this.idle = { dueMs: sinceMs + silenceMs, sinceMs };
  }

  /** The agent has the floor: silence is as it should be. */
  expectNothing(): void {
    this.quietSinceMs = null;
    this.idle = null;
  }

  release(): void {
    this.input.release();
  }

  /** The instant of the input at hand. */
  private get nowMs(): number {
    return this.shared.outbox.nowMs;
  }

  private get understands(): boolean {
    return this.ear.recognizer !== null;
  }

  /** The client's own timeout counts from the agent's last word, and there is none yet: this is the profile's silence. */
  private awaitFirstWord(sinceMs: number): void {
    const { silenceMs } = this.ear;
    const mine = this.rules?.createResponse === true && this.rules.idleTimeoutMs === null;
    this.idle = mine && silenceMs !== Infinity ? { dueMs: sinceMs + silenceMs, sinceMs } : null;
  }

  private silenceMs(): number {
    const { rules } = this;
    if (rules === null) return Infinity;
    // A client that asks for each answer itself wants none for nothing either, unless it has set a time for one.
    return rules.idleTimeoutMs ?? (rules.createResponse ? this.ear.silenceMs : Infinity);
  }

  /** Semantic detection: how long a pause ends the turn, by the words so far. */
  private pauseMs(): number {
    const { rules } = this;
    if (rules === null) return Infinity;
    if (rules.eagerness === null || this.ear.recognizer === null) return rules.silenceDurationMs;
    return semanticPauseMs(rules.eagerness, this.analysis.read());
  }

  private takeTurn(change: TurnChange): void {
    if (change.type === 'started') {
      if (this.missed && this.turn !== null) {
        this.missed = false;
        return;
      }
      if (this.stop !== null) this.stopTurn();
      this.analysis.begin(this.input.positionMs - change.speechStartMs);
      if (this.minds()) this.held = change;
      else this.begin(change);
      return;
    }
    if (this.held !== null) this.weigh(this.held, true);
    if (this.turn === null) return;
    this.missed = this.shared.faults.missesTurn(this.nowMs);
    if (this.missed) return;
    const dueMs = this.nowMs + this.shared.latency.draw('vad');
    const { audioEndMs, speechEndMs } = change;
    const finding = this.analysis.end(this.input.positionMs - speechEndMs);
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
    const verdict = weighMurmur(rules, this.analysis.read(), { spokenMs, pausedMs, over });
    if (verdict === 'interruption') this.begin(held);
    else if (verdict === 'murmur') {
      this.held = null;
      this.input.pass();
      this.shared.outbox.log({
        type: 'murmur',
        sessionId: this.shared.outbox.sessionId,
        atMs: this.nowMs,
        speechStartAudioMs: held.speechStartMs,
        spokenMs,
        recognition: this.analysis.end().recognition,
      });
    }
  }

  private begin({ audioStartMs, speechStartMs }: Started): void {
    this.held = null;
    this.expectNothing();
    const itemId = this.shared.outbox.newId('item');
    this.turn = { itemId, audioStartMs, speechStartMs, startedMs: this.nowMs };
    this.missed = false;
    this.shared.faults.happens('speech_started', this.nowMs);
    this.shared.outbox.send({
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
    this.shared.outbox.send({
      type: 'input_audio_buffer.speech_stopped',
      audio_end_ms: Math.round(stop.audioEndMs),
      item_id: turn.itemId,
    });
    const { audioMs, arrivals } = this.input.commit(turn.audioStartMs, stop.audioEndMs, turn.speechStartMs);
    if (this.shared.conversation.crammed) {
      this.shared.outbox.fail(tooManyItems(null, MAX_ITEMS_WITH_TURNS), null);
      this.expectCaller(this.nowMs);
      return;
    }
    const { finding, speechEndMs } = stop;
    this.addAudio(turn.itemId, audioMs, finding);
    const end = { speechEndAudioMs: speechEndMs, speechStoppedMs: this.nowMs };
    this.turnItems.note(turn.itemId, turn, end, arrivals, finding, this.understands);
    this.reactions.onTurn(turn.itemId, heardOf(finding), true);
  }

  private addAudio(itemId: string, audioMs: number, finding: Finding): void {
    this.expectNothing();
    this.turnItems.add(itemId, audioMs, finding.recognition, this.settings);
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
      const itemId = this.shared.outbox.newId('item');
      const audioEndMs = Math.round(this.input.positionMs);
      const audioStartMs = Math.max(0, Math.round(audioEndMs - (this.nowMs - idle.sinceMs)));
      this.shared.outbox.send({
        type: 'input_audio_buffer.timeout_triggered',
        audio_start_ms: audioStartMs,
        audio_end_ms: audioEndMs,
        item_id: itemId,
      });
      const { audioMs } = this.input.commit(audioStartMs, audioEndMs, audioEndMs);
      this.addAudio(itemId, audioMs, nothingFound);
    }
    this.reactions.onSilence();
  }
}

const nothingFound: Finding = { recognition: nothingHeard, quality: null };
