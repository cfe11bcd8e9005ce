/**
 * From a threshold to what a level is tested for: a share of cases that may be bad. `p95 < 800ms` says that at most 5% of the
 * turns may take longer; `error_rate < 1%`, that at most 1% of the calls may fail. Pure.
 */

import { metricNamed } from '../../core/log/metric.ts';
import type { Threshold } from '../../core/plan/plan.ts';
import type { CapacitySlo } from './capacity_result.ts';

/** Of each percentile, the share of values beyond it. */
const BEYOND: Readonly<Record<string, number>> = {
  p50: 0.5,
  p75: 0.25,
  p90: 0.1,
  p95: 0.05,
  p99: 0.01,
  p99_9: 0.001,
};

export type ConditionReading = { readonly condition: CapacitySlo } | { readonly message: string };

export function conditionOf(threshold: Threshold): ConditionReading {
  const { metric, caller, stat, op, value } = threshold;
  const text = `${metric}${caller === undefined ? '' : `{caller:${caller}}`} ${threshold.text}`;
  const facts = metricNamed(metric);
  if (facts === undefined || facts.of === 'generator' || facts.unit === 'usd') {
    return { message: `expected a metric of calls or turns that a level can be judged by, found ${metric}` };
  }
  if (op === '==' || op === '!=') return { message: `expected <, <=, > or >=, found "${text}"` };
  const under = op === '<' || op === '<=';
  const mayBeBad = facts.kind === 'rate' && stat === 'rate' ? (under ? value : 1 - value) : BEYOND[stat];
  if (mayBeBad === undefined) {
    return {
      message: `expected a percentile or a rate, found "${text}": of a ${stat === 'rate' ? 'rate' : stat.replace('_', '.')} nobody can say when it has been seen for long enough`,
    };
  }
  if (facts.kind !== 'rate' && !under) {
    return { message: `expected < or <= for a percentile, found "${text}"` };
  }
  if (!(mayBeBad > 0 && mayBeBad < 1)) {
    return {
      message: `expected a share between 0% and 100%, found "${text}": that not one case in the world is bad cannot be shown`,
    };
  }
  return {
    condition: {
      text,
      metric,
      ...(caller === undefined ? {} : { caller }),
      stat,
      op,
      value,
      unit: facts.unit,
      mayBeBad: Number(mayBeBad.toPrecision(12)),
      of: facts.of,
    },
  };
}

/** Of a value, or of the cases of a rate, whether it is bad. */
export function exceeds(value: number, { op, value: limit }: CapacitySlo): boolean {
  switch (op) {
    case '<':
      return value >= limit;
    case '<=':
      return value > limit;
    case '>':
      return value <= limit;
    case '>=':
      return value < limit;
  }
}
