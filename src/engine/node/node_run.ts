/**
 * Runs a plan in this process: starts workers, gives each call that the roll calls up to one of them, and hands on what
 * they record. Which call starts when, and that every one of them ends up in the log whatever becomes of the target or of
 * a worker, is the roll's; workers, timers and messages are here.
 */

import type { Due } from '../../core/load/dispatch.ts';
import { Roll } from '../../core/load/roll.ts';
import type { Steering } from '../../core/load/steering.ts';
import type { PlanAudio, PlanDialect } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import type { StopReason } from '../../core/log/failure.ts';
import type { CallReport } from '../../core/log/call_report.ts';
import type { FooterRecord, GeneratorRecord } from '../../core/log/record.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { clockFrom, type Clock } from './monotonic_clock.ts';
import { dialingOf } from './dialing.ts';
import { collectOnOwnThread } from './collector.ts';
import { exhaustedAt, wordsOfError } from './exhaustion.ts';
import { framed } from './frames.ts';
import type { NodeRunOptions } from './node_run_options.ts';
import { handleOf, leastBusy, owesCallFrom, tell, threadOf, type WorkerHandle } from './worker_handle.ts';
import type { FromWorker, SentinelStart, WorkerStart } from './protocol.ts';

/** Nobody else's code runs before the first call. */
function dialectHint({ file }: PlanDialect): string {
  return `callstorm dialect check ${file} tells more.`;
}

const GAUGE_LOGGED_EVERY_MS = 5000;
/** A call this far past all of its own deadlines shows that its worker hangs. */
const GRACE_MS = 2500;
/** A worker without a call has so long to say the last of itself. */
const FINISH_WITHIN_MS = 2000;

export class NodeRun {
  private readonly options: NodeRunOptions;
  private readonly roll: Roll;
  private readonly workers: WorkerHandle[] = [];
  private startTrouble: string | null = null;
  private sentinelsBegun = 0;
  private now: Clock = () => 0;
  private timer: NodeJS.Timeout | null = null;
  private finishTimer: NodeJS.Timeout | null = null;
  private watchdog: NodeJS.Timeout | null = null;
  private begun = false;
  private stopped = false;
  private finishing = false;
  private finished = false;
  private readonly ended: Promise<FooterRecord>;
  private resolve: (footer: FooterRecord) => void = () => {};

  constructor(options: NodeRunOptions) {
    this.options = options;
    const { plan, selection, onRecord } = options;
    const engine = {
      able: () => this.workers.some(({ alive }) => alive),
      start: (due: Due) => this.start(due),
      record: onRecord,
    };
    this.roll = new Roll(plan, engine, selection);
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
    const { workers, plan, audio, sentinels } = this.options;
    const frames = framed(audio, dialectOf(plan).uplink);
    const start =
      sentinels === undefined
        ? null
        : { plan: sentinels.plan, frames: framed(sentinels.audio), url: sentinels.url };
    await Promise.all(Array.from({ length: workers }, (_, index) => this.startWorker(index, frames, start)));
    if (this.workers.some(({ alive }) => alive) || this.stopped) return;
    const why = this.startTrouble ?? this.workers[0]?.error ?? 'it ended at once';
    const { ownDialect } = this.options.plan;
    if (ownDialect !== undefined)
      throw new ConfigError(why, { code: 'dialect_code', hint: dialectHint(ownDialect) });
    const what = 'no worker could be started';
    throw exhaustedAt(what, why) ?? new Error(`${what}: ${why}`);
  }

  /** Makes the calls. Instant 0 may lie a little ahead. Resolves with the footer when all is over. */
  run(startedAtMonotonicMs: number): Promise<FooterRecord> {
    this.now = clockFrom(startedAtMonotonicMs);
    this.begun = true;
    this.tellAll({ type: 'begin', startedAtMonotonicMs });
    this.watchdog = setInterval(() => this.watch(), 1000);
    this.roll.begin();
    this.pump();
    return this.ended;
  }

  /** Starts no more calls, from this moment on; those that are going on end by themselves. */
  drain(reason: StopReason, detail: string): void {
    this.roll.drain(reason, detail);
    queueMicrotask(() => this.pump());
  }

  /** Ends one call, for what it has cost. */
  endCall(call: number, detail: string): void {
    const worker = this.workers.find(({ alive, calls }) => alive && calls.has(call));
    if (worker !== undefined) tell(worker, { type: 'end_call', call, detail });
  }

  /** Starts no more calls and ends those that are going on; what was measured is kept. The first reason counts. */
  stop(reason: StopReason, detail: string): void {
    // Told by the last figures of all: every call is over, and there is nothing left to stop.
    if (this.finishing && reason === 'threshold') return;
    if (!this.roll.stop(reason, detail)) return;
    this.stopped = true;
    if (!this.begun) return;
    this.tellAll({ type: 'stop', failure: reason });
    this.pump();
  }

  /** The target's key from now on: connections that stand already keep theirs. */
  rekey(key: string): void {
    this.tellAll({ type: 'key', key });
  }

  /** Changes a load that may be changed. */
  steer(order: Steering): void {
    if (!this.begun || this.finishing) return;
    this.roll.steer(order, this.now());
    this.pump();
  }

  /** Does not wait for calls to end: cuts their workers off. */
  abort(): void {
    this.roll.cutOff();
    for (const { alive, thread } of this.workers) if (alive) void thread.terminate();
  }

