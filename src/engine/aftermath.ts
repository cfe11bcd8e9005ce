/**
 * What an agent makes of something that it should not have been sent: an error that answers it, a close, or nothing within a time.
 * Pure. Each of what was sent is told of once, when that is known, or when the call is over.
 */

import type { StrikeRecord, StrikeResponse } from '../core/log/record.ts';
import type { AgentEvent } from '../core/call/event.ts';

/** An agent that has said nothing for so long has let it pass. */
const WITHIN_MS = 2000;

export interface Awaited {
  readonly strike: StrikeRecord;
  /** What was sent called itself so; null: it could not. */
  readonly eventId: string | null;
  /** What else is known by then, if anything. */
  readonly detail?: () => string | null;
}

export class Aftermath {
  private open: readonly Awaited[] = [];
  private readonly tell: (strike: StrikeRecord) => void;

  constructor(tell: (strike: StrikeRecord) => void) {
    this.tell = tell;
  }

  await(awaited: Awaited): void {
    this.open = [...this.open, awaited];
  }

  get wakeMs(): number {
    return this.open.reduce((earliest, { strike }) => Math.min(earliest, strike.atMs + WITHIN_MS), Infinity);
  }

  /** The first that this error can be the answer to has it. False: it answers something else. */
  answered(connection: number, error: Extract<AgentEvent, { type: 'error' }>, atMs: number): boolean {
    const { code, answers } = error;
    const asked = this.open.find(
      ({ strike, eventId }) =>
        strike.connection === connection && (answers === undefined || answers === eventId),
    );
    if (asked === undefined) return false;
    this.settle(asked, { type: 'answered', code, afterMs: atMs - asked.strike.atMs });
    return true;
  }

  /** The agent has closed the connection: upon what was sent last. Null: upon none of these. */
  closed(connection: number, code: number, reason: string, atMs: number): string | null {
    const asked = this.open.findLast(({ strike }) => strike.connection === connection);
    if (asked === undefined) return null;
    this.settle(asked, { type: 'closed', code, reason, afterMs: atMs - asked.strike.atMs });
    return asked.strike.fault;
  }

  /** The time is up for some. */
  pass(atMs: number): void {
    for (const one of this.open)
      if (atMs >= one.strike.atMs + WITHIN_MS) this.settle(one, { type: 'ignored' });
  }

  /** The call is over: nobody will know of the rest. */
  end(): void {
    for (const one of this.open) this.settle(one, null);
  }

  private settle(one: Awaited, response: StrikeResponse | null): void {
    this.open = this.open.filter((other) => other !== one);
    const detail = one.detail?.() ?? null;
    this.tell({
      ...one.strike,
      ...(detail === null ? {} : { detail }),
      ...(response === null ? {} : { response }),
    });
  }
}
