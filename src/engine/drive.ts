/**
 * Joins the pure call to whatever carries it: feeds inputs in, has the host carry out the effects, and translates both
 * ways through the dialect, a session of which is opened for each connection. Knows no socket and no clock, so that every
 * engine drives calls the same way.
 */

import { Saboteur } from '../chaos/saboteur.ts';
import type { Deed } from '../chaos/deed.ts';
import { Call, type CallOptions } from '../core/call/call.ts';
import type { CallSpec } from '../core/call/call_spec.ts';
import type { CallInput, Effect } from '../core/call/effect.ts';
import type { FailureCode } from '../core/log/failure.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { CallLine } from '../core/log/record.ts';
import type { Playlist } from '../core/call/script.ts';
import type { PcmReader } from '../core/call/event.ts';
import type { Dialect, DialectSession, WireText } from '../dialect/dialect.ts';
import type { Redact } from '../core/word/redaction.ts';
import { AnswerTail } from './answer_tail.ts';
import { OutsideText } from './outside_text.ts';
import { PayloadReader } from './payload_reader.ts';
import { SampleParity } from './sample_parity.ts';
import type { Tape } from './recording/tape.ts';
import { StringText } from './string_text.ts';

/** What an engine does for a call. */
export interface Host {
  /** Connect. All that comes of it is told with its number; what is sent from now on goes there. */
  dial(connection: number, session: DialectSession): void;
  send(text: string): void;
  openMicrophone(atMs: number): void;
  speak(playlist: Playlist, atMs: number): void;
  hush(): void;
  wake(atMs: number): void;
  close(code: number): void;
  drop(): void;
  record(record: CallLine): void;
}

export interface DriverOptions extends Pick<CallOptions, 'strict'> {
  /** Keeps what is to be heard of the agent. */
  readonly tape?: Tape | null;
  /** Hides the run's secrets in what the target says. Default: there are none. */
  readonly redact?: Redact;
}

/** An audio delta: whose it is, and how long once decoded. */
interface Piece {
  readonly responseId: string;
  readonly itemId: string;
  readonly bytes: number;
}

