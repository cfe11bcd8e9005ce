/**
 * The plan's thresholds in k6's words, so that k6 itself says what was broken. What k6 has no words for is left to the report, and
 * named: costs, the generator's own timings, numbers of samples. k6 knows only what came: an answer that never did, it does not count
 * as late. Pure.
 */

import { factsOf, type MetricName } from '../../core/log/metric.ts';
import type { Stat, Threshold } from '../../core/plan/plan.ts';
import { fedMetricsFor, k6Name } from '../../engine/k6/fed_metric.ts';

export interface K6Threshold {
  readonly threshold: string;
  readonly abortOnFail?: true;
  readonly delayAbortEval?: string;
}

export interface K6Thresholds {
  /** By the name of the metric, and of its callers. */
  readonly thresholds: Readonly<Record<string, readonly K6Threshold[]>>;
  /** Those that only the report judges. */
  readonly untold: readonly Threshold[];
}

/** Of a tag in the name of a metric; others k6 would read otherwise. */
const PLAIN_TAG = /^[\w .@-]+$/;

export function k6Thresholds(thresholds: readonly Threshold[]): K6Thresholds {
  const fed = new Set<string>(fedMetricsFor(thresholds).map(({ name }) => name));
  const told: Record<string, K6Threshold[]> = {};
  const untold: Threshold[] = [];
  for (const each of thresholds) {
    const { metric, caller, op, value, abort } = each;
    const stat = fed.has(metric) ? statOf(each) : null;
    if (stat === null || (caller !== undefined && !PLAIN_TAG.test(caller))) {
      untold.push(each);
      continue;
    }
    const key = `${k6Name(metric)}${caller === undefined ? '' : `{caller:${caller}}`}`;
    (told[key] ??= []).push({
      threshold: `${stat}${op}${plain(value)}`,
      ...(abort === undefined ? {} : { abortOnFail: true, delayAbortEval: `${Math.round(abort.delayMs)}ms` }),
    });
  }
  return { thresholds: told, untold };
}

function statOf({ metric, stat }: Pick<Threshold, 'metric' | 'stat'>): string | null {
  switch (factsOf(metric as MetricName).kind) {
    case 'sample':
      return ofTrend(stat);
    case 'rate':
      return stat === 'rate' ? 'rate' : null;
    case 'total':
      return stat === 'total' ? 'count' : null;
  }
}

function ofTrend(stat: Stat): string | null {
  switch (stat) {
    case 'min':
    case 'max':
      return stat;
    case 'mean':
      return 'avg';
    case 'p50':
    case 'p75':
    case 'p90':
    case 'p95':
    case 'p99':
      return `p(${stat.slice(1)})`;
    case 'p99_9':
      return 'p(99.9)';
    case 'count':
    case 'total':
    case 'rate':
      return null;
  }
}

/** Without an exponent, which k6 does not read. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}
