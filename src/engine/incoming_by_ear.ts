/**
 * What comes from an agent whose protocol does not tell one answer from the next: all of its audio is listened to as it comes, and
 * answers, their ends and what they say are made of that. What the protocol tells besides (words, calls of tools) is of the answer
 * that goes on.
 */

import type { AgentEvent, Command } from '../core/call/event.ts';
import { AnswerEar, type Ended } from './answer_ear.ts';
import { Incoming, type IncomingParts, type Piece } from './incoming.ts';
import { SLICE_MS } from './payload_reader.ts';
import { PlayMarks } from './play_marks.ts';
import { VoiceMeter } from './voice_meter.ts';
import { charactersOf } from './wire_payload.ts';

/** A piece is listened to in parts no longer than this: a silence that ends an answer may be within one. */
const PART_SLICES = 4;
/** So long after an answer words are still taken for its own. */
const LATE_WORDS_MS = 3000;

/** What an agent was about to say anyway comes without a pause of so much more than it has made before, … */
const PAUSE_MS = 150;
/** … of which a longer one is the network's. */
const LONGEST_PAUSE_MS = 600;

const NOTHING_HEARD = { type: 'audio', itemId: '', pcm: null, onsetMs: null } as const;

export class IncomingByEar extends Incoming {
  private readonly ear: AnswerEar;
  private readonly marks = new PlayMarks();
  private readonly meter: VoiceMeter;
  private readonly partBytes: number;
  private connection = 0;
  /** The answer that was over last, and when. */
  private last: { readonly answer: string; readonly atMs: number } | null = null;
  /** Words that came before anything of their answer was audible. */
  private early: (AgentEvent & { readonly type: 'answer_content' | 'answer_text' })[] = [];
  /** Of the answer that goes on. */
  private words = '';
  /** When the last piece came, and the longest pause between two of one answer. */
  private arrivedMs = -Infinity;
  private pauseMs = 0;
  /** What the answer that goes on had called for was given: what comes after a pause is made of that. */
  private hasResult = false;
  /** How much audio has come on this connection, and how much of it by the last that was audible. */
  private cameMs = 0;
  private audibleMs = 0;
  /** Silence comes where nothing is said: pauses are in the audio, and not in its coming. */
  private streams = false;

  constructor(parts: IncomingParts) {
    super(parts);
    const { plan, dialect } = parts;
    this.ear = new AnswerEar(plan.playback.bufferMs, plan.limits.gapMs ?? plan.limits.quietMs);
    this.meter = new VoiceMeter(plan.playback.audibleDbfs, dialect.downlink.sampleRate / 1000);
    this.partBytes = PART_SLICES * SLICE_MS * dialect.downlink.bytesPerMs;
  }

  override get wakeMs(): number {
    return Math.min(this.ear.wakeMs, this.marks.wakeMs);
  }

  override due(atMs: number): void {
    for (const mark of this.marks.take(atMs)) this.parts.hearer.sendPlayed(mark);
    this.concludes(this.ear.over(atMs), atMs);
  }

  override dials(): void {
    this.ear.cut(-Infinity);
    this.marks.forget();
    this.last = null;
    this.early = [];
    this.words = '';
    this.hasResult = false;
    this.cameMs = 0;
    this.audibleMs = 0;
    this.streams = false;
  }

  /** What is said of a result is an answer of its own, however soon it follows on "let me see". */
  override sent(command: Command): void {
    if (command.type !== 'tool_result') return;
    this.hasResult = this.ear.current !== null;
    if (this.streams) this.ear.expectAnother();
  }

  protected override mark(name: string, atMs: number): void {
    this.marks.put(name, this.ear.playedMs(atMs));
    this.due(atMs);
  }

  protected override told(connection: number, event: AgentEvent, atMs: number): void {
    const { hearer } = this.parts;
    this.connection = connection;
    switch (event.type) {
      case 'interrupted':
        hearer.happens(connection, event, atMs);
        this.cut(atMs);
        break;
      case 'answer_content':
      case 'answer_text':
        this.says(event, atMs);
        break;
      case 'tool_call':
        this.calls(event, atMs);
        break;
      default:
        hearer.happens(connection, event, atMs);
    }
  }

  /** What is queued is thrown away, and with it the rest of the answer. */
  private cut(atMs: number): void {
    const answer = this.ear.cut(atMs);
    for (const mark of this.marks.flush()) this.parts.hearer.sendPlayed(mark);
    if (answer !== null) this.done(answer, 'cancelled', atMs);
  }

  protected override piece(connection: number, whole: Piece, atMs: number): void {
    const { bytes, from, to } = whole;
    this.connection = connection;
    if (bytes === 0) {
      this.violates(connection, 'an audio message without audio', atMs);
      return;
    }
    this.pauses(atMs);
    if (bytes <= this.partBytes) {
      this.part(whole, atMs);
      return;
    }
    const characters = charactersOf(this.partBytes, this.parts.dialect.downlink);
    let left = bytes;
    for (let at = from; at < to; at += characters) {
      const end = Math.min(to, at + characters);
      this.part({ ...whole, from: at, to: end, bytes: Math.min(left, this.partBytes) }, atMs);
      left -= this.partBytes;
    }
  }

