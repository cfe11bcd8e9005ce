/**
 * The roll of a run: every planned call is called up when it falls due, and is struck off once, with what became of it.
 * It dispatches, counts, writes the records of calls that nobody makes or that were lost, and says how the run ended, the
 * same for every engine. Pure: time is an argument, and who makes calls is told through `Engine`. It never waits, and
 * what it calls must not call back into it.
 */

import { callOf } from '../call/call_spec.ts';
import type { FailureCode, StopReason } from '../log/failure.ts';
import type { CallLine, FooterRecord, LogRecord } from '../log/record.ts';
import type { Plan } from '../plan/plan.ts';
import { cameToSomething, Dispatcher, type Due } from './dispatch.ts';
import type { Steering } from './steering.ts';
import { EVERY_CALL, type Selection } from './selection.ts';
import { unmadeCall } from './unmade_call.ts';

/** Whoever makes the calls: an engine, as the roll knows it. */
export interface Engine {
  /** Whether there is anybody left to make a call. */
  able(): boolean;
  /** Makes this call; only while able. Its record comes back through `Roll.told` or `Roll.lost`. */
  start(due: Due): void;
  /** A line of the log: all but the header. `line`: its JSON, where somebody has it already. */
  record(record: LogRecord, line?: string): void;
}

const BLOCKED = 'the cap on concurrent calls was reached';
const NOBODY_LEFT = 'no worker is left';
const LOAD_ENDED = 'the load ended first';
const FORGOTTEN = 'the engine ended without a word of this call';

export class Roll {
  private readonly plan: Plan;
  private readonly engine: Engine;
  private readonly dispatcher: Dispatcher;
  /** Calls that were started and are not written down yet. */
  private readonly going = new Map<number, Due>();
  /** Of these, the decided ones: their place is free, their record is still to come. */
  private readonly decidedCalls = new Set<number>();
  private readonly counts = { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 };
  private reason: FooterRecord['reason'] = 'done';
  private detail: string | null = null;
  private begun = false;
  private stopped = false;
  /** Calls that go on are being ended too. */
  private ending = false;
  /** No call starts from here on; what it keeps from starting, if anything, is not told yet. */
  private drained: { readonly reason: StopReason; readonly detail: string } | null = null;
  private cut = false;
  private closed = false;

  constructor(plan: Plan, engine: Engine, selection: Selection = EVERY_CALL) {
    this.plan = plan;
    this.engine = engine;
    this.dispatcher = new Dispatcher(plan.load, selection);
  }

  /** Nothing is left to do but to close: no call is going on, and none will start. */
  get over(): boolean {
    return this.begun && this.going.size === 0 && this.dispatcher.done;
  }

  /** From instant 0 on. Nothing is told before; a run that was stopped by then makes no call. */
  begin(): void {
    this.begun = true;
    if (this.stopped) this.abandon(this.detail ?? LOAD_ENDED);
  }

  /** Starts every call that is due. Returns when the next falls due: null when none will, unless a call ends first. */
  pump(atMs: number): number | null {
    if (!this.begun || this.closed) return null;
    const { dispatcher, engine } = this;
    for (;;) {
      if (this.drained !== null) this.withhold(this.drained);
      const due = this.drained === null ? dispatcher.take(atMs) : null;
      if (due === null) break;
      if (due.blocked) this.unmade(due, 'blocked', BLOCKED);
      else if (engine.able()) {
        this.counts.planned++;
        this.going.set(due.call, due);
        const name = callOf(this.plan, due.call).caller.name;
        engine.record({ type: 'started', call: due.call, atMs, caller: name });
        engine.start(due);
      } else {
        dispatcher.ended(atMs);
        this.unmade(due, 'not_started', NOBODY_LEFT);
        // A closed load would fill the place again, and again.
        this.abandon(NOBODY_LEFT);
      }
    }
    return dispatcher.nextMs();
  }

  /** The call is decided and another may take its place, once; its record may come later. `gotThrough`: it came to something. */
  decided(call: number, gotThrough: boolean, atMs: number): void {
    if (!this.going.has(call) || this.decidedCalls.has(call)) return;
    this.decidedCalls.add(call);
    this.dispatcher.ended(atMs, gotThrough, call);
  }

