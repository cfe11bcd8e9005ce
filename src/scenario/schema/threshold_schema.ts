/**
 * What must hold for a run to pass: by metric, of all calls or of one kind of caller. Each metric is named, so that editors
 * know them; whether a name that is none of these is a mistake, is threshold_meaning.ts's to say.
 */

import { Type } from '../../config/type.ts';
import { Duration, strict } from '../../config/notation.ts';
import { metrics, statsOf } from '../../core/log/metric.ts';
import type { MetricFacts } from '../../core/log/metric.ts';
import type { Stat } from '../../core/plan/plan.ts';

export type ThresholdFile =
  | string
  | { readonly threshold: string; readonly abort?: boolean; readonly delay?: number | string };

const ThresholdText = Type.String({ minLength: 1, expected: 'a threshold such as "p95 < 800ms"' });

const StoppingThreshold = Type.Object(
  {
    threshold: ThresholdText,
    abort: Type.Optional(Type.Boolean({ description: 'End the run as soon as it does not hold.' })),
    delay: Type.Optional(
      Duration('With abort: not before so much of the run has gone by. Default: 0.', 'wait'),
    ),
  },
  strict,
);

const alone = [ThresholdText, StoppingThreshold];
const listed = { anyOf: alone, expected: 'a threshold such as "p95 < 800ms"' };

/** Stands once, at the root: every metric refers to it. */
export const thresholdDefinition = {
  threshold: {
    anyOf: [
      ...alone,
      Type.Array(Type.Unsafe<ThresholdFile>(listed), { minItems: 1, expected: 'at least one threshold' }),
    ],
    expected: 'a threshold such as "p95 < 800ms", or a list of them',
  },
};

const one = { $ref: '#/definitions/threshold' };

const values: Readonly<Record<MetricFacts['unit'], string>> = {
  ms: '800ms',
  s: '3s',
  usd: '$0.20',
  count: '10',
  ratio: '1%',
};

function statisticsOf({ kind }: MetricFacts): string {
  const { stats, implied } = statsOf(kind);
  const names = stats.map(statName).join(', ');
  return implied === undefined
    ? `Statistics: ${names}.`
    : `Statistics: ${names}; ${implied} where none is named.`;
}

/** One for each statistic: editors offer them. */
function examplesOf({ kind, unit }: MetricFacts): readonly string[] {
  return statsOf(kind).stats.map((stat) => `${statName(stat)} < ${stat === 'count' ? '10' : values[unit]}`);
}

function statName(stat: Stat): string {
  return stat.replace('_', '.');
}

export const ThresholdsSchema = Type.Unsafe<
  Readonly<Record<string, ThresholdFile | readonly ThresholdFile[]>>
>({
  type: 'object',
  properties: Object.fromEntries(
    metrics.map((metric) => [
      metric.name,
      {
        allOf: [one],
        description: `${metric.label}. ${statisticsOf(metric)}`,
        examples: examplesOf(metric),
      },
    ]),
  ),
  additionalProperties: one,
  description:
    'Metric → what it must be for the run to pass, e.g. response_latency: ["p95 < 800ms"]. Of one kind of caller: "response_latency{caller:refund}".',
});
