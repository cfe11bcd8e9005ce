/** Latency against load: the p95 of each level with its interval, the median below it, the limits that were asked for, and the knee. Pure. */

import type { CapacityLevel, CapacityResult } from '../../forecast/capacity/capacity_result.ts';
import { ms } from '../figure.ts';
import { escapedText } from '../page/hypertext.ts';
import {
  across,
  axes,
  caption,
  kneeMarks,
  mark,
  PLOT,
  px,
  range,
  upwards,
  upwardsByDecades,
  type Drawing,
} from './capacity_drawing.ts';
import { amountText } from './capacity_rows.ts';
import { isWhole } from './fitted_levels.ts';

/** Of the highest over the lowest: beyond it the low ones could not be told apart. */
const BY_DECADES = 8;

export function latencyCurve({ levels, settings, knee, unit }: CapacityResult): Drawing {
  const shown = levels.filter((level) => isWhole(level) && level.latencyMs.p95.value !== null);
  const limits = settings.slo.filter(({ metric, unit: of }) => metric === 'response_latency' && of === 'ms');
  const values = [
    ...shown.flatMap(({ latencyMs: { p50, p95 } }) => [p50.value, p50.low, p95.value, p95.low, p95.high]),
    ...limits.map(({ value }) => value),
  ].filter((value): value is number => value !== null && value > 0);
  const [low, high] = values.length === 0 ? [100, 1000] : [Math.min(...values), Math.max(...values)];
  const y = high / low > BY_DECADES ? upwardsByDecades(low, high) : upwards(high);
  const x = across(Math.max(1, ...levels.filter(isWhole).map(({ amount }) => amount)));
  const name = unit === 'calls_at_once' ? 'calls at once' : 'calls a second';
  return {
    title: `Response latency by ${name}. ${shown.map((level) => `${amountText(level.amount)}: p95 ${ms(level.latencyMs.p95.value)}, ${level.verdict}`).join('; ')}.`,
    parts: [
      ...caption(
        'Response latency',
        'p95 with its 95% interval: a dot holds, a cross fails, a ring is undecided; the median is below',
      ),
      ...axes(x, y, name, ms),
      ...kneeMarks(knee, x),
      ...limits.map(
        ({ text, value }) =>
          `<line class="limit" x1="${PLOT.left}" x2="${PLOT.right}" y1="${px(y.at(value))}" y2="${px(y.at(value))}"/>` +
          `<text class="limit" x="${PLOT.right - 4}" y="${px(y.at(value) + 15)}" text-anchor="end">${escapedText(text)}</text>`,
      ),
      ...shown.flatMap((level) => levelParts(level, x.at(level.amount), y)),
    ],
  };
}

function levelParts(level: CapacityLevel, x: number, y: ReturnType<typeof upwards>): readonly string[] {
  const { p50, p95 } = level.latencyMs;
  const kind = kindOf(level);
  return [
    range(kind, x, p95, y),
    ...(p95.value === null ? [] : [mark(kind, x, y.at(p95.value))]),
    ...(p50.value === null ? [] : [mark('middle', x, y.at(p50.value))]),
  ];
}

export function kindOf({ verdict }: CapacityLevel): 'holds' | 'fails' | 'unsure' {
  return verdict === 'holds' || verdict === 'fails' ? verdict : 'unsure';
}
