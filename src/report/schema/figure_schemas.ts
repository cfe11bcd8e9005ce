/** What has the same shape wherever it stands in summary.json. */

import { PERCENTILE_NAMES } from '../statistics.ts';
import {
  amount,
  count,
  list,
  number,
  object,
  orNull,
  share,
  text,
  told,
  words,
  type Schema,
} from './shape.ts';

const unit = words('ms', 's', 'ratio', 'usd', 'count');

const interval: Schema = told(
  { type: 'array', items: orNull(number), minItems: 2, maxItems: 2 },
  '95 % confidence interval; an end is null that the sample is too small to bound.',
);

const percentiles = Object.fromEntries(PERCENTILE_NAMES.map((name) => [name, orNull(number)]));

const distribution = object({
  kind: { const: 'distribution' },
  unit,
  count: told(count, 'Samples.'),
  total: number,
  min: orNull(number),
  mean: orNull(number),
  ...percentiles,
  max: orNull(number),
  ci: told({ type: 'object', additionalProperties: interval }, 'By statistic.'),
  tooFew: told(list(text), 'Percentiles beyond which fewer than ten samples lie.'),
  'missing?': told(count, 'Cases that should have given a value and gave none.'),
  'withMissing?': told(object(percentiles), 'Percentiles with each missing case as one that took for ever.'),
});

const rate = object({
  kind: { const: 'rate' },
  unit: { const: 'ratio' },
  rate: orNull(share),
  count: told(amount, 'Cases in which it was so.'),
  of: told(amount, 'Cases in all.'),
  ci: orNull(interval),
});

export const metrics: Schema = told(
  { type: 'object', additionalProperties: { anyOf: [distribution, rate] } },
  'By name; a metric that had no occasion is absent. docs/measurement.md defines each.',
);

export const quantiles = object({
  count,
  p50: orNull(number),
  p95: orNull(number),
  'p99?': orNull(number),
  max: orNull(number),
});

/** What only a few percentiles are told of. */
export const spread = object({ p50: orNull(number), p95: orNull(number), max: orNull(number) });

export const threshold = object({
  metric: text,
  'caller?': told(text, 'Only of the calls of this kind of caller.'),
  stat: words('count', 'min', 'mean', 'max', 'total', 'rate', ...PERCENTILE_NAMES),
  op: { enum: ['<', '<=', '>', '>=', '==', '!='] },
  value: number,
  text: told(text, 'As the user wrote it.'),
  'abort?': object({ delayMs: amount }),
  'implied?': { const: true },
  observed: told(orNull(number), 'Null: nothing was measured, and the threshold fails.'),
  pass: { type: 'boolean' },
  count,
  missing: count,
  enoughSamples: { type: 'boolean' },
  unit,
});

export { interval, unit };
