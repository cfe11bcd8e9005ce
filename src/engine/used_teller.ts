/** Tells what a call has used as soon as the agent has said so, where a budget is to be watched. Pure. */

import type { Plan } from '../core/plan/plan.ts';
import type { Usage } from '../core/log/record.ts';
import type { Host } from './host.ts';

export interface Spender {
  /** When its session was ready; null: it was not yet. */
  readonly readyMs: number | null;
  /** All of it that was told. */
  readonly usage: Usage;
  readonly ended: boolean;
}

export class UsedTeller {
  private readonly watched: boolean;
  private readonly index: number;
  private readonly call: Spender;
  private readonly host: Pick<Host, 'record'>;
  private told: Usage | null = null;

  constructor(
    { judgement: { budget } }: Pick<Plan, 'judgement'>,
    index: number,
    call: Spender,
    host: Pick<Host, 'record'>,
  ) {
    this.watched = budget?.maxUsd !== undefined || budget?.maxUsdPerCall !== undefined;
    this.index = index;
    this.call = call;
    this.host = host;
  }

  /** After whatever may have told of more. */
  tell(atMs: number): void {
    if (!this.watched) return;
    const { readyMs, usage } = this.call;
    // What is added to it makes another; and after the last record there is nothing left to tell.
    if (readyMs === null || usage === this.told || this.call.ended) return;
    this.told = usage;
    this.host.record({ type: 'used', call: this.index, atMs, readyMs, usage });
  }
}
