/**
 * One call, from the decision to dial until its record is written, over one connection or several in a row. Inputs in, effects
 * out; it knows no clock, no socket and no protocol. It never throws on what a server does, and its record is always its last
 * effect. How it gets from phase to phase stands in `phases.ts`.
 */

import { CallParts } from './call_parts.ts';
import { closingMeans, closingWords, errorText, isGoodbye, tellsOfRateLimit } from './closing.ts';
import type { CallInput, Effect } from './effect.ts';
import type { AgentEvent } from './event.ts';
import type { FailureCode } from '../log/failure.ts';
import type { Handlers } from './phases.ts';

/** Unreadable messages a call puts up with once it is talking. */
const VIOLATIONS_BORNE = 10;

export class Call extends CallParts {
  private wakeMs = Infinity;
  /** Messages that could not be read, while it was talking. */
  private unreadable = 0;

  /** The effects are the caller's to keep; there may be none. */
  handle(input: CallInput, atMs: number): readonly Effect[] {
    if ('connection' in input && input.connection !== this.connection.current) {
      this.discard(input);
      return none;
    }
    const rule = this.clock.take(input.type);
    if (rule === null) return none;
    this.effects = [];
    // Once it has come, what is wished for at the same instant is another.
    if (input.type === 'timer' && atMs >= this.wakeMs) this.wakeMs = Infinity;
    (this.handlers[rule.act] as (input: CallInput, atMs: number) => void)(input, atMs);
    this.arrange();
    return this.effects;
  }

  private readonly handlers: Handlers = {
    begin: (_input, atMs) => {
      this.tally.dialedMs = atMs;
      this.dial(atMs);
    },

    configure: ({ webhookMs }, atMs) => {
      this.tally.connectedMs ??= atMs;
      this.tally.webhookMs ??= webhookMs ?? null;
      this.enter('configuring', atMs + this.plan.limits.setupMs);
      const { session, model } = this.plan.target;
      const { tools } = this.plan;
      const declared = tools === undefined ? {} : { tools };
      this.effects.push({ type: 'send', command: { type: 'configure', session, model, ...declared } });
    },

    setUp: ({ event }, atMs) => {
      if (this.notice(event, atMs)) return;
      if (event.type === 'session') this.tally.sessionId = event.sessionId;
      else if (event.type === 'malformed') {
        this.tally.violations++;
        this.fail('protocol_error', event.reason, atMs);
      } else if (event.type === 'error') {
        this.fail(tellsOfRateLimit(event) ? 'rate_limited' : 'agent_error', errorText(event), atMs);
      } else if (event.type === 'ready') {
        this.clock.enter('talking', Infinity);
        this.redialing.ready(atMs);
        const knows = event.continues === true;
        if (this.begun) this.redialing.replayed(this.conversation.reconnected(atMs, knows));
        else {
          this.tally.readyMs = atMs;
          this.conversation.begin(atMs);
        }
        this.check(atMs);
      }
    },

    hear: ({ event }, atMs) => {
      if (this.notice(event, atMs)) return;
      if (event.type === 'malformed') {
        this.tally.violations++;
        if (++this.unreadable > VIOLATIONS_BORNE) this.fail('protocol_error', event.reason, atMs);
        return;
      }
      if (event.type === 'answer_done') {
        if (event.rateLimited) this.tally.rateLimited++;
        if (event.usageFollows !== true) this.redialing.answered(event.usage);
      }
      if (event.type === 'used') this.redialing.answered(event.usage);
      if (event.type === 'leaving' && (event.keeps || this.redialing.replays)) this.connection.announce();
      if (event.type === 'violation') this.tally.violations++;
      this.conversation.event(event, atMs);
      this.check(atMs);
    },

    /** After the call is decided, only what it costs still matters. */
    overhear: ({ event }) => {
      this.bill(event);
    },

    goOn: (_input, atMs) => {
      this.conversation.said(atMs);
      this.check(atMs);
    },

    ping: ({ ms }) => {
      this.tally.ping(ms);
      this.conversation.ledger.ping(ms);
    },

    tick: (_input, atMs) => {
      const { phase, deadlineMs } = this.clock;
      // Woken late, both may be due; nobody wakes it a second time for the one that it left.
      if (this.conversing && atMs >= this.conversation.wakeMs) {
        this.conversation.timer(atMs);
        this.check(atMs);
      }
      if (atMs >= deadlineMs && this.clock.phase === phase) this.timeOut(atMs);
    },

    lose: ({ code, reason, failure, detail }, atMs) => {
      this.connection.current = null;
      this.tally.closeCode = code;
      const meaning = failure ?? closingMeans(code, reason, this.clock.phase !== 'dialing');
      if (meaning === 'protocol_error' && this.clock.phase !== 'dialing') this.tally.violations++;
      const announced = this.connection.closesSoon && this.clock.phase === 'talking';
      if (announced && !this.conversation.lingers) this.moveOn(atMs);
      else if (
        isGoodbye(code, meaning) &&
        this.clock.phase === 'talking' &&
        this.conversation.mayBeHungUp(atMs)
      ) {
        this.part(atMs);
      } else if (this.mayRedial(meaning, atMs)) this.waitToRedial(meaning, atMs);
      else {
        if (isGoodbye(code, meaning)) this.tally.endedBy = 'agent';
        this.fail(meaning, detail ?? closingWords(code, reason, this.connection.lastError), atMs);
      }
    },

    end: ({ code }, atMs) => {
      this.connection.current = null;
      this.tally.closeCode = code;
      this.finish(atMs);
    },

    stop: (input, atMs) => {
      this.fail(input.failure, 'detail' in input ? input.detail : 'the run was stopped', atMs);
    },

    breakOff: ({ detail }, atMs) => {
      this.connection.drop();
      if (this.doneMs === null) this.fail('engine_error', detail, atMs);
      else this.finish(atMs);
    },

    ignore: () => {},
  };

