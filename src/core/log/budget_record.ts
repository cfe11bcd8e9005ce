/** How a run kept to its budget: in the footer of its log. USD, at the most that it can have been. */

export interface BudgetRecord {
  /** Null: only single calls have one. */
  readonly maxUsd: number | null;
  readonly stop: 'polite' | 'now';
  readonly maxUsdPerCall?: number;
  /** By what was told, to the end of the run. */
  readonly spentUsd: number;
  /** From then on no call was started. Absent: it never came to that. */
  readonly drained?: BudgetMoment;
  /** Then the calls that were going on were ended. Absent: they ended by themselves. */
  readonly stopped?: BudgetMoment;
  /** Calls that were ended for what they had cost by themselves. Absent: none. */
  readonly callsEnded?: readonly number[];
}

export interface BudgetMoment {
  readonly atMs: number;
  readonly spentUsd: number;
  /** For what calls that were going on would still cost: to their end where they were left alone, else for their answer. */
  readonly reservedUsd: number;
  readonly callsGoingOn: number;
}
