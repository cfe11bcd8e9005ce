/** A worker thread: makes the calls it is told to, on one event loop with one timer wheel, and reports what happened. */

import { parentPort, workerData } from 'node:worker_threads';
import { callOf } from '../../core/call/call_spec.ts';
import type { StopReason } from '../../core/log/failure.ts';
import type { CallReport } from '../../core/log/call_report.ts';
import { showAll, shownThrough } from '../../core/word/redaction.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { Address } from '../address.ts';
import { clockFrom } from './monotonic_clock.ts';
import { spokenIn } from './own_code.ts';
import { dialOptions } from './dial_options.ts';
import { GeneratorMeter } from './generator_meter.ts';
import { threadWaker } from './waker.ts';
import { readyFor } from '../ready.ts';
import { viewsOf } from './frames.ts';
import type { FromWorker, ToWorker, WorkerStart } from './protocol.ts';
import { NodeCall } from './node_call.ts';
import type { Surroundings } from './surroundings.ts';
import { Sentinels } from './sentinels.ts';
import { TapeDeck } from './tape_deck.ts';
import { Alarm, Wheel } from './wheel.ts';

const GAUGE_EVERY_MS = 1000;
const RECORDS_WITHIN_MS = 100;

if (parentPort === null) throw new Error('worker.js is started by the node engine, not by hand');
const port = parentPort;
const { plan, frames, worker, workers, url, key, dialing, sentinels, deck } = workerData as WorkerStart;
const dialect = dialectOf(plan, await spokenIn(plan.ownDialect));
const dial = await dialOptions(dialing);
const address = new Address(dialect, plan.target, url, dialing.secrets, key);
const { redact } = address;
/** In a record: words of ours. All else may be the target's. */
const OWN_WORDS = new Set(['type', 'caller', 'voice', 'said', 'kind', 'outcome', 'failure']);
const views = viewsOf(frames);
// Made before the first call, which would else wait for it.
readyFor(plan);
const tapes = deck === null ? null : new TapeDeck(deck, plan.seed);

function post(message: FromWorker): void {
  port.postMessage(message);
}

/** From instant 0 on: the calls of this worker, and what it says of them. */
class Floor {
  private readonly around: Surroundings;
  private readonly calls = new Map<number, NodeCall>();
  private readonly sentinels: Sentinels | null;
  private readonly flushAlarm = new Alarm(() => this.flush());
  private unsent = '';

  constructor(startedAtMonotonicMs: number) {
    const now = clockFrom(startedAtMonotonicMs);
    const gauge = new GeneratorMeter();
    const wheel = new Wheel(now, gauge.loopLag, threadWaker);
    const { authToken } = dialing;
    this.around = {
      plan,
      dialect,
      get connection() {
        return address.connection;
      },
      frames: views,
      now,
      wheel,
      gauge,
      dial,
      redact,
      authToken,
    };
    this.sentinels =
      sentinels === null
        ? null
        : new Sentinels(sentinels, this.around, (record) => post({ type: 'sentinel', record }));
    const gaugeAlarm = new Alarm((nowMs) => {
      post({ type: 'gauge', gauge: gauge.read(worker, nowMs), last: false });
      wheel.set(gaugeAlarm, gaugeAlarm.dueMs + GAUGE_EVERY_MS);
    });
    wheel.set(gaugeAlarm, GAUGE_EVERY_MS);
  }

  call(call: number, scheduledMs: number): void {
    const { gauge, now } = this.around;
    gauge.startLateness.add(now() - scheduledMs);
    const over = (gotThrough: boolean): void => post({ type: 'over', call, gotThrough });
    const tape = tapes?.tapeFor(call) ?? null;
    const made = new NodeCall(this.around, callOf(plan, call), scheduledMs, this.report, over, tape);
    this.calls.set(call, made);
    made.begin();
  }

  sentinel(call: number, scheduledMs: number): void {
    this.sentinels?.begin(call, scheduledMs);
  }

  stop(failure: StopReason): void {
    for (const call of this.calls.values()) call.stop({ type: 'stop', failure });
  }

  end(call: number, detail: string): void {
    this.calls.get(call)?.stop({ type: 'stop', failure: 'call_budget', detail });
  }

  /** The sentinels end with the last call: what follows is the last of this worker. */
  finish(): void {
    if (this.sentinels === null) this.close();
    else this.sentinels.end(() => this.close());
  }

  private close(): void {
    const { gauge, now, wheel } = this.around;
    this.flush();
    tapes?.close();
    wheel.stop();
    post({ type: 'gauge', gauge: gauge.read(worker, now()), last: true });
    port.close();
  }

  /** Records travel together: a message to the main thread costs more than what is in it. */
  private readonly report = (record: CallReport): void => {
    const { wheel, now } = this.around;
    if (this.unsent === '') wheel.set(this.flushAlarm, now() + RECORDS_WITHIN_MS);
    const told = record.type === 'call' && workers > 1 ? { ...record, worker } : record;
    const shown = redact === showAll ? told : shownThrough(told, redact, OWN_WORDS);
    this.unsent += `${JSON.stringify(shown)}\n`;
    if (shown.type !== 'used') tapes?.told(shown);
    if (record.type === 'call') this.calls.delete(record.call);
  };

  private flush(): void {
    const lines = this.unsent;
    this.unsent = '';
    if (lines !== '') post({ type: 'records', lines });
  }
}

let floor: Floor | null = null;
port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'begin':
      floor = new Floor(message.startedAtMonotonicMs);
      break;
    case 'call':
      floor?.call(message.call, message.scheduledMs);
      break;
    case 'sentinel':
      floor?.sentinel(message.call, message.scheduledMs);
      break;
    case 'key':
      address.rekey(message.key);
      break;
    case 'stop':
      floor?.stop(message.failure);
      break;
    case 'end_call':
      floor?.end(message.call, message.detail);
      break;
    case 'finish':
      if (floor === null) port.close();
      else floor.finish();
      break;
  }
});

post({ type: 'ready' });
