/**
 * What one VU makes of the plan: its share of the calls, each at its own instant, and the log of them: header, what calls tell, a word
 * on itself every few seconds, footer. It is a run of its own, on the same roll as every engine's; it knows nothing of other VUs.
 */

import { callOf } from '../../core/call/call_spec.ts';
import type { Due } from '../../core/load/dispatch.ts';
import { Roll } from '../../core/load/roll.ts';
import type { Selection } from '../../core/load/selection.ts';
import type { CallReport } from '../../core/log/call_report.ts';
import type { HeaderRecord, LogRecord } from '../../core/log/record.ts';
import { shownThrough } from '../../core/word/redaction.ts';
import type { CallJudge } from '../../judge/call_judge.ts';
import { Alarm } from './clock.ts';
import { VuCall, type VuSurroundings } from './vu_call.ts';

const GAUGE_LOGGED_EVERY_MS = 5000;
/** In a record: words of ours. All else may be the target's. */
const OWN_WORDS = new Set(['type', 'caller', 'voice', 'said', 'kind', 'outcome', 'failure']);

export interface VuRunOptions {
  readonly around: VuSurroundings;
  readonly selection: Selection;
  /** Warm. */
  readonly judge: CallJudge;
  readonly header: HeaderRecord;
  /** Every line of its log, in order. */
  readonly onRecord: (record: LogRecord) => void;
}

export class VuRun {
  private readonly options: VuRunOptions;
  private readonly roll: Roll;
  private readonly pumpAlarm: Alarm;
  private readonly gaugeAlarm: Alarm;
  private over = false;

  constructor(options: VuRunOptions) {
    const { around, selection } = options;
    const { plan, clock } = around;
    this.options = options;
    const engine = {
      able: () => true,
      start: (due: Due) => this.start(due),
      record: (record: LogRecord) => this.told(record),
    };
    this.roll = new Roll(plan, engine, selection);
    this.pumpAlarm = new Alarm(clock, () => this.pump());
    this.gaugeAlarm = new Alarm(clock, (nowMs) => {
      this.gauge(nowMs);
      this.gaugeAlarm.set(nowMs + GAUGE_LOGGED_EVERY_MS);
    });
  }

  /** Before instant 0. When all its calls are over, nothing of it keeps k6 from ending. */
  begin(): void {
    this.options.onRecord(this.options.header);
    this.gaugeAlarm.set(GAUGE_LOGGED_EVERY_MS);
    this.roll.begin();
    this.pump();
  }

  private start({ call, scheduledMs }: Due): void {
    const { around } = this.options;
    const { clock, gauge, plan } = around;
    gauge.startLateness.add(clock.now() - scheduledMs);
    const made = new VuCall(
      around,
      callOf(plan, call),
      scheduledMs,
      (record) => this.report(record),
      (gotThrough) => {
        this.roll.decided(call, gotThrough, clock.now());
        this.pumpAlarm.set(clock.now());
      },
    );
    made.begin();
  }

  private report(record: CallReport): void {
    const { clock, redact } = this.options.around;
    // What a call has used so far is for whoever watches a budget: nobody does here.
    if (record.type === 'used') return;
    this.roll.told(shownThrough(record, redact, OWN_WORDS), clock.now());
    if (record.type === 'call') this.pumpAlarm.set(clock.now());
  }

  private told(record: LogRecord): void {
    const isCallLine = record.type === 'turn' || record.type === 'call' || record.type === 'strike';
    const { judge, onRecord } = this.options;
    onRecord(isCallLine ? judge.told(record) : record);
  }

  private pump(): void {
    if (this.over) return;
    const nowMs = this.options.around.clock.now();
    const nextMs = this.roll.pump(nowMs);
    if (this.roll.over) this.end(nowMs);
    else this.pumpAlarm.set(nextMs ?? Infinity);
  }

  private end(nowMs: number): void {
    this.over = true;
    this.gaugeAlarm.set(Infinity);
    this.pumpAlarm.set(Infinity);
    this.gauge(nowMs);
    this.roll.close(nowMs);
  }

  private gauge(atMs: number): void {
    this.options.onRecord(this.options.around.gauge.read(0, atMs));
  }
}
