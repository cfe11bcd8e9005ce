/**
 * A search for capacity as it goes on: it is fed the run's records, measures one level after another, and says which is to be next.
 * What it does follows from the records alone, so that a log tells the same story again. Holds no clock and knows no engine.
 */

import type { Steering } from '../../core/load/steering.ts';
import type {
  CallRecord,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
  LevelRecord,
  TurnRecord,
} from '../../core/log/record.ts';
import type {
  CapacityLevel,
  CapacityLimit,
  CapacitySettings,
  CapacityUnit,
} from '../../forecast/capacity/capacity_result.ts';
import { nextLevel, type Measured } from '../../forecast/capacity/search.ts';
import type { EventRecord } from '../sink.ts';
import { GeneratorWindow } from './generator_window.ts';
import { LevelMeter } from './level_meter.ts';
import type { Judged } from './level_verdict.ts';
import { RefusedCalls } from './refused_calls.ts';
import { reachedMs, settled, type WarmUpSoFar } from './warm_up.ts';

/** What it asks for. */
export interface CapacityOrders {
  readonly steer: (order: Steering) => void;
  /** A level begins, goes on (now and then), or is over. */
  readonly progress?: (now: CapacityProgress) => void;
}

export type CapacityProgress =
  | { readonly type: 'begun'; readonly amount: number; readonly because: CapacityLevel['because'] }
  | { readonly type: 'so_far'; readonly level: CapacityLevel; readonly settled: boolean }
  | { readonly type: 'over'; readonly level: CapacityLevel };

export type EndedBy = CapacityLimit['by'] | 'starved';

/** Calls whose lengths are averaged. */
const LAST_CALLS = 50;
const LENGTHS_OF_ARRIVALS = 10;
const LONGEST_SLOW_MS = 3_600_000;
/** A call that was completed is replaced at once, but for the way of the words between threads. */
const REPLACED_WITHIN_MS = 1000;
const LOOK_EVERY_MS = 1000;
/** Looks are further apart the longer a level lasts: nothing is lost but a hundredth of its time. */
const LOOK_SHARE = 0.01;
const TOLD_EVERY_MS = 10_000;
const LEAST_RAMP_MS = 2000;
const MOST_RAMP_MS = 15_000;
/** So many calls that came to nothing, and none that did not: nobody is there. */
const ENOUGH_UNREACHED = 8;

export class CapacityRun {
  readonly levels: CapacityLevel[] = [];
  readonly measured: Measured[] = [];
  readonly refused = new RefusedCalls();
  ended: EndedBy | null = null;
  private readonly settings: CapacitySettings;
  private readonly unit: CapacityUnit;
  private readonly orders: CapacityOrders;
  private readonly window: GeneratorWindow | null;
  /** Calls that go on, with their turns. */
  private readonly going = new Map<number, TurnRecord[]>();
  private readonly lengthsMs: number[] = [];
  private meter: LevelMeter | null = null;
  private warmUp: Omit<WarmUpSoFar, 'atOnce' | 'callMs'> | null = null;
  /** What was asked for, and is not under way yet. */
  private asked: { readonly because: CapacityLevel['because']; readonly rampMs: number } | null = null;
  private nowMs = 0;
  private lookMs = 0;
  private toldMs = 0;
  /** Since when calls have been completed and none has begun; null: one has. */
  private unreplacedMs: number | null = null;
  private reached = 0;
  private unreached = 0;

  constructor(
    header: Pick<HeaderRecord, 'frameMs' | 'engine'>,
    settings: CapacitySettings,
    unit: CapacityUnit,
    orders: CapacityOrders,
  ) {
    this.settings = settings;
    this.unit = unit;
    this.orders = orders;
    this.window = header.engine === 'virtual' ? null : new GeneratorWindow(header.frameMs);
  }

  record(record: EventRecord): void {
    if (this.ended !== null) return;
    switch (record.type) {
      case 'level':
        this.begin(record);
        return;
      case 'started':
        this.advance(record.atMs);
        this.going.set(record.call, []);
        this.unreplacedMs = null;
        if (this.meter === null && this.asked === null) this.next();
        break;
      case 'turn':
        this.going.get(record.call)?.push(record);
        this.advance(lastOf(record));
        this.meter?.turn(record, this.nowMs);
        break;
      case 'call':
        this.end(record);
        break;
      case 'generator':
        this.gauge(record);
        return;
      case 'strike':
      case 'calibration':
      case 'calibration_trouble':
        return;
    }
    this.look();
  }

  /** Decides nothing by itself: a log has every fifth of these, and shall tell the same. */
  gauge(gauge: GeneratorRecord): void {
    if (this.ended === null) this.window?.gauge(gauge);
  }

  /** However the run ended: a level that was being measured is kept, as far as it came. */
  close({ reason, detail, endedMs }: Pick<FooterRecord, 'reason' | 'detail' | 'endedMs'>): void {
    if (this.ended === null) this.ended = reason === 'budget' ? 'budget' : 'interrupted';
    const { meter } = this;
    if (meter === null) return;
    const why = `the run ended in the middle of it${detail === null ? '' : `: ${detail}`}`;
    const untilMs = Math.max(this.nowMs, Math.min(endedMs, this.nowMs + LOOK_EVERY_MS));
    this.levels.push(meter.level(untilMs, { verdict: 'cut', why }, this.generator()));
    this.meter = null;
  }

  private begin({ atMs, amount }: LevelRecord): void {
    this.advance(atMs);
    if (amount === 0) return;
    const because = this.asked?.because ?? 'step';
    const before = this.meter?.start.amount ?? this.levels.at(-1)?.amount ?? 0;
    const mayBeLeft = because === 'step';
    this.meter = new LevelMeter({ amount, because, fromMs: atMs, mayBeLeft }, this.settings);
    this.warmUp = {
      unit: this.unit,
      amount,
      fromMs: atMs,
      rampMs: this.asked?.rampMs ?? MOST_RAMP_MS,
      lowered: amount < before,
      reachedMs: null,
    };
    this.asked = null;
    this.toldMs = atMs;
    this.orders.progress?.({ type: 'begun', amount, because });
  }

