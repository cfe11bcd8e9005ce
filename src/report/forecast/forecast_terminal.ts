/** A forecast for a terminal: the answer, months, callers, where the money goes, and what would change it. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { Forecast } from '../../forecast/projection/forecast.ts';
import { count, percent } from '../figure.ts';
import { aligned, fitting, hanging, without, wrapped, type Side } from '../view/columns.ts';
import type { Style } from '../view/terminal_style.ts';
import {
  between,
  budgetText,
  busiestText,
  demandText,
  headline,
  lossFigure,
  lossName,
  minutesText,
  money,
  moneyByPart,
  moreCallsText,
  pair,
  quantileText,
  runTexts,
  uncertaintyText,
  whatIfDifference,
  whatIfInterval,
  whatIfMonth,
  whatIfNotes,
} from './forecast_text.ts';

export function forecastTerminal(forecast: Forecast, style: Style, columns: number): string {
  const width = Math.max(40, columns);
  const { bold, dim } = style;
  const more = moreCallsText(forecast);
  const budget = budgetText(forecast);
  return [
    ...wrapped(headline(forecast), width).map(bold),
    ...(budget === null ? [] : wrapped(budget, width).map(bold)),
    '',
    ...wrapped(demandText(forecast), width).map(dim),
    ...[...forecast.demand.from.map(visible), ...runTexts(forecast)]
      .flatMap((text) => wrapped(text, width))
      .map(dim),
    '',
    ...monthTable(forecast, style, width),
    ...uncertaintyLines(forecast, style, width),
    ...callerTable(forecast, style, width),
    ...moneyLines(forecast, style, width),
    ...lossLines(forecast, style, width),
    ...whatIfLines(forecast, style, width),
    bold('busiest'),
    ...indented(busiestText(forecast), width),
    '',
    ...[...forecast.notes, ...(more === null ? [] : [more])]
      .flatMap((note) => wrapped(visible(note), width))
      .map(dim),
    '',
  ].join('\n');
}

function indented(text: string, width: number): readonly string[] {
  return wrapped(text, width - 2).map((line) => `  ${line}`);
}

/** `lesser`: columns that give way where there is little room, step by step. */
function tableOf(
  cells: readonly (readonly string[])[],
  sides: readonly Side[],
  lesser: readonly (readonly number[])[],
  width: number,
): readonly string[] {
  const tables = [[], ...lesser].map((left) =>
    aligned(
      without(cells, left),
      sides.filter((_, column) => !left.includes(column)),
      'left',
    ),
  );
  return [...fitting(tables, width).map((each) => each.join('  ').trimEnd()), ''];
}

const MONTH_SIDES = ['left', 'right', 'right', 'right', 'right'] as const;

function monthTable({ months, total }: Forecast, { bold, dim }: Style, width: number): readonly string[] {
  const rows = [...months, total].map(({ month, calls, minutes, usd }) => [
    `  ${month}`,
    count(Math.round(calls.median)),
    between(usd.least, usd.most),
    pair(usd.p90),
    dim(`${count(Math.round(minutes.median))} min`),
  ]);
  return tableOf(
    [['months', 'calls', 'USD', '90%', 'talk'].map(bold), ...rows],
    MONTH_SIDES,
    [[4], [1, 4]],
    width,
  );
}

function uncertaintyLines({ uncertainty }: Forecast, { bold }: Style, width: number): readonly string[] {
  return [
    bold('what the interval of the total comes of, each alone'),
    ...hanging(
      uncertainty.map((part) => [`  ${uncertaintyText(part)}`, part.text]),
      ['left'],
      width,
      20,
    ),
    '',
  ];
}

function callerTable(forecast: Forecast, { bold, dim }: Style, width: number): readonly string[] {
  const { callers, ofAll, perCallUsd } = forecast;
  const rows = callers.map(({ name, share, calls, meanUsd, usd, meanMinutes, minutes }) => [
    `  ${visible(name)}`,
    percent(share),
    count(calls),
    between(meanUsd.least, meanUsd.most),
    pair(meanUsd.p90),
    quantileText(usd.p95, money),
    quantileText(usd.p99, money),
    minutesText(meanMinutes),
    quantileText(minutes.p95, minutesText),
  ]);
  const all = [
    '  all of them',
    '',
    count(callers.reduce((sum, { calls }) => sum + calls, 0)),
    between(perCallUsd.least, perCallUsd.most),
    pair(perCallUsd.p90),
    quantileText(ofAll.usd.p95, money),
    quantileText(ofAll.usd.p99, money),
    minutesText(ofAll.meanMinutes),
    quantileText(ofAll.minutes.p95, minutesText),
  ];
  return tableOf(
    [
      ['callers', 'share', 'calls', 'USD a call', '90%', 'p95', 'p99', 'length', 'its p95'].map(bold),
      ...[...rows, ...(callers.length > 1 ? [all] : [])].map((cells) =>
        cells.map((cell) => (cell.startsWith('takes') ? dim(cell) : cell)),
      ),
    ],
    ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    [[8], [6, 8], [5, 6, 8], [2, 5, 6, 8], [2, 5, 6, 7, 8]],
    width,
  );
}

const BAR = 24;

function moneyLines(forecast: Forecast, { bold, dim }: Style, width: number): readonly string[] {
  const parts = moneyByPart(forecast);
  const all = parts.reduce((sum, { usd }) => sum + usd, 0);
  if (all <= 0) return [];
  const most = parts[0]?.usd ?? 1;
  return [
    bold('where the money goes, a month on average'),
    ...tableOf(
      parts.map(({ part, usd }) => [
        `  ${part}`,
        money(usd),
        percent(usd / all),
        dim('█'.repeat(Math.max(1, Math.round((usd / most) * BAR)))),
      ]),
      ['left', 'right', 'right', 'left'],
      [[3]],
      width,
    ),
  ];
}

function lossLines({ losses }: Forecast, { bold }: Style, width: number): readonly string[] {
  if (losses.length === 0) return [];
  return [
    bold('of it, a month on average (90%)'),
    ...hanging(
      losses.map((loss) => [`  ${lossName(loss)}`, lossFigure(loss), visible(loss.how)]),
      ['left', 'left'],
      width,
      30,
    ),
    '',
  ];
}

function whatIfLines({ whatIfs }: Forecast, { bold, yellow, dim }: Style, width: number): readonly string[] {
  if (whatIfs.length === 0) return [];
  const rows = whatIfs.map((one) => [
    `  ${visible(one.text)}`,
    whatIfMonth(one),
    one.refused === null ? whatIfDifference(one) : yellow(whatIfDifference(one)),
    whatIfInterval(one),
  ]);
  return [
    ...tableOf(
      [['what if', 'USD a month', 'difference', '90%'].map(bold), ...rows],
      ['left', 'right', 'right', 'right'],
      [[3], [1, 3]],
      width,
    ).slice(0, -1),
    ...whatIfs.flatMap((one) =>
      whatIfNotes(one).flatMap((note) => indented(`${visible(one.text)}: ${note}`, width).map(dim)),
    ),
    '',
  ];
}
