/** What was expected of a run before it began: in the footer of its log, so that a report can say by how much it differed. */

export interface EstimateRecord {
  /** `rehearsal`: from calls in virtual time, so many of them. `scripts`: from the length of what is said, in closed form. */
  readonly by: 'rehearsal' | 'scripts';
  readonly sampledCalls: number;
  readonly calls: number;
  readonly durationMs: number;
  /** Null: no prices are known. */
  readonly costUsd: number | null;
  /** Within which the cost of such a run lies nine times in ten. Null: nobody can say. */
  readonly costBetweenUsd: readonly [number, number] | null;
}
