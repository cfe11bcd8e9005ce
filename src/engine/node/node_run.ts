/**
 * Runs a plan in this process: starts workers, hands each call to one when it falls due, gathers what they record, and
 * sees to it that every planned call ends up in the log, whatever becomes of the target or of a worker.
 */

import { Worker } from 'node:worker_threads';
import { Dispatcher } from '../../core/load/dispatch.ts';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import type {
  CallRecord,
  FooterRecord,
  GeneratorRecord,
  LogRecord,
  TurnRecord,
} from '../../core/log/record.ts';
import { unmadeCall } from '../unmade_call.ts';
import { clockFrom, type Clock } from './monotonic_clock.ts';
import { collectOnOwnThread } from './collector.ts';
import { framed } from './frames.ts';
import { handOf, leastBusy, tell, type Hand } from './worker_handle.ts';
import type { FromWorker, WorkerStart } from './protocol.ts';

export interface NodeRunOptions {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly url: string;
  readonly workers: number;
  /** Every line of the log but the header, in order; the footer last. `line`: the record as JSON, where it is at hand. */
  readonly onRecord: (record: LogRecord, line?: string) => void;
  /** A call was handed to a worker. */
  readonly onStart?: (call: number, atMs: number) => void;
  /** Each worker's latest word on itself, about once a second; also written to the log now and then. */
  readonly onGauge?: (gauge: GeneratorRecord) => void;
}

const GAUGE_LOGGED_EVERY_MS = 5000;
/** A call this far past all of its own deadlines shows that its worker hangs. */
const GRACE_MS = 2500;
const NO_WORKER = 'no worker is left';
/** A worker without a call has so long to say the last of itself. */
const FINISH_WITHIN_MS = 2000;

export class NodeRun {
  private readonly options: NodeRunOptions;
  private now: Clock = () => 0;
  private readonly dispatcher: Dispatcher;
  private readonly hands: Hand[] = [];
  private readonly counts = { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 };
  private reason: FooterRecord['reason'] = 'done';
  private detail: string | null = null;
  private timer: NodeJS.Timeout | null = null;
  private finishTimer: NodeJS.Timeout | null = null;
  private watchdog: NodeJS.Timeout | null = null;
  private begun = false;
  private stopping = false;
  private aborting = false;
  private finishing = false;
  private finished = false;
  private readonly ended: Promise<FooterRecord>;
  private resolve: (footer: FooterRecord) => void = () => {};

  constructor(options: NodeRunOptions) {
    this.options = options;
    this.dispatcher = new Dispatcher(options.plan.load);
    // From the start: a run can be stopped, and be over, while its workers still come up.
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
  }

  /**
   * Starts the workers, so that instant 0 finds them ready. Throws when none could be started; runs with fewer, and
   * says so in the footer, when some could.
   */
  async prepare(): Promise<void> {
    collectOnOwnThread();
    const { workers, audio } = this.options;
    const frames = framed(audio);
    await Promise.all(Array.from({ length: workers }, (_, index) => this.startWorker(index, frames)));
    if (this.hands.some(({ alive }) => alive) || this.stopping) return;
    throw new Error(`no worker could be started: ${this.hands[0]?.error ?? 'it ended at once'}`);
  }

  /** Makes the calls. Instant 0 may lie a little ahead. Resolves with the footer when all is over. */
  run(startedAtMonotonicMs: number): Promise<FooterRecord> {
    this.now = clockFrom(startedAtMonotonicMs);
    this.begun = true;
    for (const hand of this.hands) if (hand.alive) tell(hand, { type: 'begin', startedAtMonotonicMs });
    if (this.stopping) this.abandon(this.detail ?? 'the run was stopped');
    if (!this.finished) this.watchdog = setInterval(() => this.watch(), 1000);
    this.pump();
    return this.ended;
  }

  /** Starts no more calls and ends those that are going on; what was measured is kept. */
  stop(reason: 'interrupted' | 'budget' | 'threshold', detail: string): void {
    if (this.stopping || this.finished) return;
    // Told by the last figures of all: there is nothing left to stop.
    if (this.finishing && reason === 'threshold') return;
    this.stopping = true;
    this.reason = reason;
    this.detail = detail;
    if (!this.begun) return;
    this.abandon(detail);
    for (const hand of this.hands) if (hand.alive) tell(hand, { type: 'stop', failure: reason });
    this.pump();
  }

  /** Does not wait for calls to end: cuts their workers off. */
  abort(): void {
    this.aborting = true;
    for (const hand of this.hands) if (hand.alive) void hand.worker.terminate();
  }

  private startWorker(index: number, frames: PlanAudio): Promise<void> {
    const { plan, url } = this.options;
    const workerData: WorkerStart = { worker: index, plan, frames, url };
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
    const hand = handOf(worker);
    this.hands.push(hand);
    return new Promise((resolve) => {
      worker.on('message', (message: FromWorker) => {
        if (message.type === 'ready') resolve();
        else this.hear(hand, message);
      });
      // What it had posted before it broke down still comes; its exit comes last.
      worker.on('error', (error) => {
        hand.error = error instanceof Error ? error.message : String(error);
      });
      worker.on('exit', (code) => {
        this.lose(hand, hand.error ?? `ended with code ${code}`);
        resolve();
      });
    });
  }