  protected override dial(atMs: number): void {
    this.connection.dial();
    this.redialing.tries();
    this.tally.connections = this.connection.dialled;
    this.tally.closeCode = null;
    this.enter('dialing', atMs + this.plan.limits.connectMs);
  }

  /** On the way to a session: no longer than the call goes on trying. */
  private enter(phase: 'dialing' | 'configuring', deadlineMs: number): void {
    this.clock.enter(phase, Math.min(deadlineMs, this.redialing.givesUpMs));
  }

  private mayRedial(failure: FailureCode, atMs: number): boolean {
    return this.begun && !this.conversation.lingers && this.redialing.mayRedial(failure, atMs);
  }

  private waitToRedial(meaning: FailureCode, atMs: number): void {
    const redialMs = this.redialing.next(atMs);
    if (this.clock.phase === 'talking')
      this.breakUp(meaning === 'disconnected' ? meaning : 'connection_lost', atMs);
    this.clock.enter('between', redialMs);
    this.check(atMs);
  }

  /** The agent has ended the call, and may: what it said last is heard out. */
  private part(atMs: number): void {
    this.tally.endedBy = 'agent';
    this.effects.push({ type: 'hush' });
    this.conversation.hungUp(atMs);
    this.clock.enter('parting', Infinity);
    this.check(atMs);
  }

  /** Of what still comes from a connection that is no longer the call's own, only what it cost matters. */
  private discard(input: Extract<CallInput, { connection: number }>): void {
    if (input.connection >= this.tally.connections)
      this.clock.defect(`connection ${input.connection} was never dialled`);
    // Another session may give the same name to another answer.
    if (input.type === 'event') this.bill(input.event, input.connection);
  }

  /** `elsewhere`: a connection that is no longer the call's own. */
  private bill(event: AgentEvent, elsewhere?: number): void {
    if (event.type === 'answer_done' || event.type === 'used')
      this.conversation.ledger.bill(event, elsewhere);
  }

