/** A comparison for a terminal: what it comes to, then a table for each run, of all callers and by caller. Pure. */

import { visible } from '../../core/word/visible.ts';
import { aligned, fitting, without, wrapped } from '../view/columns.ts';
import type { Style } from '../view/terminal_style.ts';
import { regressionsOf, type ComparedRow, type ComparedWith, type Comparison } from './comparison.ts';
import {
  conclusion,
  differenceText,
  intervalText,
  isReal,
  pairingText,
  readingNotes,
  rowName,
  runText,
  sideText,
  verdictSigns,
  verdictNote,
} from './comparison_text.ts';

export function comparisonTerminal(comparison: Comparison, style: Style, columns: number): string {
  const width = Math.max(40, columns);
  const { bold, dim, red } = style;
  const mark = regressionsOf(comparison).length > 0 ? red : bold;
  return [
    ...wrapped(conclusion(comparison), width).map(mark),
    '',
    ...wrapped(`before  ${runText(comparison.before)}`, width).map(dim),
    ...comparison.after.flatMap((one) => block(one, style, width)),
    ...readingNotes(comparison)
      .flatMap((note) => wrapped(note, width))
      .map(dim),
    '',
  ].join('\n');
}

function block(one: ComparedWith, style: Style, width: number): readonly string[] {
  const { dim, yellow, bold } = style;
  const tested = one.rows.filter(({ verdict }) => verdict !== 'untested');
  const callers = tested.filter(({ caller }) => caller !== null);
  const others = one.rows.filter(({ verdict }) => verdict === 'untested');
  return [
    ...wrapped(`after   ${runText(one.run)}`, width).map(dim),
    ...wrapped(pairingText(one), width).map(dim),
    ...one.warnings.flatMap((text) => wrapped(`warning ${visible(text)}`, width).map(yellow)),
    '',
    ...section(
      'tested',
      tested.filter(({ caller }) => caller === null),
      style,
      width,
    ),
    ...section('tested, by caller', callers, style, width),
    ...section('not tested', others, { ...style, bold: dim }, width),
    ...(one.rows.length === 0 ? [bold('neither run has data of any metric'), ''] : []),
  ];
}

const SIDES = ['left', 'right', 'right', 'left', 'left', 'left'] as const;
const HEAD = ['', 'before → after', 'difference', '95%', '', ''];

function section(
  title: string,
  rows: readonly ComparedRow[],
  style: Style,
  width: number,
): readonly string[] {
  if (rows.length === 0) return [];
  const cells = [[title, ...HEAD.slice(1)].map(style.bold), ...rows.map((row) => cellsOf(row, style))];
  // Where there is little room the verdict is its sign.
  const tables = [[], [5], [3, 5], [1, 3, 5]].map((left) => aligned(without(cells, left), SIDES, 'left'));
  return [...fitting(tables, width).map((each) => each.join('  ').trimEnd()), ''];
}

function cellsOf(row: ComparedRow, style: Style): readonly string[] {
  const { unit } = row;
  const paint = colourOf(row, style);
  return [
    `  ${rowName(row)}`,
    `${sideText(row.before, unit)} → ${sideText(row.after, unit)}`,
    paint(differenceText(row)),
    intervalText(row.interval, unit),
    paint(verdictSigns[row.verdict]),
    style.dim(verdictNote(row)),
  ];
}

function colourOf(row: ComparedRow, { red, green, yellow }: Style): (text: string) => string {
  if (!isReal(row)) return (text) => text;
  if (row.verdict === 'better') return green;
  return row.regression ? red : yellow;
}
