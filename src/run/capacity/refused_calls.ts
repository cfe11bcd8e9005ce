/** Whether a target takes no more sessions than so many: calls that were turned away at the door, and how many went on then. */

import type { FailureCode } from '../../core/log/failure.ts';
import type { CallRecord } from '../../core/log/record.ts';

const REFUSALS: ReadonlySet<FailureCode> = new Set([
  'connect_refused',
  'http_rate_limited',
  'http_error',
  'overloaded',
  'rate_limited',
  'agent_error',
]);
/** Of fewer nothing is said. */
const LEAST = 3;
const UPPER = 0.75;

export class RefusedCalls {
  private readonly besides: number[] = [];
  private readonly codes = new Map<string, number>();
  private others = 0;

  /** `atOnce`: how many calls went on, this one with them. */
  call({ outcome, failure, readyMs }: CallRecord, atOnce: number): void {
    if (outcome !== 'failed' || failure === null) return;
    if (readyMs !== null || !REFUSALS.has(failure)) {
      this.others++;
      return;
    }
    this.besides.push(Math.max(0, atOnce - 1));
    this.codes.set(failure, (this.codes.get(failure) ?? 0) + 1);
  }

  /** The sessions that stand when the next is refused. Null: most failures are of another kind, or there are few. */
  get at(): number | null {
    const { length } = this.besides;
    if (length < LEAST || length < this.others) return null;
    const sorted = Array.from(Float64Array.from(this.besides).sort());
    // A call that takes the place of one that is still being closed is refused one session earlier: not the median.
    const standing = sorted[Math.floor(length * UPPER)] ?? null;
    // At a target that refuses from the first on there is no number of sessions that it takes.
    return standing === 0 ? null : standing;
  }

  /** By which failure, most often. */
  get code(): string | null {
    return [...this.codes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
  }
}
