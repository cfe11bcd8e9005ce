/**
 * The time between two connections of a caller whose client takes the conversation along: what was lost, what is still waited for,
 * and how the next session is told of it all. It dials nothing, and decides nothing of the script. Pure; instants in ms.
 */

import type { Effect } from './effect.ts';
import type { History } from './history.ts';
import type { Ledger } from './ledger.ts';
import type { Plan } from '../plan/plan.ts';
import type { Turn } from './turn.ts';
import type { FailureCode } from '../log/failure.ts';

/** How a turn fails with its connection: on its own, or cut on purpose. */
export type LossOfTurn = Extract<FailureCode, 'connection_lost' | 'disconnected'>;

export class Outage {
  private readonly asksForGreeting: boolean;
  private readonly ledger: Ledger;
  private readonly history: History;
  private readonly emit: (effect: Effect) => void;
  /** The turn that nothing was heard of before the connection broke. */
  private unheard: Turn | null = null;

  constructor(plan: Plan, ledger: Ledger, history: History, emit: (effect: Effect) => void) {
    this.asksForGreeting = plan.target.speaksFirst === 'agent';
    this.ledger = ledger;
    this.history = history;
    this.emit = emit;
  }

  /** What the caller was saying did not get through. */
  lostWords(failure: LossOfTurn): void {
    const { current } = this.ledger;
    if (current === undefined) return;
    this.history.forget(current);
    current.owed = false;
    current.fail(failure, 'the connection broke in the middle of these words');
  }

  /** The caller listens: what it has not heard, or not to its end, it waits for until it can be asked for again. */
  keepWaiting(): void {
    const { current, desk } = this.ledger;
    if (current === undefined || current.start.kind === 'silence' || !this.ledger.lacks(current)) return;
    if (current.start.kind === 'greeting' && !current.heard && !this.asksForGreeting) return;
    desk.wantAgain(current);
    if (current.heard) return;
    this.unheard = current;
    current.deadlineMs = Infinity;
  }

  /**
   * The next session is told what was said, unless it `knows`, and asked for what is missing. Gives how many items it was told.
   */
  replay(atMs: number, knows = false): number {
    const items = knows ? [] : this.history.items();
    if (items.length > 0) this.emit({ type: 'send', command: { type: 'replay', items } });
    if (this.unheard !== null) this.unheard.deadlineMs = atMs + this.unheard.patienceMs;
    this.unheard = null;
    this.ledger.desk.resume(atMs);
    return items.length;
  }
}
