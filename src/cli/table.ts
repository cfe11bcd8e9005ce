/** Aligned columns of text for a terminal. Pure. Colour codes take no room. */

export type Align = 'left' | 'right';

/**
 * Columns two spaces apart, a line a row, no blanks at a line's end, a newline after each. A column without an
 * alignment is left-aligned; a row may be shorter than the others.
 */
export function table(rows: readonly (readonly string[])[], align: readonly Align[] = []): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, visibleWidth(cell));
    }
  }
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) => {
      const blanks = ' '.repeat((widths[column] ?? 0) - visibleWidth(cell));
      return align[column] === 'right' ? blanks + cell : cell + blanks;
    });
    return `${cells.join('  ').trimEnd()}\n`;
  });
  return lines.join('');
}

/** Columns a text takes: its characters, less combining marks and colour codes. Wide scripts count as one each. */
export function visibleWidth(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the escape character is what a colour code starts with
  const plain = text.replaceAll(/\u001B\[[0-9;]*m/g, '').replaceAll(/\p{Mark}/gu, '');
  return Array.from(plain).length;
}
