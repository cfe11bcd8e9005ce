/**
 * When calls start. An open load has its instants in the plan, drawn from the seed; a closed load keeps a number
 * of calls going and replaces each that ends. Pure: whoever runs the plan asks, and says what has happened.
 */

export type PlanLoad =
  | {
      readonly mode: 'open';
      /** Scheduled start of each planned call, ascending. */
      readonly startsMs: readonly number[];
      /** A call that falls due while this many are going on is blocked, and counted. */
      readonly maxConcurrency: number;
    }
  | {
      readonly mode: 'closed';
      readonly concurrency: number;
      /** The concurrency is reached evenly over this time. */
      readonly rampMs: number;
      /** From the end of the ramp; no call starts after it. */
      readonly holdMs: number;
      /** At most this many calls in all, where set. */
      readonly calls?: number;
    };
