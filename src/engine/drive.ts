/**
 * Joins the pure call to whatever carries it: feeds inputs in, has the host carry out the effects, and translates both
 * ways through the dialect, a session of which is opened for each connection. Knows no socket and no clock, so that every
 * engine drives calls the same way.
 */

import { Saboteur } from '../chaos/saboteur.ts';
import { Call, type CallOptions } from '../core/call/call.ts';
import type { CallSpec } from '../core/call/call_spec.ts';
import type { CallInput, Effect } from '../core/call/effect.ts';
import type { Plan, PlanImpairment } from '../core/plan/plan.ts';
import type { PcmReader } from '../core/call/event.ts';
import type { Dialect, DialectSession, WireText } from '../dialect/dialect.ts';
import type { Redact } from '../core/word/redaction.ts';
import { understandingOf } from '../judge/expect/understood.ts';
import { AnswerTail } from './answer_tail.ts';
import { echoIn, type Echo } from './echo.ts';
import type { Closing, Host } from './host.ts';
import { bothOf } from './observers.ts';
import { OutsideText } from './outside_text.ts';
import { PayloadReader } from './payload_reader.ts';
import { SampleParity } from './sample_parity.ts';
import { Seam } from './seam.ts';
import { SpoiledVoice, voiceStrike } from './spoiled_voice.ts';
import type { Tape } from './recording/tape.ts';
import { StringText } from './string_text.ts';
import { Striker, type Victim } from './striker.ts';
import { UsedTeller } from './used_teller.ts';

export type { Closing, Host } from './host.ts';

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

