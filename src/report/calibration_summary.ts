/** The run's own error, as summary.json tells it, in ms. Only shapes: calibration.ts finds the figures. */

/** How far the run's own figures are off, by its sentinels: extra calls to an agent whose true instants are known. */
export interface CalibrationSummary {
  /** Whether it was asked for; null: left to the size of the run. */
  readonly asked: boolean | null;
  /** How many the run was to have. */
  readonly sentinels: number;
  /** Their turns with both figures, and those that lack one. */
  readonly turns: number;
  readonly unmatched: number;
  /** Null: no turn has both. */
  readonly error: CalibrationError | null;
  /** Why there is none, or less than there was to be. */
  readonly trouble: string | null;
}

/** `response_latency` as it was measured, less what it truly was, in ms. */
export interface CalibrationError {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Of its size, whichever way it is off. */
  readonly size: { readonly p95: number; readonly max: number };
  /** Percentiles with fewer than ten turns beyond them. */
  readonly tooFew: readonly ('p50' | 'p95' | 'p99')[];
}
