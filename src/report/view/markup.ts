/** Words and tables of Markdown, in which nothing from outside turns into markup. Pure. */

/** Columns of these numbers to the left, the others to the right. */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  left: readonly number[],
): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [
    line(header),
    `|${header.map((_, column) => (left.includes(column) ? ' --- ' : ' ---: ')).join('|')}|`,
    ...rows.map(line),
  ];
}

/**
 * Text from outside must not turn into markup, a link or a call to somebody. An underscore inside a word is none; a comment
 * between the signs is not seen, and keeps a page from knowing an address or a name.
 */
export function escaped(text: string): string {
  return text
    .replaceAll(/[\\`*<>[\]~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll(/(?<!\w)_|_(?!\w)/g, '\\_')
    .replaceAll(/@(?=\w)/g, '@<!-- -->')
    .replaceAll('://', ':<!-- -->//')
    .replaceAll(/\bwww\./gi, '$&<!-- -->');
}

/** In a span of code nothing is markup. */
export function code(text: string): string {
  return text === '' ? '' : `\`${text.replaceAll('`', "'")}\``;
}
