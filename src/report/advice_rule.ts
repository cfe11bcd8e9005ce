/** A rule of advice: what speaks for it, what to change, and how much that could change. Types only. */

import type { Judgement } from '../core/plan/plan.ts';
import type { MetricName } from '../core/log/metric.ts';
import type { Effect } from './advice_effect.ts';
import type { Monitored } from './monitored.ts';

export interface Rule {
  readonly metric: MetricName;
  /** What to change, by its name where it has one. */
  readonly setting: string;
  /** How much it could change, by which advice is ordered. */
  readonly effect: Effect;
  /** The percentile that it goes by, of a metric that has them. Absent: none. */
  readonly stat?: 'p50' | 'p95';
  /** The figure that speaks for it, or null where nothing does. */
  readonly because: (monitored: Monitored, limits: Judgement['monitor']) => string | null;
  readonly text: string;
}