  /** What a call says of itself: its turns, then its end. Of a call that is not going on, it is no more than an echo. */
  told(record: CallLine, atMs: number, line?: string): void {
    if (!this.going.has(record.call)) return;
    this.engine.record(record, line);
    if (record.type !== 'call') return;
    const failed = record.outcome === 'failed';
    this.strike(record.call, cameToSomething(record.readyMs, record.endedMs ?? atMs, failed), atMs);
    this.counts[record.outcome === 'completed' ? 'completed' : 'failed']++;
  }

  /** Who made these calls is gone, and will not say how they ended. */
  lost(calls: Iterable<number>, detail: string, atMs: number): void {
    if (this.reason === 'done') {
      this.reason = 'worker_lost';
      this.detail = detail;
    }
    this.fail(calls, this.cut ? 'interrupted' : 'worker_lost', detail, atMs);
    if (this.begun && !this.engine.able()) this.abandon(NOBODY_LEFT);
  }

  /**
   * Starts no more calls, from this moment on, and leaves those that go on alone. May be asked for from within what the roll calls;
   * what it keeps from starting is told at the next pump. Where that is nothing, the run ends as it would have.
   */
  drain(reason: StopReason, detail: string): void {
    if (!this.stopped && !this.closed) this.drained ??= { reason, detail };
  }

  private withhold({ reason, detail }: { readonly reason: StopReason; readonly detail: string }): void {
    // In a closed load whose places are all taken none is due before one ends, and by then its time may be over.
    if (this.stopped || this.dispatcher.nextMs() === null) return;
    this.stopped = true;
    this.tell(reason, detail);
    this.abandon(detail);
  }

  /** Starts no more calls; to end those that go on is the engine's. False: it was stopped so, or over, before. */
  stop(reason: StopReason, detail: string): boolean {
    if (this.ending || this.closed) return false;
    this.ending = true;
    this.stopped = true;
    this.tell(reason, detail);
    if (this.begun) this.abandon(detail);
    return true;
  }

  /** The first reason counts, and of it the last word. */
  private tell(reason: StopReason, detail: string): void {
    if (this.reason !== 'done' && this.reason !== reason) return;
    this.reason = reason;
    this.detail = detail;
  }

  /** Changes a load that may be changed, and writes down when. To start what is due then is the engine's: it pumps. */
  steer(order: Steering, atMs: number): void {
    if (this.stopped || this.closed) return;
    this.dispatcher.steer(order, atMs);
    const amount = order.of === 'concurrency' ? order.atOnce : order.perSecond;
    this.engine.record({ type: 'level', atMs, of: order.of, amount });
  }

  /** Calls that are lost from now on are lost because the run was broken off. */
  cutOff(): void {
    this.cut = true;
  }

  /** The end: what was planned and never came to be started is told, then the footer. */
  close(atMs: number): FooterRecord {
    if (this.going.size > 0) {
      if (this.reason === 'done') {
        this.reason = 'error';
        this.detail = FORGOTTEN;
      }
      this.fail([...this.going.keys()], 'engine_error', FORGOTTEN, atMs);
    }
    // A closed load with a number of calls may have run out of time first.
    this.abandon(LOAD_ENDED);
    this.closed = true;
    const { reason, detail } = this;
    const { heldBack } = this.dispatcher;
    const footer: FooterRecord = {
      type: 'footer',
      // Called off before instant 0, it took no time, not less than none.
      endedMs: Math.max(0, atMs),
      reason,
      detail,
      ...(heldBack === 0 ? {} : { heldBack }),
      calls: { ...this.counts },
    };
    this.engine.record(footer);
    return footer;
  }

  private fail(calls: Iterable<number>, failure: FailureCode, detail: string, atMs: number): void {
    for (const call of calls) {
      const due = this.going.get(call);
      if (due === undefined) continue;
      this.strike(call, true, atMs);
      this.counts.failed++;
      this.engine.record(unmadeCall(this.plan, due, 'failed', failure, detail, atMs));
    }
  }

  private strike(call: number, gotThrough: boolean, atMs: number): void {
    this.decided(call, gotThrough, atMs);
    this.going.delete(call);
    this.decidedCalls.delete(call);
  }

  private abandon(detail: string): void {
    for (const due of this.dispatcher.stop()) this.unmade(due, 'not_started', detail);
  }

  private unmade(due: Due, outcome: 'blocked' | 'not_started', detail: string): void {
    this.counts.planned++;
    this.counts[outcome === 'blocked' ? 'blocked' : 'notStarted']++;
    this.engine.record(unmadeCall(this.plan, due, outcome, null, detail, null));
  }
}
