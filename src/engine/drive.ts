/**
 * Joins the pure call to whatever carries it: feeds inputs in, has the host carry out the effects, and translates both
 * ways through the dialect, a session of which is opened for each connection. Knows no socket and no clock, so that every
 * engine drives calls the same way.
 */

import { Saboteur } from '../chaos/saboteur.ts';
import { Call } from '../core/call/call.ts';
import type { CallOptions } from '../core/call/call_parts.ts';
import type { CallSpec } from '../core/call/call_spec.ts';
import type { CallInput, Effect } from '../core/call/effect.ts';
import type { Plan, PlanImpairment } from '../core/plan/plan.ts';
import type { AgentEvent } from '../core/call/event.ts';
import type { Dialect, DialectSession, ReadEvent, WireMessage, WireText } from '../dialect/dialect.ts';
import type { Redact } from '../core/word/redaction.ts';
import { understandingOf } from '../judge/expect/understood.ts';
import { echoIn, type Echo } from './echo.ts';
import type { Closing, Host } from './host.ts';
import { Incoming, type Hearer } from './incoming.ts';
import { IncomingByEar } from './incoming_by_ear.ts';
import { bothOf } from './observers.ts';
import { OutsideText } from './outside_text.ts';
import { Seam } from './seam.ts';
import { SpoiledVoice, voiceStrike } from './spoiled_voice.ts';
import type { Tape } from './recording/tape.ts';
import { Striker, type Victim } from './striker.ts';
import { UsedTeller } from './used_teller.ts';

export interface DriverOptions extends Pick<CallOptions, 'strict'> {
  /** Keeps what is to be heard of the agent. */
  readonly tape?: Tape | null;
  /** Hides the run's secrets in what the target says. Default: there are none. */
  readonly redact?: Redact;
}

