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
import type { AudioEvent, PcmReader } from '../core/call/event.ts';
import type { Dialect, DialectSession, WireText } from '../dialect/dialect.ts';
import { AnswerTail } from './answer_tail.ts';
import { PayloadReader } from './payload_reader.ts';
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
  private readonly tail: AnswerTail;
  private readonly tape: Tape | null;
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
    { tape = null, ...options }: DriverOptions = {},
  ) {
    const observed = tape === null ? options : { ...options, observer: tape };
    this.call = new Call(plan, spec, scheduledMs, observed);
    this.tape = tape;
    this.dialect = dialect;
    this.reader = new PayloadReader(dialect.downlink);
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
        if (connection === null) return false;
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
      const ms = bytes / this.dialect.downlink.bytesPerMs;
      this.audio(connection, { responseId, itemId, ms }, wire, payloadStart, payloadEnd, atMs);
      return;
    }
    const event = session.read(wire.head(wire.length));
    if (event.type === 'audio') {
      const { payload } = event;
      this.audio(connection, event, new StringText(payload), 0, payload.length, atMs);
      return;
    }
    if (event.type === 'answer_done') {
      const { responseId } = event;
      const inaudibleMs = this.tail.inaudibleMs(responseId);
      const tail = { type: 'audio_tail', responseId, inaudibleMs } as const;
      if (inaudibleMs > 0) this.input({ type: 'event', connection, event: tail }, atMs);
    }
    this.input({ type: 'event', connection, event }, atMs);
  }

  /** A piece of the agent's voice, whose base64 stands in `wire` from `from` up to `to`. */
  private audio(
    connection: number,
    { responseId, itemId, ms }: Pick<AudioEvent, 'responseId' | 'itemId' | 'ms'>,
    wire: WireText,
    from: number,
    to: number,
    atMs: number,
  ): void {
    this.tail.keep(responseId, wire, from, to);
    this.tape?.arrives(wire, from, to);
    let pcm: PcmReader | null = null;
    if (this.call.seeksOnset(responseId)) {
      pcm = this.reader.open(wire, from, to);
      if (pcm === null) {
        const event = { type: 'malformed', reason: 'an audio delta that is no base64' } as const;
        this.input({ type: 'event', connection, event }, atMs);
        return;
      }
    }
    const event = { type: 'audio', responseId, itemId, ms, pcm } as const;
    this.input({ type: 'event', connection, event }, atMs);
  }

  /** A connection ended. Where the engine has no diagnosis of its own, the dialect may know what the code means. */
  closed(connection: number, { code, reason, failure, detail }: Closing, atMs: number): void {
    const meaning = failure ?? this.sessionOf(connection).closeMeaning(code, reason);
    this.input({ type: 'closed', connection, code, reason, failure: meaning, detail }, atMs);
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
