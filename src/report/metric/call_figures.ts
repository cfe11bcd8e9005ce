/**
 * What one call tells, metric by metric: the values it gave, infinite where one should have come and never did, and of a rate how many
 * cases, and of how many. What pairs of calls, and comparisons of runs, are made of. Pure.
 */

import { factsOf, type MetricName, type RateName, type ValueName } from '../../core/log/metric.ts';
import type { RateCount } from './family.ts';
import type { Receiver } from './measure.ts';

export interface CallFigures {
  readonly values: ReadonlyMap<MetricName, readonly number[]>;
  readonly rates: ReadonlyMap<MetricName, RateCount>;
}

export class GatheredFigures implements Receiver, CallFigures {
  readonly values = new Map<MetricName, number[]>();
  readonly rates = new Map<MetricName, { count: number; of: number }>();

  value(metric: ValueName, value: number): void {
    const so = this.values.get(metric);
    if (so === undefined) this.values.set(metric, [value]);
    else so.push(value);
  }

  cases(metric: RateName, count: number, of: number): void {
    const so = this.rates.get(metric);
    if (so === undefined) this.rates.set(metric, { count, of });
    else {
      so.count += count;
      so.of += of;
    }
  }

  miss(metric: ValueName): void {
    // Time that nobody waited to the end of; of what was used and not told nothing is known.
    if (factsOf(metric).unit === 'ms') this.value(metric, Infinity);
  }
}