  private hear(hand: Hand, message: Exclude<FromWorker, { type: 'ready' }>): void {
    if (message.type === 'over') {
      if (hand.calls.has(message.call)) this.free(hand, message.call, message.gotThrough);
      this.pump();
      return;
    }
    if (message.type === 'records') {
      for (const line of message.lines.split('\n')) {
        if (line === '') continue;
        const record = JSON.parse(line) as TurnRecord | CallRecord;
        if (!hand.calls.has(record.call)) continue;
        this.options.onRecord(record, line);
        if (record.type === 'call') this.over(hand, record);
      }
      this.pump();
      return;
    }
    hand.gauge = message.gauge;
    this.options.onGauge?.(message.gauge);
    const { atMs } = message.gauge;
    if (!message.last && atMs - hand.loggedMs < GAUGE_LOGGED_EVERY_MS) return;
    hand.loggedMs = atMs;
    this.options.onRecord(message.gauge);
    if (message.last) {
      hand.alive = false;
      this.conclude();
    }
  }

  private over(hand: Hand, record: CallRecord): void {
    this.free(hand, record.call, record.readyMs !== null);
    hand.calls.delete(record.call);
    hand.decided.delete(record.call);
    if (record.outcome === 'completed') this.counts.completed++;
    else this.counts.failed++;
  }

  /** Another call may take its place: once, at the first word that it is over. */
  private free(hand: Hand, call: number, gotThrough = true): void {
    if (hand.decided.has(call)) return;
    hand.decided.add(call);
    this.dispatcher.ended(this.now(), gotThrough);
  }

  /** Hands out every call that is due, and sets the alarm for the next. */
  private pump(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.finished || !this.begun) return;
    for (let due = this.dispatcher.take(this.now()); due !== null; due = this.dispatcher.take(this.now())) {
      this.counts.planned++;
      if (due.blocked) {
        this.counts.blocked++;
        this.options.onRecord(
          unmadeCall(
            this.options.plan,
            due,
            'blocked',
            null,
            'the cap on concurrent calls was reached',
            null,
          ),
        );
        continue;
      }
      const hand = leastBusy(this.hands);
      if (hand === null) {
        this.dispatcher.ended(this.now());
        this.counts.notStarted++;
        this.options.onRecord(unmadeCall(this.options.plan, due, 'not_started', null, NO_WORKER, null));
        // A closed load would fill the place again, and again.
        this.abandon(NO_WORKER);
        break;
      }
      hand.calls.set(due.call, due);
      tell(hand, { type: 'call', call: due.call, scheduledMs: due.scheduledMs });
      this.options.onStart?.(due.call, this.now());
    }
    if (this.dispatcher.done && this.hands.every(({ calls }) => calls.size === 0)) {
      this.finish();
      return;
    }
    const nextMs = this.dispatcher.nextMs();
    // Timers count whole milliseconds: half of one early costs a second look, late would cost the call.
    if (nextMs !== null) this.timer = setTimeout(() => this.pump(), Math.max(0, nextMs - this.now() - 0.5));
  }

  private abandon(detail: string): void {
    for (const due of this.dispatcher.stop()) {
      this.counts.planned++;
      this.counts.notStarted++;
      this.options.onRecord(unmadeCall(this.options.plan, due, 'not_started', null, detail, null));
    }
  }

  private lose(hand: Hand, detail: string): void {
    if (!hand.alive) return;
    hand.alive = false;
    if (this.reason === 'done') {
      this.reason = 'worker_lost';
      this.detail = detail;
    }
    const failure = this.aborting ? 'interrupted' : 'worker_lost';
    for (const due of hand.calls.values()) {
      this.counts.failed++;
      this.options.onRecord(unmadeCall(this.options.plan, due, 'failed', failure, detail, this.now()));
      this.free(hand, due.call);
    }
    hand.calls.clear();
    hand.decided.clear();
    // The last that is known of it; its figures from then on are lost.
    if (hand.gauge !== null && hand.gauge.atMs > hand.loggedMs) this.options.onRecord(hand.gauge);
    if (this.begun && this.hands.every(({ alive }) => !alive)) this.abandon(NO_WORKER);
    if (this.finishing) this.conclude();
    else this.pump();
  }

  private watch(): void {
    const { callMs, closeMs } = this.options.plan.limits;
    const longest = callMs + closeMs + GRACE_MS;
    for (const hand of this.hands) {
      for (const due of hand.calls.values()) {
        if (this.now() > due.scheduledMs + longest) {
          void hand.worker.terminate();
          break;
        }
      }
    }
  }

  private finish(): void {
    if (this.finishing) return;
    this.finishing = true;
    // A closed load with a number of calls may have run out of time first.
    this.abandon('the load ended first');
    for (const hand of this.hands) if (hand.alive) tell(hand, { type: 'finish' });
    this.finishTimer = setTimeout(() => this.cutShort(), FINISH_WITHIN_MS);
    this.conclude();
  }

  /** The calls are over and written down: a worker that hangs now shall not hold up the report. */
  private cutShort(): void {
    for (const hand of this.hands) {
      if (!hand.alive) continue;
      hand.error ??= `it did not end within ${FINISH_WITHIN_MS} ms after its last call; its last figures are missing`;
      void hand.worker.terminate();
    }
  }

  private conclude(): void {
    if (this.finished || !this.finishing || this.hands.some(({ alive }) => alive)) return;
    this.finished = true;
    if (this.finishTimer !== null) clearTimeout(this.finishTimer);
    if (this.watchdog !== null) clearInterval(this.watchdog);
    const footer: FooterRecord = {
      type: 'footer',
      endedMs: this.now(),
      reason: this.reason,
      detail: this.detail,
      calls: { ...this.counts },
    };
    this.options.onRecord(footer);
    this.resolve(footer);
  }
}
