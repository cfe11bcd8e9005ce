/**
 * The sentinels of one worker: extra calls beside the plan's, made on the same event loop and the same wheel, to a target of
 * their own. They are calls like any other; what they record is told apart, and counts nowhere.
 */

import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import { callOf } from '../../core/call/call_spec.ts';
import type { CallReport } from '../../core/log/call_report.ts';
import type { CallLine } from '../../core/log/record.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { DIRECT } from './dial_options.ts';
import { viewsOf } from './frames.ts';
import { NodeCall } from './node_call.ts';
import type { Surroundings } from './surroundings.ts';
import type { SentinelStart } from './protocol.ts';

/** Extra calls beside the plan's, from the same workers, to a target of their own. They are in no count and no line. */
export interface SentinelOptions {
  /** Sentinel i is call i of this plan. */
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly url: string;
  /** With which call of the run's plan each begins, or with the first that starts after it; ascending. */
  readonly companions: readonly number[];
  /** Must not throw. */
  readonly onRecord: (record: CallLine) => void;
}

export class Sentinels {
  private readonly around: Surroundings;
  private readonly tell: (record: CallLine) => void;
  private readonly going = new Map<number, NodeCall>();
  private whenOver: (() => void) | null = null;

  /** `worker`: the clock, wheel and meter of the worker's own calls. */
  constructor(
    { plan, frames, url }: SentinelStart,
    worker: Pick<Surroundings, 'now' | 'wheel' | 'gauge'>,
    tell: (record: CallLine) => void,
  ) {
    const dialect = dialectOf(plan);
    const connection = dialect.connection(plan.target, url, undefined);
    this.around = { ...worker, plan, dialect, connection, frames: viewsOf(frames), dial: DIRECT };
    this.tell = tell;
  }

  begin(call: number, scheduledMs: number): void {
    const made = new NodeCall(this.around, callOf(this.around.plan, call), scheduledMs, this.record);
    this.going.set(call, made);
    made.begin();
  }

  /** They hang up; `then` is called once the last of them has told its end. */
  end(then: () => void): void {
    this.whenOver = then;
    for (const call of this.going.values()) call.stop({ type: 'stop', failure: 'interrupted' });
    this.conclude();
  }

  private readonly record = (record: CallReport): void => {
    if (record.type !== 'used') this.tell(record);
    if (record.type !== 'call') return;
    this.going.delete(record.call);
    this.conclude();
  };

  private conclude(): void {
    const then = this.whenOver;
    if (then === null || this.going.size > 0) return;
    this.whenOver = null;
    then();
  }
}
