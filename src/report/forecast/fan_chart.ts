/** Months of cost as a fan: where half, eight and nine tenths of the possible years are, and the middle. The table beside it tells the same. Pure. */

import type { Forecast, MonthForecast, Pair } from '../../forecast/projection/forecast.ts';
import { escapedText } from '../page/hypertext.ts';
import { drawingFile, drawingIn } from './drawing_style.ts';
import { headline, middle, money } from './forecast_text.ts';

const WIDTH = 720;
const HEIGHT = 300;
const LEFT = 78;
const RIGHT = 16;
const TOP = 30;
const BOTTOM = 40;

export function fanChart(forecast: Forecast): string {
  return drawingIn(titleOf(forecast), WIDTH, HEIGHT, parts(forecast));
}

export function fanFile(forecast: Forecast): string {
  return drawingFile(titleOf(forecast), WIDTH, HEIGHT, parts(forecast));
}

function titleOf(forecast: Forecast): string {
  return `Cost by month, with intervals of 50, 80 and 90%. ${headline(forecast)}`;
}

function parts({ months }: Forecast): readonly string[] {
  const highest = Math.max(...months.map(({ usd }) => usd.p90[1]));
  const step = niceStep(highest / 4);
  const top = Math.max(step, Math.ceil(highest / step) * step);
  const x = (at: number): number =>
    months.length === 1
      ? (LEFT + WIDTH - RIGHT) / 2
      : LEFT + ((WIDTH - LEFT - RIGHT) * at) / (months.length - 1);
  const y = (usd: number): number => HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (usd / top);
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, at) => at * step);
  /** Of so many months one has room for its name, and the first of them in each year for the year’s. */
  const every = Math.ceil(months.length / 12);
  return [
    ...ticks.map(
      (usd) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${n(y(usd))}" y2="${n(y(usd))}"/>` +
        `<text class="word" x="${LEFT - 8}" y="${n(y(usd) + 4)}" text-anchor="end">${escapedText(usd === 0 ? '$0' : money(usd))}</text>`,
    ),
    `<text class="word" x="${LEFT}" y="16">USD a month: the line is the middle, the bands hold 50, 80 and 90% of what may come</text>`,
    ...(['p90', 'p80', 'p50'] as const).map((band) => area(months, ({ usd }) => usd[band], x, y)),
    `<path class="median" d="${lineOf(months, x, y)}"/>`,
    ...months.flatMap(({ month }, at) =>
      at % every === 0
        ? [
            `<text class="word" x="${n(x(at))}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${escapedText(month.slice(5))}</text>`,
            ...(months[at - every]?.month.slice(0, 4) !== month.slice(0, 4)
              ? [
                  `<text class="word" x="${n(x(at))}" y="${HEIGHT - BOTTOM + 34}" text-anchor="middle">${escapedText(month.slice(0, 4))}</text>`,
                ]
              : []),
          ]
        : [],
    ),
  ];
}

/** One month alone has a width, or nothing could be seen of it. */
const ALONE = 24;

function area(
  months: readonly MonthForecast[],
  of: (month: MonthForecast) => Pair,
  x: (at: number) => number,
  y: (usd: number) => number,
): string {
  const [only] = months;
  if (months.length === 1 && only !== undefined) {
    const [low, high] = of(only);
    return `<rect class="band" x="${n(x(0) - ALONE)}" y="${n(y(high))}" width="${2 * ALONE}" height="${n(Math.max(1, y(low) - y(high)))}"/>`;
  }
  const upper = months.map((month, at) => `${n(x(at))} ${n(y(of(month)[1]))}`);
  const lower = months.map((month, at) => `${n(x(at))} ${n(y(of(month)[0]))}`).reverse();
  return `<path class="band" d="M${[...upper, ...lower].join('L')}Z"/>`;
}

function lineOf(
  months: readonly MonthForecast[],
  x: (at: number) => number,
  y: (usd: number) => number,
): string {
  if (months.length === 1 && months[0] !== undefined) {
    const at = n(y(middle(months[0].usd)));
    return `M${n(x(0) - ALONE)} ${at}L${n(x(0) + ALONE)} ${at}`;
  }
  return `M${months.map(({ usd }, at) => `${n(x(at))} ${n(y(middle(usd)))}`).join('L')}`;
}

/** 1, 2, 2.5 or 5, and noughts. */
export function niceStep(rough: number): number {
  if (!(rough > 0)) return 1;
  const size = 10 ** Math.floor(Math.log10(rough));
  const lead = [1, 2, 2.5, 5, 10].find((each) => each * size >= rough) ?? 10;
  return lead * size;
}

function n(value: number): string {
  return String(Number(value.toFixed(1)));
}
