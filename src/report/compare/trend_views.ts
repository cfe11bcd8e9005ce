/** A trend for a terminal, as Markdown, as a page, and for programs. Pure. */

import { visible } from '../../core/word/visible.ts';
import { escapedText as escaped } from '../page/hypertext.ts';
import { fitting, aligned, without, wrapped } from '../view/columns.ts';
import { code, escaped as escapedMarkdown, table } from '../view/markup.ts';
import type { Style } from '../view/terminal_style.ts';
import { metricText } from './compared_metric.ts';
import { sideIntervalText, sideText } from './comparison_text.ts';
import { staticPage } from './static_page.ts';
import type { Trend, TrendMetric, TrendPoint } from './trend.ts';
import {
  changeText,
  isRealChange,
  runNote,
  sparkline,
  trendConclusion,
  trendNotes,
  whenText,
} from './trend_text.ts';
import { trendDrawing } from './trend_drawing.ts';

export const trendViews: ReadonlyMap<string, (trend: Trend) => string> = new Map([
  ['markdown', trendMarkdown],
  ['html', trendPage],
  ['json', (trend: Trend) => `${JSON.stringify(trend, null, 2)}\n`],
]);

function heading({ scenario, target }: Trend): string {
  return visible(`${scenario} against ${target.url}`);
}

const NOTHING: TrendPoint = { figure: null, change: null };

function pointOf({ points }: TrendMetric, run: number): TrendPoint {
  return points[run] ?? NOTHING;
}

function figureText({ figure }: TrendPoint, { unit }: TrendMetric): string {
  return figure === null ? '–' : sideText(figure, unit);
}

function boundsText({ figure }: TrendPoint, { unit }: TrendMetric): string {
  return figure === null ? '' : sideIntervalText(figure, unit);
}

export function trendTerminal(trend: Trend, style: Style, columns: number): string {
  const width = Math.max(40, columns);
  const { bold, dim } = style;
  return [
    ...wrapped(trendConclusion(trend), width).map(bold),
    ...wrapped(heading(trend), width).map(dim),
    '',
    ...trend.metrics.flatMap((one) => block(trend, one, style, width)),
    ...trendNotes(trend)
      .flatMap((note) => wrapped(note, width))
      .map(dim),
    '',
  ].join('\n');
}

function block(trend: Trend, one: TrendMetric, style: Style, width: number): readonly string[] {
  if (one.points.every(({ figure }) => figure === null)) return [];
  const paint = (point: Pick<TrendPoint, 'change'>): ((text: string) => string) =>
    point.change?.verdict === 'worse'
      ? style.red
      : point.change?.verdict === 'better'
        ? style.green
        : style.yellow;
  const rows = trend.runs.map((run, at) => {
    const point = pointOf(one, at);
    return [
      `  ${whenText(run)}`,
      figureText(point, one),
      boundsText(point, one),
      paint(point)(changeText(point.change)),
      visible(run.identity.given),
      style.dim(runNote(run)),
    ];
  });
  const sides = ['left', 'right', 'left', 'left', 'left', 'left'] as const;
  const tables = [[], [5], [4, 5], [2, 4, 5]].map((left) => aligned(without(rows, left), sides, 'left'));
  const overall = changeText(one.overall);
  return [
    `${style.bold(metricText(one))}  ${sparkline(one)}`,
    ...(overall === '' ? [] : [`  since the first: ${paint({ change: one.overall })(overall)}`]),
    ...fitting(tables, width).map((cells) => cells.join('  ').trimEnd()),
    '',
  ];
}

function trendMarkdown(trend: Trend): string {
  const { runs, metrics } = trend;
  return [
    `## Trend: ${escapedMarkdown(heading(trend))}`,
    '',
    escapedMarkdown(trendConclusion(trend)),
    '',
    ...table(
      ['when', 'run', ...metrics.map((one) => code(metricText(one))), ''],
      [
        ...runs.map((run, at) => [
          whenText(run),
          escapedMarkdown(visible(run.identity.given)),
          ...metrics.map((one) => {
            const point = pointOf(one, at);
            const figure = `${figureText(point, one)} ${boundsText(point, one)}`.trim();
            return isRealChange(point.change) ? `${figure} **${changeText(point.change)}**` : figure;
          }),
          escapedMarkdown(runNote(run)),
        ]),
        ['', 'all', ...metrics.map(sparkline), ''],
        ['', 'since the first', ...metrics.map(({ overall }) => changeText(overall)), ''],
      ],
      [0, 1, metrics.length + 2],
    ),
    '',
    ...trendNotes(trend).map((note) => `- ${escapedMarkdown(note)}`),
    '',
  ].join('\n');
}

function trendPage(trend: Trend): string {
  const title = `Trend: ${heading(trend)}`;
  return staticPage(title, [
    `<h1>${escaped(title)}</h1>`,
    `<p class="lead">${escaped(trendConclusion(trend))}</p>`,
    ...trend.metrics.flatMap((one) => section(trend, one)),
    '<h2>How to read it</h2>',
    '<ul class="dim">',
    ...trendNotes(trend).map((note) => `<li>${escaped(note)}</li>`),
    '</ul>',
  ]);
}

function section(trend: Trend, one: TrendMetric): readonly string[] {
  if (one.points.every(({ figure }) => figure === null)) return [];
  const name = escaped(metricText(one));
  const overall = changeText(one.overall);
  return [
    `<h2>${name}</h2>`,
    ...(overall === ''
      ? []
      : [`<p class="${one.overall?.verdict ?? ''}">since the first: ${escaped(overall)}</p>`]),
    `<div class="scroll" tabindex="0" role="region" aria-label="${name}, drawn">${trendDrawing(one, `${name} over ${trend.runs.length} runs; the table tells the same`)}</div>`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table>`,
    '<thead><tr><th class="text" scope="col">when</th><th class="text" scope="col">run</th><th scope="col">figure</th><th class="text" scope="col">change</th></tr></thead>',
    '<tbody>',
    ...trend.runs.map((run, at) => {
      const point = pointOf(one, at);
      const change = isRealChange(point.change)
        ? `<strong class="${point.change.verdict}">${escaped(changeText(point.change))}</strong>`
        : '';
      return (
        `<tr><th class="text" scope="row">${escaped(whenText(run))}</th><td class="text wide">${escaped(visible(run.identity.given))}</td>` +
        `<td>${escaped(figureText(point, one))}<small>${escaped(boundsText(point, one))}</small></td>` +
        `<td class="text wide">${change}<small>${escaped(runNote(run))}</small></td></tr>`
      );
    }),
    '</tbody></table></div>',
  ];
}