  private startWorker(index: number, frames: PlanAudio, sentinels: SentinelStart | null): Promise<void> {
    const { url, workers, ca = null } = this.options;
    const { keyEnv } = this.options.plan.target;
    const key = this.options.key ?? (keyEnv === undefined ? undefined : process.env[keyEnv]);
    const { target, ...dialing } = dialingOf(this.options.plan.target, url, process.env, { key, ca });
    const plan = { ...this.options.plan, target };
    const deck = this.options.recorder?.deck(workers) ?? null;
    const workerData: WorkerStart = {
      worker: index,
      workers,
      plan,
      frames,
      url,
      key,
      dialing,
      sentinels,
      deck,
    };
    const transferList = deck === null ? [] : [deck.port];
    let worker: WorkerHandle;
    try {
      worker = handleOf((this.options.thread ?? threadOf)(workerData, transferList));
    } catch (error) {
      // A machine that is at its limit says so at once, or as the thread comes up.
      this.startTrouble ??= wordsOfError(error);
      this.roll.lost([], wordsOfError(error), this.now());
      deck?.port.close();
      return Promise.resolve();
    }
    this.workers.push(worker);
    return new Promise((resolve) => {
      worker.thread.on('message', (message: FromWorker) => {
        if (message.type === 'ready') resolve();
        else this.hear(worker, message);
      });
      // What it had posted before it broke down still comes; its exit comes last.
      worker.thread.on('error', (error) => {
        worker.error = wordsOfError(error);
      });
      worker.thread.on('exit', (code) => {
        this.lose(worker, worker.error ?? `ended with code ${code}`);
        resolve();
      });
    });
  }

  private start(due: Due): void {
    const worker = leastBusy(this.workers);
    if (worker === null) throw new Error('a call was called up with nobody to make it');
    worker.calls.set(due.call, due);
    tell(worker, { type: 'call', call: due.call, scheduledMs: due.scheduledMs });
    const companions = this.options.sentinels?.companions ?? [];
    for (; (companions[this.sentinelsBegun] ?? Infinity) <= due.call; this.sentinelsBegun++) {
      tell(worker, { type: 'sentinel', call: this.sentinelsBegun, scheduledMs: due.scheduledMs });
    }
  }

  private hear(worker: WorkerHandle, message: Exclude<FromWorker, { type: 'ready' }>): void {
    switch (message.type) {
      case 'over':
        this.roll.decided(message.call, message.gotThrough, this.now());
        this.pump();
        break;
      case 'records':
        for (const line of message.lines.split('\n')) {
          if (line === '') continue;
          const record = JSON.parse(line) as CallReport;
          if (record.type === 'used') this.options.onUsed?.(record);
          else this.roll.told(record, this.now(), line);
          if (record.type === 'call') worker.calls.delete(record.call);
        }
        this.pump();
        break;
      case 'sentinel':
        this.options.sentinels?.onRecord(message.record);
        break;
      case 'gauge':
        this.read(worker, message.gauge, message.last);
        break;
    }
  }

  private read(worker: WorkerHandle, gauge: GeneratorRecord, last: boolean): void {
    worker.gauge = gauge;
    this.options.onGauge?.(gauge);
    if (!last && gauge.atMs - worker.loggedMs < GAUGE_LOGGED_EVERY_MS) return;
    worker.loggedMs = gauge.atMs;
    this.options.onRecord(gauge);
    if (!last) return;
    worker.alive = false;
    this.conclude();
  }

  /** Has every call that is due started, and sets the alarm for the next. */
  private pump(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.finishing || !this.begun) return;
    const nextMs = this.roll.pump(this.now());
    if (this.roll.over) this.finish();
    // Timers count whole milliseconds: half of one early costs a second look, late would cost the call.
    else if (nextMs !== null)
      this.timer = setTimeout(() => this.pump(), Math.max(0, nextMs - this.now() - 0.5));
  }

  private lose(worker: WorkerHandle, detail: string): void {
    if (!worker.alive) return;
    worker.alive = false;
    this.roll.lost(worker.calls.keys(), detail, this.now());
    worker.calls.clear();
    // The last that is known of it; its figures from then on are lost.
    if (worker.gauge !== null && worker.gauge.atMs > worker.loggedMs) this.options.onRecord(worker.gauge);
    if (this.finishing) this.conclude();
    else this.pump();
  }

  private watch(): void {
    const { callMs, closeMs } = this.options.plan.limits;
    const beforeMs = this.now() - (callMs + closeMs + GRACE_MS);
    for (const worker of this.workers) if (owesCallFrom(beforeMs, worker)) void worker.thread.terminate();
  }

  private finish(): void {
    this.finishing = true;
    this.tellAll({ type: 'finish' });
    this.finishTimer = setTimeout(() => this.cutShort(), FINISH_WITHIN_MS);
    this.conclude();
  }

  /** The calls are over and written down: a worker that hangs now shall not hold up the report. */
  private cutShort(): void {
    for (const worker of this.workers) {
      if (!worker.alive) continue;
      worker.error ??= `it did not end within ${FINISH_WITHIN_MS} ms after its last call; its last figures are missing`;
      void worker.thread.terminate();
    }
  }

  private conclude(): void {
    if (this.finished || !this.finishing || this.workers.some(({ alive }) => alive)) return;
    this.finished = true;
    if (this.finishTimer !== null) clearTimeout(this.finishTimer);
    if (this.watchdog !== null) clearInterval(this.watchdog);
    this.resolve(this.roll.close(this.now()));
  }

  private tellAll(message: Parameters<typeof tell>[1]): void {
    for (const worker of this.workers) if (worker.alive) tell(worker, message);
  }
}