  private end(record: CallRecord): void {
    const turns = this.going.get(record.call) ?? [];
    this.advance(record.endedMs ?? this.nowMs);
    this.refused.call(record, this.going.size);
    if (this.going.delete(record.call)) {
      if (record.readyMs === null) this.unreached++;
      else this.reached++;
    }
    if (record.outcome === 'completed') this.unreplacedMs ??= this.nowMs;
    if (record.readyMs !== null && record.endedMs !== null) {
      this.lengthsMs.push(record.endedMs - record.readyMs);
      if (this.lengthsMs.length > LAST_CALLS) this.lengthsMs.shift();
    }
    this.meter?.call(record, turns, this.nowMs);
  }

  /** Records come a little out of order: the clock never goes back. */
  private advance(atMs: number): void {
    if (atMs <= this.nowMs) return;
    this.meter?.went(this.going.size, atMs);
    this.nowMs = atMs;
  }

  private look(): void {
    const { meter, nowMs } = this;
    if (meter === null || nowMs < this.lookMs) return;
    const { countedFromMs } = meter;
    this.lookMs = nowMs + Math.max(LOOK_EVERY_MS, LOOK_SHARE * (nowMs - (countedFromMs ?? nowMs)));
    if (this.reached === 0 && this.unreached >= ENOUGH_UNREACHED) this.finish('unreachable');
    else if (nowMs >= this.settings.totalMs) this.finish('time');
    else if (countedFromMs === null) this.warm(meter);
    else if (!this.isDrained(meter)) {
      const judged = meter.judged(nowMs, this.slowMs(), this.generator());
      if (judged !== null) this.conclude(meter, judged);
    }
    this.tell();
  }

  /** Calls end and none takes their place: somebody lets the run end, as a budget does, and its level is no longer the one asked for. */
  private isDrained({ start }: LevelMeter): boolean {
    return (
      this.unit === 'calls_at_once' &&
      this.going.size < start.amount &&
      this.unreplacedMs !== null &&
      this.nowMs > this.unreplacedMs + REPLACED_WITHIN_MS
    );
  }

  private warm(meter: LevelMeter): void {
    if (this.warmUp === null) return;
    const so = { ...this.warmUp, atOnce: this.going.size, callMs: this.callMs() };
    this.warmUp = { ...this.warmUp, reachedMs: reachedMs(so, this.nowMs) };
    const how = settled({ ...so, reachedMs: this.warmUp.reachedMs }, this.nowMs);
    if (how === null) return;
    meter.settle(this.nowMs, this.going.size, how);
    this.window?.open();
  }

  private conclude(meter: LevelMeter, judged: Judged): void {
    const level = meter.level(this.nowMs, judged, this.generator());
    this.levels.push(level);
    const { verdict, starved, evidence } = judged;
    this.measured.push({ amount: level.amount, verdict, starved, evidence });
    this.meter = null;
    this.orders.progress?.({ type: 'over', level });
    this.next();
  }

  private next(): void {
    const next = nextLevel(this.measured, { ...this.settings, unit: this.unit });
    if (next.do === 'end') {
      this.finish(next.by);
      return;
    }
    const rampMs = Math.min(MOST_RAMP_MS, Math.max(LEAST_RAMP_MS, (this.callMs() ?? 0) / 2));
    this.asked = { because: next.because, rampMs };
    this.orders.steer(this.orderFor(next.amount, rampMs));
  }

  private finish(by: EndedBy): void {
    const { meter } = this;
    if (meter !== null) {
      const why = by === 'time' ? 'the time of the search was over' : 'no call got through';
      this.levels.push(meter.level(this.nowMs, { verdict: 'cut', why }, this.generator()));
      this.meter = null;
    }
    this.ended = by;
    this.orders.steer(this.orderFor(0, 0));
  }

  private orderFor(amount: number, rampMs: number): Steering {
    return this.unit === 'calls_at_once'
      ? { of: 'concurrency', atOnce: amount, rampMs }
      : { of: 'arrivals', perSecond: amount };
  }

  private tell(): void {
    const { meter, nowMs } = this;
    if (meter === null || nowMs < this.toldMs + TOLD_EVERY_MS || this.orders.progress === undefined) return;
    this.toldMs = nowMs;
    const level = meter.level(nowMs, { verdict: 'undecided', why: '' }, null);
    this.orders.progress({ type: 'so_far', level, settled: meter.countedFromMs !== null });
  }

  private generator(): ReturnType<GeneratorWindow['figures']> | null {
    return this.window?.figures() ?? null;
  }

  /** How many go on at once wanders by the length of a call, where they come as they like; else it is what it is. */
  private slowMs(): number {
    const lengths = this.unit === 'calls_per_second' ? LENGTHS_OF_ARRIVALS : 1;
    return Math.min(LONGEST_SLOW_MS, lengths * (this.callMs() ?? 0));
  }

  private callMs(): number | null {
    const { lengthsMs } = this;
    return lengthsMs.length === 0
      ? null
      : lengthsMs.reduce((sum, length) => sum + length, 0) / lengthsMs.length;
  }
}

/** The last instant that a turn tells of. */
function lastOf({ marks }: TurnRecord): number {
  const { speechEnd, firstHeard, answerDone, lastHeard } = marks;
  return Math.max(speechEnd ?? 0, firstHeard ?? 0, answerDone ?? 0, lastHeard ?? 0);
}
