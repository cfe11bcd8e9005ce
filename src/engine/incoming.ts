/**
 * What comes from the agent, made into the core's words: a message is only skimmed where it is audio, its samples looked at until its
 * answer is audible, and read where it is anything else. This is for protocols that tell one answer from the next; by ear it is
 * `incoming_by_ear.ts`'s. Never throws on what a server sends.
 */

import type { Plan } from '../core/plan/plan.ts';
import type { AgentEvent, Command, PcmReader } from '../core/call/event.ts';
import type { Dialect, DialectSession, ReadEvent, WireMessage, WireText } from '../dialect/dialect.ts';
import { AnswerTail } from './answer_tail.ts';
import type { Echo } from './echo.ts';
import type { OutsideText } from './outside_text.ts';
import { PayloadReader } from './payload_reader.ts';
import type { Tape } from './recording/tape.ts';
import { SampleParity } from './sample_parity.ts';
import { StringText } from './string_text.ts';

/** Whom it is told to. */
export interface Hearer {
  /** Whether a delta of this answer has to be shown to the ear. */
  seeksOnset(responseId: string): boolean;
  /** An answer begins that nobody has told of. */
  begins(responseId: string, atMs: number): void;
  /** Something that is no audio. */
  happens(connection: number, event: AgentEvent, atMs: number): void;
  /** Audio, or what is wrong with it: nothing to do with what was done on purpose. */
  hears(connection: number, event: AgentEvent, atMs: number): void;
  /** An item begins to come, or goes on. */
  sounds(itemId: string): void;
  /** What came is answered at once. */
  replies(connection: number, message: WireMessage): void;
  /** A mark is answered. */
  sendPlayed(mark: string): void;
  /** Nothing more will come on this connection. */
  partsFrom(connection: number): void;
}

export interface IncomingParts {
  readonly plan: Plan;
  readonly dialect: Dialect;
  readonly outside: OutsideText;
  readonly tape: Tape | null;
  readonly echo: Echo | null;
  readonly hearer: Hearer;
}

/** A piece of the agent's voice, which stands in `wire` from `from` up to `to`. */
export interface Piece {
  readonly responseId: string;
  readonly itemId: string;
  /** Once decoded. */
  readonly bytes: number;
  readonly wire: WireText;
  readonly from: number;
  readonly to: number;
}

export class Incoming {
  protected readonly parts: IncomingParts;
  protected readonly reader: PayloadReader;
  protected readonly parity: SampleParity;
  private readonly tail: AnswerTail;

  constructor(parts: IncomingParts) {
    const { dialect, plan } = parts;
    this.parts = parts;
    this.reader = new PayloadReader(dialect.downlink);
    this.parity = new SampleParity(dialect.downlink.format === 'pcm16' ? 2 : 1);
    this.tail = new AnswerTail(dialect.downlink, plan.playback.audibleDbfs);
  }

  /** When it wants to look at the time. */
  get wakeMs(): number {
    return Infinity;
  }

  /** That time may have come. */
  due(_atMs: number): void {}

  /** The caller's side has said this. */
  sent(_command: Command): void {}

  /** Another connection: nothing more comes of the one before. */
  dials(): void {}

  /** A received message. */
  message(session: DialectSession, connection: number, wire: WireText, atMs: number): void {
    const skimmed = session.skim(wire);
    if (skimmed !== null) {
      const { responseId, itemId, bytes, payloadStart: from, payloadEnd: to } = skimmed;
      this.piece(connection, { responseId, itemId, bytes, wire, from, to }, atMs);
      return;
    }
    const told = readIn(session, wire);
    if (!isSeveral(told)) this.event(connection, told, atMs);
    else for (const event of told) this.event(connection, event, atMs);
  }

