/** What the blocks of the terminal's report have in common: a column of labels, and what is worth a colour. */

import { fitting, visibleWidth } from './columns.ts';
import type { Style } from './terminal_style.ts';

/** Width of the column of labels. */
export const LABEL = 11;

export function label(text: string, style: Style): string {
  return style.dim(text.padEnd(LABEL));
}

/** Under a label: a hanging column of lines. */
export function labelled(name: string, lines: readonly string[], style: Style): string[] {
  return lines.map((line, index) => (index === 0 ? label(name, style) : ' '.repeat(LABEL)) + line);
}

/** A table beside its label where it fits there, else below it, with as many of its columns as fit. */
export function labelledTable(
  name: string,
  tables: readonly string[][][],
  style: Style,
  width: number,
): string[] {
  const lines = (rows: string[][]): string[] => rows.map((cells) => cells.join('  ').trimEnd());
  const [whole = []] = tables;
  if (lines(whole).every((line) => visibleWidth(line) <= width - LABEL))
    return labelled(name, lines(whole), style);
  return [style.dim(name), ...lines(fitting(tables, width - 2)).map((line) => `  ${line}`)];
}

export function tinted(amount: number, text: string, tint: (text: string) => string): string {
  return amount > 0 ? tint(text) : text;
}
