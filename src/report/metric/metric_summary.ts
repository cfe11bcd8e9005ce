/** From samples to what a summary says of each metric. Pure. */

import { metrics as catalogue, type MetricName } from '../../core/log/metric.ts';
import { distribution, histogramDistribution, rate } from '../describe.ts';
import type { Generators } from '../generator.ts';
import { owedOf } from '../missing.ts';
import type { Samples } from '../samples.ts';
import type { Metrics, MetricSummary } from '../metric_figures.ts';
import type { RateMeasure, ValueMeasure } from './family.ts';
import { registry } from './registry.ts';

/** `sendLateness` and so on: as histograms, which is how they come. */
type Timings = Pick<Generators, 'sendLateness' | 'loopLag' | 'startLateness'>;

/** What of a measure decides how it is told, be it of values or of cases. */
type Told = Pick<ValueMeasure, 'ofGenerator' | 'always'> & Pick<RateMeasure, 'dependent'>;

/**
 * In the order of core/log/metric. A metric that nothing was measured of is left out, but for those that are always told.
 * Of a part of the calls there are no timings of the generator's. `only`: no others.
 */
export function metricsOf(
  samples: Samples,
  timings: Timings | null,
  seed: number,
  only: ReadonlySet<string> | null = null,
): Metrics {
  const found: Partial<Record<MetricName, MetricSummary>> = {};
  for (const { name } of catalogue) {
    if (only?.has(name) === false) continue;
    const summary = summaryOf(name, samples, timings, seed);
    if (summary !== null) found[name] = summary;
  }
  return found;
}

function summaryOf(
  name: MetricName,
  samples: Samples,
  timings: Timings | null,
  seed: number,
): MetricSummary | null {
  const { dependent, ofGenerator, always }: Told = registry[name];
  const counted = samples.rates.get(name);
  if (counted !== undefined) return rate(counted, { independent: dependent !== true });
  if (ofGenerator !== undefined)
    return timings === null ? null : histogramDistribution(name, timings[ofGenerator]);
  const measured = samples.values.get(name);
  const missing = missingOf(name, samples);
  if (measured === undefined && (missing ?? 0) === 0 && always !== true) return null;
  return distribution(name, measured ?? [], seed, missing);
}

function missingOf(name: MetricName, { missing }: Samples): number | undefined {
  const owed = owedOf(name);
  if (owed === undefined) return undefined;
  const found = missing.get(name) ?? 0;
  return found === 0 && owed.ofBill !== undefined ? undefined : found;
}
