/** Throughput against calls at once: each level with its interval, the law fitted to them with its band, its peak, and the knee. Pure. */

import type { CapacityResult } from '../../forecast/capacity/capacity_result.ts';
import { throughputAt } from '../../forecast/scaling/law.ts';
import type { Scaling } from '../../forecast/scaling/scaling.ts';
import { count } from '../figure.ts';
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
  type Drawing,
  type Scale,
} from './capacity_drawing.ts';
import { isWhole } from './fitted_levels.ts';
import { kindOf } from './latency_curve.ts';
import { digits } from './scaling_text.ts';

const POINTS = 60;

export function throughputCurve({ levels, knee, unit }: CapacityResult, scaling: Scaling): Drawing {
  const shown = levels.filter((level) => isWhole(level) && level.answeredPerSecond.value !== null);
  const tops = [
    ...shown.map(({ answeredPerSecond: { value, high } }) => Math.max(value ?? 0, high ?? 0)),
    ...scaling.band.map(({ high }) => high),
  ];
  const x = across(
    Math.max(
      1,
      ...shown.map(({ atOnce }) => atOnce.mean),
      ...(unit === 'calls_at_once' ? shown.map(({ amount }) => amount) : []),
    ),
  );
  const y = upwards(Math.max(0.001, ...tops));
  return {
    title: `Answered turns a second by calls at once. ${shown.map(({ atOnce, answeredPerSecond }) => `${count(Math.round(atOnce.mean))}: ${digits(answeredPerSecond.value ?? 0)}`).join('; ')}.`,
    parts: [
      ...caption('Answered turns a second', `each level with its 95% interval${fitWords(scaling)}`),
      ...axes(x, y, 'calls at once', digits),
      // What an open load is asked for is calls a second: it has no place on this axis.
      ...(unit === 'calls_at_once' ? kneeMarks(knee, x) : []),
      ...fitParts(scaling, x, y),
      ...shown.flatMap((level) => {
        const at = x.at(level.atOnce.mean);
        const { value } = level.answeredPerSecond;
        const kind = kindOf(level);
        return [
          range(kind, at, level.answeredPerSecond, y),
          ...(value === null ? [] : [mark(kind, at, y.at(value))]),
        ];
      }),
    ],
  };
}

function fitWords({ law, verdict }: Scaling): string {
  if (law === null) return '';
  return verdict === 'poor'
    ? '; dotted is a law that does not fit'
    : '; the line is the law that was fitted to them, with its band';
}

/** Over what was measured, and no further. */
function fitParts({ law, band, measured, verdict, peak }: Scaling, x: Scale, y: Scale): readonly string[] {
  if (law === null || measured === null) return [];
  const [from, to] = measured;
  const line = Array.from({ length: POINTS }, (_, k) => {
    const n = from + ((to - from) * k) / (POINTS - 1);
    return `${px(x.at(n))} ${px(y.at(throughputAt(law, n)))}`;
  });
  const upper = band.map(({ concurrency, high }) => `${px(x.at(concurrency))} ${px(y.at(high))}`);
  const lower = band.map(({ concurrency, low }) => `${px(x.at(concurrency))} ${px(y.at(low))}`).reverse();
  const top = peak?.value ?? null;
  return [
    ...(band.length === 0 ? [] : [`<path class="band" d="M${[...upper, ...lower].join('L')}Z"/>`]),
    `<path class="fit${verdict === 'poor' ? ' poor' : ''}" d="M${line.join('L')}"/>`,
    ...(top === null || peak?.beyondMeasured === true
      ? []
      : [
          `<text class="fit" x="${px(x.at(top))}" y="${px(Math.min(PLOT.bottom - 8, y.at(throughputAt(law, top)) + 30))}" text-anchor="middle">peak at ${String(Math.round(top))}</text>`,
        ]),
  ];
}
