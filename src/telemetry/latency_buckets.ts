/** Upper bounds of the latency histograms, in seconds: what a scenario judges by is among them, so that shares of it are exact. */

import { metricNamed } from '../core/log/metric.ts';
import type { Judgement } from '../core/plan/plan.ts';
import { isPercentile } from '../report/judge.ts';
import { buckets } from './meter_catalogue.ts';

/** A scenario with more limits than this has those that do not fit left out. */
const MOST_LIMITS = 20;

export function latencyBuckets({ bands, thresholds }: Pick<Judgement, 'bands' | 'thresholds'>): number[] {
  const limits = thresholds
    .filter(
      ({ metric, stat, value }) => metricNamed(metric)?.unit === 'ms' && isPercentile(stat) && value > 0,
    )
    .filter(({ metric }) => metric === 'response_latency' || metric === 'time_to_first_audio')
    .slice(0, MOST_LIMITS)
    .map(({ value }) => value);
  const { excellent, good, acceptable, poor } = bands;
  const ownS = [excellent, good, acceptable, poor, ...limits].map((ms) => ms / 1000);
  return [...new Set([...buckets.latency, ...ownS])].filter((s) => s > 0).sort((a, b) => a - b);
}
