/** What a log tells of the report's own error: turns of sentinels, and why there are none, or not as many as there were to be. */

/**
 * One turn of a sentinel, an extra call beside the plan's that talks to the reference agent: what was measured, and what was
 * true. In no count and no metric of the run; they have numbers of their own.
 */
export interface CalibrationRecord {
  readonly type: 'calibration';
  readonly call: number;
  readonly turn: number;
  /** The sentinel's end of speech. */
  readonly atMs: number;
  /** End of speech → first audible sample, as `response_latency` has it. Null: no answer was heard. */
  readonly measuredMs: number | null;
  /** The same by the agent's own clock and account. Null: it knows nothing of this turn. */
  readonly trueMs: number | null;
}

/** Why the run is not calibrated, or not as it was to be. */
export interface CalibrationTroubleRecord {
  readonly type: 'calibration_trouble';
  readonly atMs: number;
  readonly detail: string;
}
