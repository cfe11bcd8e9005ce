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
import { CallerSilence } from './caller_silence.ts';
import type { Ear } from '../ear.ts';
import { InputBuffer, MIN_COMMIT_MS, halfASample, tooLittleAudio } from './input_buffer.ts';
import { OverlappingVoice } from './overlapping_voice.ts';
import type { SessionQuality } from '../quality/quality_summary.ts';
import { nothingHeard } from '../recognizer/recognition.ts';
import { semanticPauseMs } from './semantic_pause.ts';
import { TurnItems, type Shared, type Turn } from './turn_items.ts';
import type { TurnChange, TurnStarted } from './turn_taking.ts';

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

/** A client may send a whole utterance at once: it is heard as it would be from one that sends it as it is spoken. */
const PIECE_MS = 100;

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
  /** Null: it cannot tell a murmur from an interruption, and takes every voice for one. */
  private readonly overlapping: OverlappingVoice | null;
  private readonly silence: CallerSilence;
  private stop: Stop | null = null;
  /** The end of this turn was missed: it goes on with whatever is said next. */
  private missed = false;

  constructor(shared: Shared, settings: Settings, ear: Ear, reactions: ListenerReactions) {
    this.shared = shared;
    this.settings = settings;
    this.ear = ear;
    this.reactions = reactions;
    this.analysis = new TurnAnalysis(ear.recognizer);
    this.turnItems = new TurnItems(shared);
    const { transcriber, meter } = this.analysis;
    this.input = new InputBuffer(ear.detector, transcriber, meter, () => this.pauseMs());
    const { murmurs, recognizer } = ear;
    const tells = murmurs !== null && recognizer !== null;
    this.overlapping = tells ? new OverlappingVoice(shared.outbox, murmurs, this.input, this.analysis) : null;
    this.silence = new CallerSilence(ear.silenceMs);
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
    return Math.min(this.stop?.dueMs ?? Infinity, transcripts.nextDueMs(), this.silence.dueMs);
  }

  /** There is a voice: a turn, or what may become one. */
  get attending(): boolean {
    return this.turn !== null || this.overlapping?.isHeld === true;
  }

  /** A caller may be silent from the start. */
  open(settings: Settings): void {
    this.silence.open(this.nowMs);
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
    this.settings = settings;
    this.rules = turnRules(settings);
    if (this.rules === null && this.stop !== null) this.stopTurn();
    this.input.configure(this.rules);
    if (this.rules === null) {
      this.turn = null;
      this.overlapping?.release();
    }
    this.silence.configure(this.rules, this.nowMs);
  }

  /** `zeros`: the bytes are known to be nothing else. */
  hear(bytes: Uint8Array, zeros: boolean): Problem | null {
    const format = formatOf(this.settings.audio.input.format);
    // A client that ends its turns itself begins them with whatever it sends next.
    if (this.rules === null && !this.analysis.busy) this.analysis.begin(0);
    if (format === 'pcm16' && bytes.length % 2 !== 0) return halfASample;
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
    this.calm &&= changes.length === 0 && this.overlapping?.isHeld !== true;
    for (const change of changes) this.takeTurn(change);
    this.weigh(false);
  }

  /** Ends the turn here, whatever was heard. Refused, it goes on. */
  commit(): Problem | null {
    if (this.stop !== null) this.stopTurn();
    const held = this.overlapping?.release() ?? null;
    if (held !== null) this.begin(held);
    const { pendingMs } = this.input;
    if (pendingMs < MIN_COMMIT_MS) return tooLittleAudio(pendingMs);
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
    this.overlapping?.release();
    this.analysis.end();
    this.input.clear();
    this.shared.outbox.send({ type: 'input_audio_buffer.cleared' });
  }

  /** The agent's last word is heard at this instant: from then on the caller's silence counts. */
  expectCaller(sinceMs: number): void {
    if (this.turn === null) this.silence.expectCaller(sinceMs);
  }

  /** The agent has the floor: silence is as it should be. */
  expectNothing(): void {
    this.silence.expectNothing();
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
      if (this.overlapping !== null && this.overlaps()) this.overlapping.hold(change);
      else this.begin(change);
      return;
    }
    this.weigh(true);
    if (this.turn === null) return;
    this.missed = this.shared.faults.missesTurn(this.nowMs);
    if (this.missed) return;
    const dueMs = this.nowMs + this.shared.latency.draw('vad');
    const { audioEndMs, speechEndMs } = change;
    const finding = this.analysis.end(this.input.positionMs - speechEndMs);
    this.stop = { dueMs, audioEndMs, speechEndMs, finding };
  }

  /** A voice that begins now may be a murmur over the agent, which it can tell from an interruption. */
  private overlaps(): boolean {
    return this.rules?.interruptResponse === true && this.reactions.overAgent();
  }

  private weigh(over: boolean): void {
    const interruption = this.overlapping?.weigh(over) ?? null;
    if (interruption !== null) this.begin(interruption);
  }

  private begin({ audioStartMs, speechStartMs }: TurnStarted): void {
    this.overlapping?.release();
    this.expectNothing();
    this.turn = this.turnItems.begin(audioStartMs, speechStartMs);
    this.missed = false;
    this.shared.faults.happens('speech_started', this.nowMs);
    this.reactions.onSpeech();
  }

  private stopTurn(): void {
    const { stop, turn } = this;
    this.stop = null;
    this.turn = null;
    if (stop === null || turn === null) return;
    this.turnItems.stopped(turn, stop.audioEndMs);
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
    const sinceMs = this.silence.take();
    if (sinceMs === null || this.turn !== null) return;
    if (this.rules?.idleTimeoutMs !== null) {
      const audioEndMs = Math.round(this.input.positionMs);
      const audioStartMs = Math.max(0, Math.round(audioEndMs - (this.nowMs - sinceMs)));
      const itemId = this.turnItems.timedOut(audioStartMs, audioEndMs);
      const { audioMs } = this.input.commit(audioStartMs, audioEndMs, audioEndMs);
      this.addAudio(itemId, audioMs, nothingFound);
    }
    this.reactions.onSilence();
  }
}

const nothingFound: Finding = { recognition: nothingHeard, quality: null };