  /** A piece comes: where what a tool came to was given meanwhile, and a pause was made, it is of what was made of that. */
  private pauses(atMs: number): void {
    const pausedMs = atMs - this.arrivedMs;
    this.arrivedMs = atMs;
    if (this.hasResult) {
      if (pausedMs > this.pauseMs + PAUSE_MS) this.concludes(this.ear.end(), atMs);
    } else if (this.ear.current !== null && pausedMs > this.pauseMs)
      this.pauseMs = Math.min(pausedMs, LONGEST_PAUSE_MS);
  }

  private part(part: Piece, atMs: number): void {
    const { ear, meter, reader, connection } = this;
    const { hearer } = this.parts;
    const continues = this.parity.carries('', '');
    const pcm = reader.open(part.wire, part.from, part.to, continues);
    if (pcm === null) {
      this.malformed(connection, atMs);
      return;
    }
    meter.begin();
    for (let samples = pcm.next(); samples !== null; samples = pcm.next()) meter.push(samples);
    const ms = this.arrives({ ...part, responseId: '', itemId: '' });
    if (ms === 0) return;
    const { fromMs, toMs } = meter;
    this.concludes(ear.over(ear.playsMs(atMs) + (toMs === -1 ? ms : fromMs)), atMs);
    const begins = ear.current === null;
    if (toMs !== -1) this.audibleMs = this.cameMs + toMs;
    this.cameMs += ms;
    const { answer, leadMs, onsetMs } = ear.take(ms, fromMs, toMs, atMs);
    if (answer === null) {
      this.streams = true;
      return;
    }
    if (begins) this.begin(answer, atMs);
    if (leadMs > 0) {
      const { tape, echo } = this.parts;
      tape?.arrivesNothing();
      echo?.arrivesNothing();
      hearer.hears(connection, { ...NOTHING_HEARD, responseId: answer, ms: leadMs }, atMs);
      tape?.arrives(part.wire, part.from, part.to);
      echo?.arrives(part.wire, part.from, part.to, continues);
    }
    hearer.hears(connection, { ...NOTHING_HEARD, responseId: answer, ms, onsetMs }, atMs);
    if (reader.broken) this.violates(connection, 'an audio message that breaks off', atMs);
  }

  private begin(answer: string, atMs: number): void {
    const { early } = this;
    this.words = '';
    this.parts.hearer.begins(answer, atMs);
    this.early = [];
    for (const event of early) this.says(event, atMs);
  }

  /** Words, spoken or written: of the answer that goes on, of the one that has just been, or of the one to come. */
  private says(event: AgentEvent & { readonly type: 'answer_content' | 'answer_text' }, atMs: number): void {
    const { ear, last, connection } = this;
    const { hearer } = this.parts;
    const { fromMs } = event.type === 'answer_content' ? event : {};
    const isLate =
      last !== null && (fromMs === undefined ? atMs - last.atMs < LATE_WORDS_MS : fromMs < this.audibleMs);
    const responseId = ear.current ?? (isLate ? last.answer : null);
    if (responseId === null) {
      this.early.push(event);
      return;
    }
    hearer.happens(connection, { ...event, responseId }, atMs);
    if (event.type === 'answer_text') return;
    const { text = '' } = event;
    if (ear.current !== null) this.words += text;
    else if (text.trim() !== '') {
      hearer.happens(connection, { type: 'answer_text', responseId, text: text.trim() }, atMs);
    }
  }

  /** A tool is called in the answer that goes on, or in one of its own, of which nothing is heard. */
  private calls(event: AgentEvent & { readonly type: 'tool_call' }, atMs: number): void {
    const { ear, connection } = this;
    const responseId = ear.current ?? ear.unheard();
    this.parts.hearer.happens(connection, { ...event, responseId }, atMs);
    if (ear.current === null) this.done(responseId, 'completed', atMs);
  }

  private concludes(ended: Ended | null, atMs: number): void {
    if (ended === null) return;
    const { answer: responseId, inaudibleMs } = ended;
    if (inaudibleMs > 0) {
      this.parts.hearer.hears(this.connection, { type: 'audio_tail', responseId, inaudibleMs }, atMs);
    }
    this.done(responseId, 'completed', atMs);
  }

  private done(responseId: string, status: 'completed' | 'cancelled', atMs: number): void {
    const { hearer } = this.parts;
    const { connection } = this;
    const text = this.words.trim();
    this.words = '';
    this.hasResult = false;
    this.last = { answer: responseId, atMs };
    if (text !== '') hearer.happens(connection, { type: 'answer_text', responseId, text }, atMs);
    const reason = status === 'cancelled' ? 'turn_detected' : null;
    const told = { responseId, status, reason, rateLimited: false, usage: null } as const;
    hearer.happens(connection, { type: 'answer_done', byEar: true, ...told }, atMs);
  }
}