  /** What a message says, or what follows from one that was sent. */
  event(connection: number, read: ReadEvent, atMs: number): void {
    if (read.type === 'mark') {
      this.mark(read.name, atMs);
      return;
    }
    if (read.type === 'reply') {
      this.parts.hearer.replies(connection, read.message);
      return;
    }
    if (read.type === 'over') {
      this.parts.hearer.partsFrom(connection);
      return;
    }
    const event = this.parts.outside.event(read);
    if (event.type === 'audio') {
      const { payload, responseId, itemId, ms } = event;
      const bytes = Math.round(ms * this.parts.dialect.downlink.bytesPerMs);
      const wire = new StringText(payload);
      this.piece(connection, { responseId, itemId, bytes, wire, from: 0, to: payload.length }, atMs);
    } else this.told(connection, event, atMs);
  }

  /** A protocol that tells of its answers has no use for marks: what has come is answered as it comes. */
  protected mark(name: string, _atMs: number): void {
    this.parts.hearer.sendPlayed(name);
  }

  protected told(connection: number, event: AgentEvent, atMs: number): void {
    const { hearer, tape } = this.parts;
    if (event.type === 'answer_done') {
      const { responseId } = event;
      if (this.parity.end(responseId)) {
        tape?.breaks();
        this.violates(connection, 'an answer that ends in half a sample', atMs);
      }
      const inaudibleMs = this.tail.inaudibleMs(responseId);
      const tail = { type: 'audio_tail', responseId, inaudibleMs } as const;
      if (inaudibleMs > 0) hearer.hears(connection, tail, atMs);
    }
    hearer.happens(connection, event, atMs);
  }

  protected piece(connection: number, piece: Piece, atMs: number): void {
    const { responseId, itemId, bytes, wire, from, to } = piece;
    const { parity, reader } = this;
    const { hearer, tape } = this.parts;
    if (bytes === 0) {
      this.violates(connection, 'an audio delta without audio', atMs);
      return;
    }
    if (parity.breaks(responseId, itemId)) {
      tape?.breaks();
      this.violates(connection, 'an item that ends in half a sample', atMs);
    }
    let pcm: PcmReader | null = null;
    if (hearer.seeksOnset(responseId)) {
      pcm = reader.open(wire, from, to, parity.carries(responseId, itemId));
      if (pcm === null) {
        this.malformed(connection, atMs);
        return;
      }
    }
    this.tail.keep(responseId, wire, from, to);
    const ms = this.arrives(piece);
    if (ms === 0) return;
    hearer.hears(connection, { type: 'audio', responseId, itemId, ms, pcm }, atMs);
    if (pcm !== null && reader.broken) this.violates(connection, 'an audio delta that breaks off', atMs);
  }

  /** How long a piece is in whole samples, with what the piece before left of one; whoever keeps what is played has it. */
  protected arrives({ responseId, itemId, bytes, wire, from, to }: Piece): number {
    const { parity } = this;
    const { tape, echo, hearer, dialect } = this.parts;
    tape?.arrives(wire, from, to);
    echo?.arrives(wire, from, to, parity.carries(responseId, itemId));
    hearer.sounds(itemId);
    const ms = parity.take(responseId, itemId, bytes) / dialect.downlink.bytesPerMs;
    if (ms === 0) {
      // Not even one sample: nothing has come yet that could be heard, but what comes next goes on from it.
      tape?.waits();
      echo?.waits();
    }
    return ms;
  }

  protected malformed(connection: number, atMs: number): void {
    const event = { type: 'malformed', reason: 'an audio delta that is no base64' } as const;
    this.parts.hearer.hears(connection, event, atMs);
  }

  protected violates(connection: number, reason: string, atMs: number): void {
    this.parts.hearer.hears(connection, { type: 'violation', reason }, atMs);
  }
}

function readIn(session: DialectSession, wire: WireText): ReadEvent | readonly ReadEvent[] {
  if (wire.binary !== true || session.readBytes === undefined) return session.read(wire.head(wire.length));
  const bytes = new Uint8Array(wire.length);
  wire.copy(0, wire.length, bytes, 0);
  return session.readBytes(bytes);
}

function isSeveral(told: ReadEvent | readonly ReadEvent[]): told is readonly ReadEvent[] {
  return Array.isArray(told);
}