export class Driver implements Victim {
  private readonly call: Call;
  private readonly used: UsedTeller;
  private readonly dialect: Dialect;
  private readonly host: Host;
  private readonly reader: PayloadReader;
  private readonly parity: SampleParity;
  private readonly tail: AnswerTail;
  private readonly tape: Tape | null;
  private readonly outside: OutsideText;
  private readonly callIndex: number;
  private readonly voice: SpoiledVoice;
  /** Null: nothing of the agent comes back through the caller's microphone. */
  readonly echo: Echo | null;
  /** Null: nothing goes on between the caller's words, and they begin and end in silence. */
  readonly seam: Seam | null;
  /** Null: nothing goes wrong on purpose in this call. */
  private readonly striker: Striker | null;
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
    this.echo = echoIn(spec, dialect, plan.frameMs, (one, atMs) => this.tell(one, atMs));
    const observer = bothOf(tape, this.echo);
    const whole = { ...options, understanding: understandingOf(plan) };
    this.call = new Call(plan, spec, scheduledMs, observer === null ? whole : { ...whole, observer });
    this.used = new UsedTeller(plan, spec.index, this.call, host);
    this.tape = tape;
    this.dialect = dialect;
    this.reader = new PayloadReader(dialect.downlink);
    this.parity = new SampleParity(dialect.downlink.format === 'pcm16' ? 2 : 1);
    this.tail = new AnswerTail(dialect.downlink, plan.playback.audibleDbfs);
    this.host = host;
    this.callIndex = spec.index;
    this.voice = new SpoiledVoice(spec, (one, atMs) => this.tell(one, atMs));
    this.seam = spec.caller.bed === undefined ? null : new Seam(dialect, plan.frameMs);
    const saboteur = new Saboteur(plan, spec);
    this.striker = saboteur.idle ? null : new Striker(saboteur, spec.index, host, this);
  }

  get failed(): boolean {
    return this.call.failed;
  }

  get ended(): boolean {
    return this.call.ended;
  }

  /** The number of its connection; null: there is none, or none any more. */
  get connected(): number | null {
    return this.call.connected;
  }

  get decided(): boolean {
    return this.call.decided;
  }

  /** Its script is under way on a connection that is ready. */
  get talking(): boolean {
    return this.call.talking;
  }

  input(input: CallInput, atMs: number): void {
    const { striker } = this;
    if (input.type === 'spoken') this.echo?.saysNothing();
    if (input.type === 'begin') striker?.begins(atMs);
    if (input.type === 'timer') {
      this.wakeMs = Infinity;
      striker?.due(atMs);
      if (striker !== null && atMs < this.callWakeMs) {
        this.arrange();
        return;
      }
      this.callWakeMs = Infinity;
    } else if (input.type === 'opened' && input.connection === this.call.connected) {
      striker?.reaches('opened', atMs);
    }
    for (const effect of this.call.handle(input, atMs)) this.carryOut(effect, atMs);
    if (striker !== null) this.arrange();
  }

  /** What the caller's voice is spoiled by is written down. */
  private tell(impairment: PlanImpairment, atMs: number): void {
    const place = { call: this.callIndex, connection: this.sessions.length - 1, atMs };
    this.host.record(voiceStrike(impairment, place));
  }

  private arrange(): void {
    const wishMs = Math.min(this.callWakeMs, this.striker?.wakeMs ?? Infinity);
    if (wishMs === this.wakeMs || this.call.ended) return;
    this.wakeMs = wishMs;
    this.host.wake(wishMs);
  }

  /** A received message. An audio delta is only skimmed, its samples looked at until its answer is audible; all else is read. */
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
      if (this.parity.end(responseId)) {
        this.tape?.breaks();
        this.violates(connection, 'an answer that ends in half a sample', atMs);
      }
      const inaudibleMs = this.tail.inaudibleMs(responseId);
      const tail = { type: 'audio_tail', responseId, inaudibleMs } as const;
      if (inaudibleMs > 0) this.input({ type: 'event', connection, event: tail }, atMs);
    }
    if (this.striker?.event(connection, event, atMs) === true) this.arrange();
    else this.input({ type: 'event', connection, event }, atMs);
    this.used.tell(atMs);
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
    if (parity.breaks(responseId, itemId)) {
      this.tape?.breaks();
      this.violates(connection, 'an item that ends in half a sample', atMs);
    }
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
    this.echo?.arrives(wire, from, to, parity.carries(responseId, itemId));
    this.striker?.sounds(itemId);
    const ms = parity.take(responseId, itemId, bytes) / this.dialect.downlink.bytesPerMs;
    // Not even one sample: nothing has come yet that could be heard, but what comes next goes on from it.
    if (ms === 0) {
      this.tape?.waits();
      this.echo?.waits();
      return;
    }
    const event = { type: 'audio', responseId, itemId, ms, pcm } as const;
    this.input({ type: 'event', connection, event }, atMs);
    if (pcm !== null && reader.broken) this.violates(connection, 'an audio delta that breaks off', atMs);
  }

  private violates(connection: number, reason: string, atMs: number): void {
    this.input({ type: 'event', connection, event: { type: 'violation', reason } }, atMs);
  }

  /** A connection ended. Where the engine has no diagnosis of its own, the dialect may know what the code means. */
  closed(connection: number, closing: Closing, atMs: number): void {
    const told = this.outside.closing(closing);
    const { code, reason } = told;
    const { failure, detail } = this.striker?.closed(connection, told, atMs) ?? told;
    const meaning = failure ?? this.sessionOf(connection).closeMeaning(code, closing.reason);
    this.input({ type: 'closed', connection, code, reason, detail, failure: meaning }, atMs);
  }

  sessionOf(connection: number): DialectSession {
    const session = this.sessions[connection];
    if (session === undefined) throw new RangeError(`connection ${connection} was never dialled`);
    return session;
  }

  private write(effect: Extract<Effect, { type: 'send' }>): void {
    const session = this.sessions.at(-1);
    if (session === undefined || this.striker?.sends(effect.command) === false) return;
    for (const text of session.write(effect.command)) this.host.send(text);
  }

  private carryOut(effect: Effect, atMs: number): void {
    const { host } = this;
    switch (effect.type) {
      case 'dial': {
        const session = this.dialect.open();
        this.sessions[effect.connection] = session;
        this.striker?.dials();
        host.dial(effect.connection, session);
        break;
      }
      case 'send':
        this.write(effect);
        break;
      case 'mic':
        this.voice.opens(effect.atMs);
        host.openMicrophone(effect.atMs);
        this.striker?.reaches('ready', atMs);
        break;
      case 'speak':
        host.speak(effect.playlist, effect.atMs);
        break;
      case 'hush':
        host.hush();
        this.echo?.saysNothing();
        break;
      case 'wake':
        this.callWakeMs = effect.atMs;
        if (this.striker === null) host.wake(effect.atMs);
        break;
      case 'moment':
        if (effect.moment === 'utterance') {
          this.voice.speaks(effect.step, effect.atMs);
          this.echo?.says(effect.step, effect.atMs);
        }
        this.striker?.happens(effect.moment, effect.step, effect.atMs);
        break;
      case 'close':
        host.close(effect.code);
        break;
      case 'drop':
        host.drop();
        break;
      case 'record':
        host.record(this.striker?.told(effect.record, atMs) ?? effect.record);
        break;
    }
  }
}
