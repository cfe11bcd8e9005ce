/** Text in columns for a terminal. Pure. Colour codes take no room. */

export type Side = 'left' | 'right';

/** Cells padded to their column's width. `others`: where the columns are that have no side of their own. A row may be short. */
export function aligned(
  rows: readonly (readonly string[])[],
  sides: readonly Side[],
  others: Side,
): string[][] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, visibleWidth(cell));
    }
  }
  return rows.map((row) =>
    row.map((cell, column) => {
      const blanks = ' '.repeat((widths[column] ?? 0) - visibleWidth(cell));
      return (sides[column] ?? others) === 'right' ? blanks + cell : cell + blanks;
    }),
  );
}

/** A line a row, columns to the left unless told, columns two spaces apart, no blanks at a line's end, a newline after each. */
export function table(rows: readonly (readonly string[])[], sides: readonly Side[] = []): string {
  return aligned(rows, sides, 'left')
    .map((cells) => `${cells.join('  ').trimEnd()}\n`)
    .join('');
}

/** Lines of at most `width` characters, broken at blanks; a longer word has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** Items one after the other on lines of at most `width` columns, broken between two of them; a longer one has a line of its own. */
export function listed(items: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const item of items) {
    const longer: string = line === null ? item : `${line}${separator}${item}`;
    if (line === null || visibleWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = item;
    }
  }
  return line === null ? lines : [...lines, line];
}

/** Columns a text takes: its characters, less combining marks and colour codes. Wide scripts count as one each. */
export function visibleWidth(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the escape character is what a colour code starts with
  const plain = text.replaceAll(/\u001B\[[0-9;]*m/g, '').replaceAll(/\p{Mark}/gu, '');
  return Array.from(plain).length;
}
