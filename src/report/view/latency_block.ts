/** How long callers waited, for the terminal: percentiles of each part, and the shares of answers by band. */

import { calibrationText } from '../calibration.ts';
import { count, percent } from '../figure.ts';
import type { Band, Summary } from '../summary.ts';
import { label, LABEL } from './block.ts';
import { aligned, fitting, listed, without, wrapped } from './columns.ts';
import { bandShares, LATENCY_COLUMNS, latencyRows, missingLine } from './outline.ts';
import type { Style } from './terminal_style.ts';

export function latencyBlock(summary: Summary, style: Style, width: number): string[] {
  const rows = latencyRows(summary);
  const header = ['', 'n', ...LATENCY_COLUMNS];
  const body = rows.map((row) => [
    `${row.part ? '  ' : ''}${row.metric}`,
    count(row.count),
    ...row.cells.map((cell) => (cell.tooFew ? `~${cell.text}` : cell.text)),
  ]);
  const tables = NARROWER.map((left) =>
    aligned(
      without(
        [header, ...body],
        left.map((name) => header.indexOf(name)),
      ),
      ['left'],
      'right',
    ),
  );
  const fitted = fitting(tables, width);
  const left = NARROWER[tables.indexOf(fitted)] ?? [];
  const faint = rows.map((row) => [row.part, false, ...row.cells.map((cell) => cell.tooFew)]);
  const kept = header.flatMap((name, column) => (left.includes(name) ? [] : [column]));
  const lines = fitted.map((cells, line) =>
    cells
      .map((cell, place) => {
        if (line === 0) return style.dim(cell);
        const row = rows[line - 1];
        if (row?.metric === 'response_latency' && place === 0) return style.bold(cell);
        return faint[line - 1]?.[kept[place] ?? 0] === true ? style.dim(cell) : cell;
      })
      .join('  ')
      .trimEnd(),
  );
  // Beside the headline, though it is no row of the table: the line stands right below it.
  const headline = rows.findIndex(({ metric }) => metric === 'response_latency');
  const beside = wrapped(calibrationText(summary), width - 2).map((line) => style.dim(`  ${line}`));
  lines.splice(headline + 2, 0, ...beside);
  if (rows.some((row) => row.cells.some((cell) => cell.tooFew))) {
    lines.push(style.dim('~ fewer than ten samples beyond it'));
  }
  if (left.length > 0) lines.push(style.dim(`${left.join(', ')}: in report.md, or wider`));
  return [...lines, ...wrapped(missingLine(summary), width).map((line) => style.red(line))];
}

/** Columns that are left out where there is no room, least missed first. */
const NARROWER: readonly (readonly string[])[] = [
  [],
  ['p90'],
  ['p90', 'p99'],
  ['p90', 'p99', 'n'],
  ['p90', 'p99', 'n', 'max'],
  ['p50', 'p90', 'p99', 'n', 'max'],
];

const blocksOf: Readonly<Record<Band | 'unanswered', string>> = {
  excellent: '█',
  good: '▓',
  acceptable: '▒',
  poor: '░',
  unacceptable: '·',
  unanswered: '×',
};

export function bandsBlock(summary: Summary, style: Style, width: number): string[] {
  const shares = bandShares(summary);
  const all = shares.reduce((total, { count: n }) => total + n, 0);
  if (all === 0) return [];
  const room = width - LABEL;
  const tint: Readonly<Record<Band | 'unanswered', (text: string) => string>> = {
    excellent: style.green,
    good: style.green,
    acceptable: style.yellow,
    poor: style.red,
    unacceptable: style.red,
    unanswered: style.red,
  };
  let done = 0;
  let drawn = 0;
  let bar = '';
  for (const { band, count: n } of shares) {
    done += n;
    const until = Math.round((done / all) * room);
    bar += tint[band](blocksOf[band].repeat(until - drawn));
    drawn = until;
  }
  const { boundsMs } = summary.bands;
  const legend = shares
    .filter(({ band, count: n }) => n > 0 || (band !== 'unanswered' && band !== 'unacceptable'))
    .map(({ band, share }) => {
      const bound = band === 'unanswered' || band === 'unacceptable' ? '' : ` <${boundsMs[band]}`;
      return `${blocksOf[band]} ${band}${bound} ${percent(share)}`;
    });
  return [
    label('answers', style) + bar,
    ...listed(legend, '  ', room).map((line) => ' '.repeat(LABEL) + style.dim(line)),
  ];
}