export class Driver implements Victim, Hearer {
  private readonly call: Call;
  private readonly used: UsedTeller;
  private readonly dialect: Dialect;
  private readonly host: Host;
  private readonly incoming: Incoming;
  private readonly outside: OutsideText;
  private readonly callIndex: number;
  private readonly seed: number;
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
  /** More than the call itself may want to be woken. */
  private readonly managed: boolean;
  /** By the number of the connection. */
  private readonly sessions: DialectSession[] = [];
  /** The connection dialled last has opened. */
  private isOpen = false;
  /** What is still to be told of what was sent. */
  private following: { readonly connection: number; readonly event: ReadEvent }[] = [];
  /** How deep in inputs that come of inputs it is. */
  private depth = 0;

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
    this.dialect = dialect;
    const parts = { plan, dialect, outside: this.outside, tape, echo: this.echo, hearer: this };
    this.incoming = dialect.byEar === true ? new IncomingByEar(parts) : new Incoming(parts);
    this.host = host;
    this.callIndex = spec.index;
    this.seed = plan.seed;
    this.voice = new SpoiledVoice(spec, (one, atMs) => this.tell(one, atMs));
    this.seam = spec.caller.bed === undefined ? null : new Seam(dialect, plan.frameMs);
    const saboteur = new Saboteur(plan, spec);
    this.striker = saboteur.idle ? null : new Striker(saboteur, spec.index, host, this);
    this.managed = this.striker !== null || dialect.byEar === true;
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
    const { striker, managed } = this;
    this.depth++;
    if (input.type === 'spoken') this.echo?.saysNothing();
    if (input.type === 'begin') striker?.begins(atMs);
    if (input.type === 'timer') {
      this.wakeMs = Infinity;
      striker?.due(atMs);
      if (!this.call.ended) this.incoming.due(atMs);
      if (managed && atMs < this.callWakeMs) {
        this.depth--;
        this.arrange();
        return;
      }
      this.callWakeMs = Infinity;
    } else if (input.type === 'opened' && input.connection === this.call.connected) {
      this.isOpen = true;
      striker?.reaches('opened', atMs);
    }
    for (const effect of this.call.handle(input, atMs)) this.carryOut(effect, atMs);
    this.depth--;
    if (this.depth === 0) this.follow(atMs);
    if (managed) this.arrange();
  }

  /** What the dialect knows to follow from what was sent. */
  private follow(atMs: number): void {
    const { following } = this;
    if (following.length === 0) return;
    this.following = [];
    for (const { connection, event } of following) this.incoming.event(connection, event, atMs);
  }

  /** What the caller's voice is spoiled by is written down. */
  private tell(impairment: PlanImpairment, atMs: number): void {
    const place = { call: this.callIndex, connection: this.sessions.length - 1, atMs };
    this.host.record(voiceStrike(impairment, place));
  }

  private arrange(): void {
    const wishMs = Math.min(this.callWakeMs, this.striker?.wakeMs ?? Infinity, this.incoming.wakeMs);
    if (wishMs === this.wakeMs || this.call.ended) return;
    this.wakeMs = wishMs;
    this.host.wake(wishMs);
  }

  /** A received message. */
  message(connection: number, wire: WireText, atMs: number): void {
    this.incoming.message(this.sessionOf(connection), connection, wire, atMs);
    this.used.tell(atMs);
    if (this.managed) this.arrange();
  }

  // ── Hearer ────────────────────────────────────────────────────────────────────────────────────────────────────

  seeksOnset(responseId: string): boolean {
    return this.call.seeksOnset(responseId);
  }

  begins(responseId: string, atMs: number): void {
    this.striker?.event(this.call.connected ?? 0, { type: 'answer_created', responseId }, atMs);
  }

  happens(connection: number, event: AgentEvent, atMs: number): void {
    if (this.striker?.event(connection, event, atMs) === true) this.arrange();
    else this.hears(connection, event, atMs);
  }

  hears(connection: number, event: AgentEvent, atMs: number): void {
    this.input({ type: 'event', connection, event }, atMs);
  }

  sounds(itemId: string): void {
    this.striker?.sounds(itemId);
  }

  replies(connection: number, message: WireMessage): void {
    if (connection === this.sessions.length - 1) this.host.send(message);
  }

  sendPlayed(mark: string): void {
    for (const text of this.sessions.at(-1)?.played?.(mark) ?? []) this.host.send(text);
  }

  partsFrom(connection: number): void {
    if (connection === this.sessions.length - 1) this.host.leave(1000);
  }

  /** A connection ended. Where the engine has no diagnosis of its own, the dialect may know what the code means. */
  closed(connection: number, closing: Closing, atMs: number): void {
    const told = this.outside.closing(closing);
    const { code, reason } = told;
    const { refusedAs } = this.dialect;
    const { failure, detail: why } = this.striker?.closed(connection, told, atMs) ?? told;
    const meaning = failure ?? this.sessionOf(connection).closeMeaning(code, closing.reason);
    const isRefusal = refusedAs !== undefined && !this.isOpen && why?.startsWith('HTTP ') === true;
    const detail = isRefusal ? `${refusedAs}: ${why}` : why;
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
    this.incoming.sent(effect.command);
    const connection = this.sessions.length - 1;
    for (const event of session.follows?.(effect.command) ?? []) this.following.push({ connection, event });
  }

  /** The call is over: its connection is closed, with what the protocol wants said before. */
  private close(code: number): void {
    const farewell = this.isOpen ? this.sessions.at(-1)?.farewell?.() : undefined;
    for (const text of farewell?.messages ?? []) this.host.send(text);
    if (farewell?.awaited === true) this.host.stay();
    else this.host.close(code);
  }

  private carryOut(effect: Effect, atMs: number): void {
    const { host } = this;
    switch (effect.type) {
      case 'dial': {
        const { connection } = effect;
        const former = this.sessions.at(-1);
        const session = this.dialect.open({
          seed: this.seed,
          call: this.callIndex,
          connection,
          ...(former === undefined ? {} : { former }),
        });
        this.sessions[effect.connection] = session;
        this.isOpen = false;
        this.incoming.dials();
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
      case 'press':
        for (const text of this.sessions.at(-1)?.press?.(effect.key) ?? []) host.send(text);
        break;
      case 'hush':
        host.hush();
        this.echo?.saysNothing();
        break;
      case 'wake':
        this.callWakeMs = effect.atMs;
        if (!this.managed) host.wake(effect.atMs);
        break;
      case 'moment':
        if (effect.moment === 'utterance') {
          this.voice.speaks(effect.step, effect.atMs);
          this.echo?.says(effect.step, effect.atMs);
        }
        this.striker?.happens(effect.moment, effect.step, effect.atMs);
        break;
      case 'close':
        this.close(effect.code);
        break;
      case 'leave':
        host.leave(effect.code);
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
