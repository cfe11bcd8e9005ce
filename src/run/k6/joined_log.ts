/**
 * The logs of all VUs of one k6 as the one log of a run, fed line by line as k6 prints them. Every planned call is in it once, also
 * where k6 ends in the middle: what was going on then is lost or was broken off, and what never came to be was not started.
 */

import { callAt, plannedCalls } from '../../core/load/selection.ts';
import { unmadeCall } from '../../core/load/unmade_call.ts';
import type { FailureCode } from '../../core/log/failure.ts';
import type { FooterRecord, HeaderRecord } from '../../core/log/record.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { readLogLine } from '../../engine/k6/log_line.ts';
import { readLine } from '../../report/line.ts';
import type { EventRecord } from '../sink.ts';

export interface JoinedLogOptions {
  readonly plan: Plan;
  readonly vus: number;
  /** With the header of the first VU that has begun: instant 0 is the same for all. */
  readonly onBegin: (header: HeaderRecord) => void;
  /** `line`: its JSON, where it is as it came. */
  readonly onRecord: (record: EventRecord, line?: string) => void;
}

/** Why what was going on was not told to its end. */
export interface BrokenOff {
  readonly reason: FooterRecord['reason'];
  readonly failure: FailureCode;
  readonly detail: string;
}

export class JoinedLog {
  private readonly options: JoinedLogOptions;
  private begun = false;
  /** Instant at which each call that goes on was started. */
  private readonly going = new Map<number, number>();
  private readonly ended = new Set<number>();
  private readonly footers = new Map<number, FooterRecord>();
  private readonly counts = { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 };
  private lastMs = 0;

  constructor(options: JoinedLogOptions) {
    this.options = options;
  }

  /** Whether a VU has begun. */
  get hasBegun(): boolean {
    return this.begun;
  }

  /** Every VU has told its end. */
  get whole(): boolean {
    return this.footers.size >= this.options.vus;
  }

  /** False: it is k6's own word, or a line that was cut off. */
  take(text: string): boolean {
    const told = readLogLine(text);
    if (told === null) return false;
    const line = readLine(told.json);
    if (line.type !== 'record') return false;
    const { record } = line;
    if (record.type === 'header') {
      if (!this.begun) this.options.onBegin(record);
      this.begun = true;
    } else if (record.type === 'footer') {
      this.footers.set(told.vu, record);
      this.lastMs = Math.max(this.lastMs, record.endedMs);
    } else this.record(record, told.vu, told.json);
    return true;
  }

  private record(record: EventRecord, vu: number, json: string): void {
    const { onRecord } = this.options;
    switch (record.type) {
      case 'generator':
        this.lastMs = Math.max(this.lastMs, record.atMs);
        onRecord({ ...record, worker: vu - 1 });
        return;
      case 'started':
        this.going.set(record.call, record.atMs);
        break;
      case 'call':
        this.going.delete(record.call);
        this.ended.add(record.call);
        this.counts.planned++;
        this.counts[record.outcome === 'not_started' ? 'notStarted' : record.outcome]++;
        break;
      default:
    }
    onRecord(record, json);
  }

  /** The end, at this instant at the earliest. `broken`: of what is missing; null: nothing is expected to be. */
  end(atMs: number, broken: BrokenOff | null): FooterRecord {
    const { footers } = this;
    const endedMs = this.whole ? this.lastMs : Math.max(0, this.lastMs, atMs);
    const why = broken ?? { reason: 'worker_lost', failure: 'worker_lost', detail: 'k6 ended first' };
    if (!this.whole) this.lose(endedMs, why);
    const odd = [...footers.values()].find(({ reason }) => reason !== 'done');
    const heldBack = [...footers.values()].reduce((sum, footer) => sum + (footer.heldBack ?? 0), 0);
    const { reason, detail } = this.whole ? (odd ?? { reason: 'done', detail: null }) : why;
    return {
      type: 'footer',
      endedMs,
      reason,
      detail,
      ...(heldBack === 0 ? {} : { heldBack }),
      calls: { ...this.counts },
    };
  }

  private lose(endedMs: number, { failure, detail }: BrokenOff): void {
    const { plan, vus } = this.options;
    const { load } = plan;
    for (const [call, startedMs] of this.going) {
      this.unmade(call, load.mode === 'open' ? (load.startsMs[call] ?? startedMs) : startedMs, {
        outcome: 'failed',
        failure,
        detail,
        endedMs,
      });
    }
    for (let share = 0; share < vus; share++) {
      const selection = { of: vus, share };
      if (this.footers.has(share + 1)) continue;
      for (let position = 0; position < (plannedCalls(load, selection) ?? 0); position++) {
        const call = callAt(position, selection);
        if (this.ended.has(call)) continue;
        const dueMs = load.mode === 'open' ? (load.startsMs[call] ?? endedMs) : load.rampMs + load.holdMs;
        this.unmade(call, dueMs, { outcome: 'not_started', failure: null, detail, endedMs: null });
      }
    }
  }

  private unmade(
    call: number,
    scheduledMs: number,
    end: {
      readonly outcome: 'failed' | 'not_started';
      readonly failure: FailureCode | null;
      readonly detail: string;
      readonly endedMs: number | null;
    },
  ): void {
    const { outcome, failure, detail, endedMs } = end;
    this.ended.add(call);
    this.counts.planned++;
    this.counts[outcome === 'failed' ? 'failed' : 'notStarted']++;
    const due = { call, scheduledMs, blocked: false };
    this.options.onRecord(unmadeCall(this.options.plan, due, outcome, failure, detail, endedMs));
  }
}
