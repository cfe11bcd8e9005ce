/** One metric over runs as a drawing: its figures with their intervals, joined; what really changed in the verdict’s colour. Pure. */

import { figure } from '../figure.ts';
import { escapedText } from '../page/hypertext.ts';
import type { TrendMetric } from './trend.ts';
import { isRealChange } from './trend_text.ts';

const HEIGHT = 130;
const LEFT = 70;
/** Of one run: narrower where there are many. */
const WIDEST_STEP = 110;
const NARROWEST_STEP = 34;
const ROOM = 560;
const EDGE = 14;

/** The title has to be escaped already. */
export function trendDrawing({ points, unit }: TrendMetric, title: string): string {
  const runs = Math.max(1, points.length);
  const step = Math.round(Math.min(WIDEST_STEP, Math.max(NARROWEST_STEP, ROOM / runs)));
  const width = LEFT + step * runs + EDGE;
  const known = points.flatMap(({ figure: one }) =>
    one === null ? [] : [one.value, ...(one.interval ?? [])].flatMap((value) => value ?? []),
  );
  const [low, high] = known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)];
  const y = (value: number | null): number =>
    value === null
      ? EDGE / 2
      : HEIGHT - EDGE - (high === low ? 0.5 : (value - low) / (high - low)) * (HEIGHT - 2 * EDGE);
  const x = (at: number): number => LEFT + step * (at + 0.5);
  const told = points.flatMap((point, at) =>
    point.figure !== null && point.figure.value !== null ? [{ at, value: point.figure.value }] : [],
  );
  const path = told.map(
    ({ at, value }, index) => `${index === 0 ? 'M' : 'L'}${x(at)} ${y(value).toFixed(1)}`,
  );
  return [
    `<svg role="img" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}"><title>${title}</title>`,
    ...(high === low ? [low] : [low, high]).map(
      (value) =>
        `<line class="axis" x1="${LEFT}" x2="${width - EDGE}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/>` +
        `<text x="${LEFT - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${escapedText(figure(value, unit))}</text>`,
    ),
    ...points.flatMap(({ figure: one }, at) =>
      one === null || one.interval === null
        ? []
        : [
            `<line class="bar" x1="${x(at)}" x2="${x(at)}" y1="${y(one.interval[0]).toFixed(1)}" y2="${y(one.interval[1]).toFixed(1)}"/>`,
          ],
    ),
    ...(path.length > 1 ? [`<path class="line" d="${path.join('')}"/>`] : []),
    ...points.flatMap(({ figure: one, change }, at) => {
      if (one === null || one.cases === 0) return [];
      const kind = isRealChange(change) ? ` ${change.verdict}` : '';
      return [
        `<circle class="dot${kind}" cx="${x(at)}" cy="${y(one.value).toFixed(1)}" r="${kind === '' ? 3 : 5}"/>`,
      ];
    }),
    '</svg>',
  ].join('');
}