/** Why a connection ended, as far as the engine knows. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
  readonly failure: FailureCode | null;
  readonly detail: string | null;
}

export class Driver {
  private readonly call: Call;
  private readonly dialect: Dialect;
  private readonly host: Host;
  private readonly reader: PayloadReader;
  private readonly parity: SampleParity;
  private readonly tail: AnswerTail;
  private readonly tape: Tape | null;
  private readonly outside: OutsideText;
  private readonly callIndex: number;
  /** Null: nothing goes wrong on purpose in this call. */
  private readonly saboteur: Saboteur | null;
  /** The call's own wish, and that of both. */
  private callWakeMs = Infinity;
  private wakeMs = Infinity;
  /** By the number of the connection. */
  private readonly sessions: DialectSession[] = [];

  constructor(
    plan: Plan,
    spec: CallSpec,
    scheduledMs: number,
    dialect: Dialect,
    host: Host,
    { tape = null, redact, ...options }: DriverOptions = {},
  ) {
    this.outside = new OutsideText(redact);
    const observed = tape === null ? options : { ...options, observer: tape };
    this.call = new Call(plan, spec, scheduledMs, observed);
    this.tape = tape;
    this.dialect = dialect;
    this.reader = new PayloadReader(dialect.downlink);
    this.parity = new SampleParity(dialect.downlink.format === 'pcm16' ? 2 : 1);
    this.tail = new AnswerTail(dialect.downlink, plan.playback.audibleDbfs);
    this.host = host;
    this.callIndex = spec.index;
    const saboteur = new Saboteur(plan, spec);
    this.saboteur = saboteur.idle ? null : saboteur;
  }

  get failed(): boolean {
    return this.call.failed;
  }

  get ended(): boolean {
    return this.call.ended;
  }

  input(input: CallInput, atMs: number): void {
    if (input.type === 'begin') this.saboteur?.begins(atMs);
    if (input.type === 'timer' && this.saboteur !== null) {
      this.wakeMs = Infinity;
      this.sabotage(this.saboteur, atMs);
      if (atMs < this.callWakeMs) {
        this.arrange();
        return;
      }
    }
    if (input.type === 'timer') this.callWakeMs = Infinity;
    for (const effect of this.call.handle(input, atMs)) this.carryOut(effect);
    if (this.saboteur !== null) this.arrange();
  }

  private sabotage(saboteur: Saboteur, atMs: number): void {
    for (const { fault, deed } of saboteur.take(atMs)) {
      if (this.call.decided || !this.does(deed, atMs)) continue;
      const connection = this.sessions.length - 1;
      this.host.record({ type: 'strike', call: this.callIndex, atMs, fault, connection });
    }
  }

  /** Whether anything was done: only that is told. */
  private does(deed: Deed, atMs: number): boolean {
    switch (deed.type) {
      case 'cut': {
        const connection = this.call.connected;
        if (connection === null || !this.call.talking) return false;
        this.host.drop();
        const closing = {
          code: 1006,
          reason: '',
          failure: 'disconnected',
          detail: 'cut on purpose',
        } as const;
        this.input({ type: 'closed', connection, ...closing }, atMs);
        return true;
      }
    }
  }

  private arrange(): void {
    const wishMs = Math.min(this.callWakeMs, this.saboteur?.wakeMs ?? Infinity);
    if (wishMs === this.wakeMs || this.call.ended) return;
    this.wakeMs = wishMs;
    this.host.wake(wishMs);
  }

  /**
   * A received message. An audio delta is only skimmed, and its samples are looked at only until its answer is audible; all else
   * is read.
   */
  message(connection: number, wire: WireText, atMs: number): void {
    const session = this.sessionOf(connection);
    const skimmed = session.skim(wire);
    if (skimmed !== null) {
      const { responseId, itemId, bytes, payloadStart, payloadEnd } = skimmed;
      this.audio(connection, { responseId, itemId, bytes }, wire, payloadStart, payloadEnd, atMs);
      return;
    }
    const event = this.outside.event(session.read(wire.head(wire.length)));
    if (event.type === 'audio') {
      const { payload, responseId, itemId, ms } = event;
      const bytes = Math.round(ms * this.dialect.downlink.bytesPerMs);
      const piece = { responseId, itemId, bytes };
      this.audio(connection, piece, new StringText(payload), 0, payload.length, atMs);
      return;
    }
    if (event.type === 'answer_done') {
      const { responseId } = event;
      if (this.parity.end(responseId))
        this.violates(connection, 'an answer that ends in half a sample', atMs);
      const inaudibleMs = this.tail.inaudibleMs(responseId);
      const tail = { type: 'audio_tail', responseId, inaudibleMs } as const;
      if (inaudibleMs > 0) this.input({ type: 'event', connection, event: tail }, atMs);
    }
    this.input({ type: 'event', connection, event }, atMs);
  }

  /** A piece of the agent's voice, whose base64 stands in `wire` from `from` up to `to`. */
  private audio(
    connection: number,
    { responseId, itemId, bytes }: Piece,
    wire: WireText,
    from: number,
    to: number,
    atMs: number,
  ): void {
    if (bytes === 0) {
      this.violates(connection, 'an audio delta without audio', atMs);
      return;
    }
    const { parity, reader } = this;
    if (parity.breaks(responseId, itemId))
      this.violates(connection, 'an item that ends in half a sample', atMs);
    let pcm: PcmReader | null = null;
    if (this.call.seeksOnset(responseId)) {
      pcm = reader.open(wire, from, to, parity.carries(responseId, itemId));
      if (pcm === null) {
        const event = { type: 'malformed', reason: 'an audio delta that is no base64' } as const;
        this.input({ type: 'event', connection, event }, atMs);
        return;
      }
    }
    this.tail.keep(responseId, wire, from, to);
    this.tape?.arrives(wire, from, to);
    const ms = parity.take(responseId, itemId, bytes) / this.dialect.downlink.bytesPerMs;
    // Not even one sample: nothing has come yet that could be heard.
    if (ms === 0) return;
    const event = { type: 'audio', responseId, itemId, ms, pcm } as const;
    this.input({ type: 'event', connection, event }, atMs);
    if (pcm !== null && reader.broken) this.violates(connection, 'an audio delta that breaks off', atMs);
  }

  private violates(connection: number, reason: string, atMs: number): void {
    this.input({ type: 'event', connection, event: { type: 'violation', reason } }, atMs);
  }

  /** A connection ended. Where the engine has no diagnosis of its own, the dialect may know what the code means. */
  closed(connection: number, { code, reason, failure, detail }: Closing, atMs: number): void {
    const meaning = failure ?? this.sessionOf(connection).closeMeaning(code, reason);
    const { outside } = this;
    const told = { reason: outside.text(reason), detail: detail === null ? null : outside.text(detail) };
    this.input({ type: 'closed', connection, code, ...told, failure: meaning }, atMs);
  }

  private sessionOf(connection: number): DialectSession {
    const session = this.sessions[connection];
    if (session === undefined) throw new RangeError(`connection ${connection} was never dialled`);
    return session;
  }

  private write(effect: Extract<Effect, { type: 'send' }>): void {
    const session = this.sessions.at(-1);
    if (session === undefined) return;
    for (const text of session.write(effect.command)) this.host.send(text);
  }

  private carryOut(effect: Effect): void {
    const { host } = this;
    switch (effect.type) {
      case 'dial': {
        const session = this.dialect.open();
        this.sessions[effect.connection] = session;
        host.dial(effect.connection, session);
        break;
      }
      case 'send':
        this.write(effect);
        break;
      case 'mic':
        host.openMicrophone(effect.atMs);
        break;
      case 'speak':
        host.speak(effect.playlist, effect.atMs);
        break;
      case 'hush':
        host.hush();
        break;
      case 'wake':
        this.callWakeMs = effect.atMs;
        if (this.saboteur === null) host.wake(effect.atMs);
        break;
      case 'moment':
        this.saboteur?.happens(effect.moment, effect.step, effect.atMs);
        break;
      case 'close':
        host.close(effect.code);
        break;
      case 'drop':
        host.drop();
        break;
      case 'record':
        host.record(effect.record);
        break;
    }
  }
}
