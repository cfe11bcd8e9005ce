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
    if (line !== '' && visibleWidth(line) + 1 + visibleWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** Items one after the other on lines of at most `width` columns, broken between two of them; a longer one at its blanks. */
export function listed(items: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const item of items) {
    const longer: string = line === null ? item : `${line}${separator}${item}`;
    if (visibleWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== null) lines.push(line);
    const parts = wrapped(item, width);
    lines.push(...parts.slice(0, -1));
    line = parts.at(-1) ?? item;
  }
  return line === null ? lines : [...lines, line];
}

/** A line a row: a term, and beside it what it is, hanging where it takes more lines; below it where there is no room. */
export function terms(rows: readonly (readonly string[])[], width: number): string[] {
  return hanging(rows, ['left'], width, 20);
}

/** A table whose last column is text: broken within its column where it does not fit, of at least `least` columns, or below. */
export function hanging(
  rows: readonly (readonly string[])[],
  sides: readonly Side[],
  width: number,
  least: number,
): string[] {
  const heads = aligned(
    rows.map((row) => row.slice(0, -1)),
    sides,
    'left',
  ).map((cells) => cells.join('  '));
  const column = Math.max(0, ...heads.map(visibleWidth)) + 2;
  return rows.flatMap((row, index) => {
    const head = heads[index] ?? '';
    const text = row.at(-1) ?? '';
    if (column + visibleWidth(text) <= width) return [`${head}  ${text}`.trimEnd()];
    if (width - column < least)
      return [head.trimEnd(), ...wrapped(text, width - 6).map((line) => `      ${line}`)];
    const [first = '', ...rest] = wrapped(text, width - column);
    return [`${head}  ${first}`, ...rest.map((line) => ' '.repeat(column) + line)];
  });
}

/** The first of these tables whose rows fit, in words of ever less; the last where none does. */
export function fitting(tables: readonly string[][][], width: number): string[][] {
  const fits = (rows: string[][]): boolean =>
    rows.every((cells) => visibleWidth(cells.join('  ').trimEnd()) <= width);
  return tables.find(fits) ?? tables.at(-1) ?? [];
}

/** Rows without the columns of these numbers. */
export function without(rows: readonly (readonly string[])[], columns: readonly number[]): string[][] {
  return rows.map((row) => row.filter((_, column) => !columns.includes(column)));
}

/** A text of at most so many columns, with its middle left out. */
export function shortened(text: string, width: number): string {
  const signs = Array.from(text);
  if (signs.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${signs.slice(0, head).join('')}…${signs.slice(signs.length - (width - 1 - head)).join('')}`;
}

/** A shell's command on lines of at most `width` columns, broken where the shell lets it be, to be copied as they stand. */
export function commandLines(command: string, width: number): string[] {
  const words = command.match(/(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\])+/g) ?? [];
  // Quotes that do not close are nothing that a shell would read as it stands.
  if (words.join(' ') !== command) return [command];
  const lines: string[] = [];
  for (const word of words) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && visibleWidth(longer) <= width - 2) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));
}

/** Nothing but signs of one column each: nearly every text, and a report asks for thousands of widths. */
const PLAIN = /^[ -~]*$/;

/** Columns a text takes: its characters, less combining marks and colour codes. Wide scripts count as one each. */
export function visibleWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  // oxlint-disable-next-line no-control-regex -- the escape character is what a colour code starts with
  const plain = text.replaceAll(/\u001B\[[0-9;]*m/g, '').replaceAll(/\p{Mark}/gu, '');
  return Array.from(plain).length;
}
