/**
 * What keeps a call on a real host from vanishing, whatever breaks in it: a defect ends that call and no other, its own record, the last
 * word on it, is out exactly once, and whoever starts calls is told once whether it came to something. Knows no socket.
 */

import type { CallSpec } from '../core/call/call_spec.ts';
import { cameToSomething } from '../core/load/dispatch.ts';
import { unmadeCall } from '../core/load/unmade_call.ts';
import type { CallReport } from '../core/log/call_report.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Redact } from '../core/word/redaction.ts';
import type { Driver } from './drive.ts';

export interface GuardedParts {
  readonly plan: Plan;
  readonly spec: CallSpec;
  readonly scheduledMs: number;
  readonly redact: Redact;
  readonly driver: Driver;
  readonly now: () => number;
  /** Nothing of it goes off any more. */
  readonly stopAlarms: () => void;
  readonly drop: () => void;
  readonly onRecord: (record: CallReport) => void;
  /** The call is decided; `gotThrough`: it came to something. */
  readonly onOver: (gotThrough: boolean) => void;
}

export class GuardedCall {
  private readonly parts: GuardedParts;
  private broken = false;
  /** When the target confirmed the session. */
  private readyMs: number | null = null;
  private decided = false;
  /** The call's own record is out. */
  recorded = false;

  constructor(parts: GuardedParts) {
    this.parts = parts;
  }

  /** A defect met in one call ends that call, and no other. */
  guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.breakDown(error);
    }
  }

  /** What `guard` does with it, for what is done too often to be handed over. */
  breakDown(error: unknown): void {
    if (this.broken) return;
    this.broken = true;
    const { plan, spec, scheduledMs, redact, driver, now, stopAlarms, drop } = this.parts;
    const detail = redact(error instanceof Error ? error.message : String(error));
    stopAlarms();
    drop();
    try {
      driver.input({ type: 'broken', detail }, now());
    } catch {
      // The same defect, or the next one: what the call has measured cannot be had, but the call shall not vanish.
    }
    if (this.recorded) return;
    const due = { call: spec.index, scheduledMs, blocked: false };
    this.record(unmadeCall(plan, due, 'failed', 'engine_error', detail, now()));
  }

  ready(): void {
    this.readyMs ??= this.parts.now();
  }

  record(record: CallReport): void {
    const { stopAlarms, onRecord } = this.parts;
    if (record.type === 'call') {
      stopAlarms();
      this.decide();
    }
    onRecord(record);
    if (record.type === 'call') this.recorded = true;
  }

  decide(): void {
    if (this.decided) return;
    this.decided = true;
    const { driver, now, onOver } = this.parts;
    onOver(cameToSomething(this.readyMs, now(), driver.failed));
  }
}
