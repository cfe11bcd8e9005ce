/**
 * Comma-separated values as RFC 4180 has them: lines end in CRLF, what holds a comma or a quote is quoted, quotes are doubled.
 * A null is an empty field. Text from outside is on one line and obeyed by nobody: controls are escapes that can be read, and what
 * a spreadsheet would take for a formula gets an apostrophe before it. Pure.
 */

import { beginning, cut, visible } from '../../core/word/visible.ts';

export type Cell = string | number | boolean | null | undefined;

/** A name, with its unit, and what stands under it. */
export interface Column<Row> {
  readonly name: string;
  readonly of: (row: Row) => Cell;
}

/** A spreadsheet takes 32,767. */
const MOST_CHARACTERS = 30_000;
/** Also in their full widths, and behind blanks, which some skip. */
const FORMULA = /^[\s\u00A0]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
/** Lines that are handed on together: a write for each would take longer than the lines. */
const LINES_AT_ONCE = 200;

export async function* csv<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<Row> | Iterable<Row>,
): AsyncGenerator<string> {
  let lines = [csvLine(columns.map(({ name }) => name))];
  for await (const row of rows) {
    lines.push(csvLine(columns.map(({ of }) => of(row))));
    if (lines.length < LINES_AT_ONCE) continue;
    yield lines.join('');
    lines = [];
  }
  if (lines.length > 0) yield lines.join('');
}

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(field).join(',')}\r\n`;
}

function field(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  if (typeof cell === 'boolean') return String(cell);
  const text = cut(visible(beginning(cell, MOST_CHARACTERS)), MOST_CHARACTERS, cell.length);
  const plain = FORMULA.test(text) ? `'${text}` : text;
  return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
