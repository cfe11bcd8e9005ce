/**
 * What a call is made of, and what can be asked of it from outside. It takes no input: what is done with one is `call.ts`'s. Pure.
 */

import { CallConnection } from './call_connection.ts';
import type { CallSpec } from './call_spec.ts';
import { CallTally } from './call_tally.ts';
import { Conversation } from './conversation.ts';
import type { Effect } from './effect.ts';
import type { LossOfTurn } from './outage.ts';
import { PhaseClock } from './phase_clock.ts';
import type { PlaybackObserver } from './playback.ts';
import type { Plan } from '../plan/plan.ts';
import type { Usage } from '../log/used.ts';
import { Redialing } from './redialing.ts';
import type { Understanding } from './understanding.ts';

export interface CallOptions {
  /** What the table of phases does not list is a defect, and throws. Else it is of no consequence. */
  readonly strict?: boolean;
  /** Told of what is played, for a recording. */
  readonly observer?: PlaybackObserver;
  /** What the caller takes answers for. Absent: it understands nothing, and goes through its script in the plain order. */
  readonly understanding?: Understanding;
}

export abstract class CallParts {
  protected readonly plan: Plan;
  protected readonly conversation: Conversation;
  protected readonly clock: PhaseClock;
  protected readonly connection: CallConnection;
  protected readonly redialing: Redialing;
  protected readonly tally: CallTally;
  protected effects: Effect[] = [];
  /** When the call was decided. */
  protected doneMs: number | null = null;

  /** `scheduledMs`: the instant at which the load wanted it to start. */
  constructor(plan: Plan, spec: CallSpec, scheduledMs: number, options: CallOptions = {}) {
    this.plan = plan;
    this.clock = new PhaseClock(scheduledMs + plan.limits.callMs, options.strict ?? false);
    this.redialing = new Redialing(plan, spec);
    const told = plan.faults !== undefined || plan.impairments !== undefined;
    const emit = (effect: Effect): void => {
      if (told || effect.type !== 'moment') this.effects.push(effect);
    };
    this.connection = new CallConnection(emit);
    const { observer, understanding } = options;
    this.conversation = new Conversation(plan, spec, emit, this.redialing.replays, observer, understanding);
    this.tally = new CallTally(spec, scheduledMs, this.redialing.losses);
  }

  /** The connection that is its own; null: there is none, or none any more. */
  get connected(): number | null {
    return this.connection.current;
  }

  /** Its script runs, over the connection that it has. */
  get talking(): boolean {
    return this.clock.phase === 'talking';
  }

  /** How it ends is settled; what is left is to hang up. */
  get decided(): boolean {
    return this.doneMs !== null;
  }

  /** It is decided that the call has failed. */
  get failed(): boolean {
    return this.tally.failure !== null;
  }

  /** When its session was ready; null: it was not yet. */
  get readyMs(): number | null {
    return this.tally.readyMs;
  }

  /** All that was told of what it has used. */
  get usage(): Usage {
    return this.conversation.ledger.usage;
  }

  get ended(): boolean {
    return this.clock.phase === 'ended';
  }

  /** Whether the samples of a piece of this answer are wanted: nothing of it has been audible yet. */
  seeksOnset(responseId: string): boolean {
    return this.conversation.ledger.seeksOnset(responseId);
  }

  /** The script has begun, on whichever connection. */
  protected get begun(): boolean {
    return this.tally.readyMs !== null;
  }

  /** The script has begun, and the call is not decided. */
  protected get conversing(): boolean {
    return this.begun && this.doneMs === null;
  }

  /** The connection is about to be closed, and nothing goes on that would be lost by leaving it. */
  protected movesNow(atMs: number): boolean {
    const { connection, conversation } = this;
    return (
      connection.closesSoon && this.talking && conversation.ending === null && conversation.isQuiet(atMs)
    );
  }

  /** Off the connection that is about to be closed, or was, and onto another at once. */
  protected moveOn(atMs: number): void {
    this.connection.leave();
    this.redialing.leaves(atMs);
    this.breakUp('connection_lost', atMs);
    this.dial(atMs);
  }

  protected abstract dial(atMs: number): void;

  protected breakUp(failure: LossOfTurn, atMs: number): void {
    this.effects.push({ type: 'hush' });
    this.conversation.disconnected(failure, atMs);
  }
}