  /** Errors that end the session are the same in every phase. True: dealt with. */
  private notice(event: AgentEvent, atMs: number): boolean {
    if (event.type !== 'error') return false;
    this.connection.lastError = { code: event.code, message: event.message };
    if (tellsOfRateLimit(event)) this.tally.rateLimited++;
    if (event.fatal === null) {
      if (this.clock.phase === 'talking') this.tally.errors.add(event.code, event.message);
      return false;
    }
    // What the close to come would let the call dial again for, the word before it does too.
    if (this.mayRedial(event.fatal, atMs)) {
      this.connection.drop();
      this.waitToRedial(event.fatal, atMs);
    } else this.fail(event.fatal, errorText(event), atMs);
    return true;
  }

  private check(atMs: number): void {
    const { ending } = this.conversation;
    if (this.movesNow(atMs)) this.moveOn(atMs);
    if (ending === null || !this.conversing) return;
    if (ending.failure === null) {
      this.tally.endedBy ??= 'caller';
      this.hangUp(atMs);
    } else this.fail(ending.failure, ending.detail, atMs);
  }

  private timeOut(atMs: number): void {
    const { connectMs, setupMs, callMs } = this.plan.limits;
    const { phase, outOfTime } = this.clock;
    if (outOfTime) this.fail('call_timeout', `still going on after ${callMs} ms`, atMs);
    else if (phase === 'closing') {
      this.connection.drop();
      this.finish(atMs);
    } else if (atMs >= this.redialing.givesUpMs) {
      this.connection.drop();
      this.fail('connection_lost', this.redialing.givenUp(atMs), atMs);
    } else if (phase === 'between') this.dial(atMs);
    else if (phase === 'dialing')
      this.getNowhere('connect_timeout', `no handshake within ${connectMs} ms`, atMs);
    else if (phase === 'configuring')
      this.getNowhere('setup_timeout', `the session was not ready ${setupMs} ms after it opened`, atMs);
  }

  /** A connection that does not become a session in its time is given up for another, where the call may have one. */
  private getNowhere(failure: FailureCode, detail: string, atMs: number): void {
    if (this.mayRedial(failure, atMs)) {
      this.connection.drop();
      this.waitToRedial(failure, atMs);
    } else this.fail(failure, detail, atMs);
  }

  /** The first failure counts. A caller that has gone through its script hangs up, whatever but a defect would have kept it from that. */
  private fail(failure: FailureCode, detail: string | null, atMs: number): void {
    const lingers = this.begun && this.conversation.lingers;
    if (lingers && failure !== 'engine_error') this.tally.endedBy = 'caller';
    else if (this.doneMs === null) {
      this.tally.failure = failure;
      this.tally.detail = detail;
    }
    this.hangUp(atMs);
  }

  private hangUp(atMs: number): void {
    if (this.doneMs !== null) return;
    this.doneMs = atMs;
    if (this.begun) this.conversation.close(this.tally.failure, this.tally.detail, atMs);
    if (this.connection.current === null) {
      this.finish(atMs);
      return;
    }
    this.effects.push({ type: 'hush' });
    this.effects.push({ type: 'close', code: 1000 });
    this.clock.enter('closing', atMs + this.plan.limits.closeMs);
  }

  private finish(atMs: number): void {
    this.clock.enter('ended', Infinity);
    this.effects.push({
      type: 'record',
      record: this.tally.record(this.conversation, this.plan.frameMs, this.doneMs ?? atMs),
    });
  }

  /** Asks for the one wake-up that both the phase and the conversation can live with. */
  private arrange(): void {
    const wishMs = this.conversing
      ? Math.min(this.clock.deadlineMs, this.conversation.wakeMs)
      : this.clock.deadlineMs;
    if (wishMs === this.wakeMs) return;
    this.wakeMs = wishMs;
    if (this.clock.phase !== 'ended') this.effects.push({ type: 'wake', atMs: wishMs });
  }
}

const none: readonly Effect[] = [];
