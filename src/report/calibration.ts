/**
 * The report's own error: what its sentinels measured, less what was true. It is a figure of the harness, not of the agent:
 * it stands in no metric, and says how far those can be trusted. Pure.
 */

import { tidy } from './describe.ts';
import { plural, signedMs } from './figure.ts';
import type { RunLog } from './log.ts';
import { percentile, PERCENTILES, sortedValues, tooFewBeyond } from './statistics.ts';
import type { CalibrationError, CalibrationSummary } from './calibration_summary.ts';
import type { Summary } from './summary.ts';

/** The size of the error at p95 from which on a run warns, and from which on it is invalid. */
export const WARNED_OVER_MS = 20;
export const INVALID_OVER_MS = 100;

/** Null: nothing in the log says whether there were sentinels. */
export function calibrationOf({ runs }: RunLog): CalibrationSummary | null {
  const logs = runs.flatMap((run) => run.logs);
  const planned = logs.flatMap(({ header }) => header.calibration ?? []);
  if (planned.length === 0) return null;
  const records = logs.flatMap(({ calibrations }) => calibrations);
  const errors = records.flatMap(({ measuredMs, trueMs }) =>
    measuredMs === null || trueMs === null ? [] : [measuredMs - trueMs],
  );
  const asked = new Set(planned.map((each) => each.asked));
  return {
    asked: asked.has(true) ? true : asked.has(null) ? null : false,
    sentinels: planned.reduce((sum, { sentinels }) => sum + sentinels, 0),
    turns: errors.length,
    unmatched: records.length - errors.length,
    error: errorOf(errors),
    trouble: logs.flatMap(({ calibrationTroubles }) => calibrationTroubles)[0] ?? null,
  };
}

function errorOf(errors: readonly number[]): CalibrationError | null {
  const sorted = sortedValues(errors);
  const sizes = sortedValues(errors.map(Math.abs));
  const at = (values: Float64Array, p: number): number => tidy(percentile(values, p) ?? 0);
  if (sorted.length === 0) return null;
  return {
    p50: at(sorted, 50),
    p95: at(sorted, 95),
    p99: at(sorted, 99),
    max: at(sorted, 100),
    size: { p95: at(sizes, 95), max: at(sizes, 100) },
    tooFew: SHOWN.filter((name) => tooFewBeyond(PERCENTILES[name], sorted.length)),
  };
}

const SHOWN = ['p50', 'p95', 'p99'] as const;

/** In one line, for people: the error, or why there is none. */
export function calibrationText({ calibration }: Pick<Summary, 'calibration'>): string {
  const error = calibration?.error ?? null;
  if (calibration === null || error === null) return `not calibrated: ${whyNot(calibration)}`;
  const figures = SHOWN.map(
    (name) => `${error.tooFew.includes(name) ? '~' : ''}${signedMs(error[name])} ${name}`,
  );
  const { turns, unmatched, trouble } = calibration;
  const lacking = unmatched === 0 ? '' : `, and ${plural(unmatched, 'turn')} without one of the two`;
  return `measured − true: ${figures.join(', ')} (${plural(turns, 'turn')}${lacking})${trouble === null ? '' : `; ${trouble}`}`;
}

function whyNot(calibration: CalibrationSummary | null): string {
  if (calibration === null) return 'the log has no sentinels';
  if (calibration.trouble !== null) return calibration.trouble;
  if (calibration.sentinels > 0) return 'no sentinel got an answer before the run was over';
  return calibration.asked === false ? '--no-calibrate' : 'fewer than 50 calls; --calibrate';
}

/** Why the figures are not to be trusted, or null. */
export function tooFarOff(summary: Pick<Summary, 'calibration'>): string | null {
  const size = summary.calibration?.error?.size.p95 ?? 0;
  return size > INVALID_OVER_MS ? farOff(summary, INVALID_OVER_MS) : null;
}

/** What a reader is warned of, or null. */
export function calibrationWarning(summary: Pick<Summary, 'calibration'>): string | null {
  const { calibration } = summary;
  if (calibration === null || calibration.sentinels === 0) return null;
  const size = calibration.error?.size.p95 ?? 0;
  // Where it is larger still, it is among the reasons for which the run is invalid.
  if (size > INVALID_OVER_MS) return null;
  if (size > WARNED_OVER_MS) return farOff(summary, WARNED_OVER_MS);
  const missed = calibration.error === null && calibration.asked === true;
  return missed || calibration.trouble !== null ? calibrationText(summary) : null;
}

function farOff(summary: Pick<Summary, 'calibration'>, limitMs: number): string {
  const size = summary.calibration?.error?.size.p95 ?? 0;
  return `the report’s own error is ${signedMs(size).slice(1)} at p95, over ${limitMs} ms: ${calibrationText(summary)}`;
}
