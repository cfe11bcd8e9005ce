/**
 * Help as wide as the terminal: what stands in two columns keeps its second one hanging, a command is broken where the shell
 * lets it be, and no word is cut. Commander is told of no width, so that this is the only place that breaks lines. Pure.
 */

import { visible } from '../core/word/visible.ts';
import { commandLines, visibleWidth, wrapped } from '../report/view/columns.ts';

/** So wide that commander breaks no line by itself. */
export const UNBROKEN = 100_000;

const NARROWEST = 40;
/** Columns that the text beside a term needs; with fewer it goes below. */
const LEAST_BESIDE = 30;
const BELOW = 6;

export function fitted(text: string, columns: number): string {
  const width = Math.max(NARROWEST, columns);
  return paragraphs(text.split('\n'))
    .flatMap((line) => (visibleWidth(line) <= width ? [line] : broken(line, width)))
    .join('\n');
}

/** Prose is broken for the terminal alone: where its source breaks it says nothing. Indented lines, and those after a colon, are lists. */
function paragraphs(lines: readonly string[]): string[] {
  const joined: string[] = [];
  for (const line of lines) {
    const before = joined.at(-1) ?? '';
    const goesOn = isProse(before) && isProse(line) && !before.endsWith(':');
    if (goesOn) joined[joined.length - 1] = `${before} ${line}`;
    else joined.push(line);
  }
  return joined;
}

function isProse(line: string): boolean {
  return /^\S/.test(line) && !/^\S.*\S {2,}\S/.test(line);
}

/**
 * What goes to standard error: help where a command was missing, and errors, which are not broken, to be searched. What somebody gave an
 * option comes back in them, and may have been put together by a script from anywhere.
 */
export function helpOrError(text: string, columns: number): string {
  return text.startsWith('Usage:') ? fitted(text, columns) : text.split('\n').map(visible).join('\n');
}

function broken(line: string, width: number): string[] {
  const [, blanks = '', rest = ''] = /^( *)(.*)$/.exec(line) ?? [];
  const [, term = '', gap = '', beside = ''] = /^(.*\S)( {2,})(\S.*)$/.exec(rest) ?? [];
  if (beside !== '') {
    const column = blanks.length + visibleWidth(term) + gap.length;
    if (width - column >= LEAST_BESIDE) {
      const hang = ' '.repeat(column);
      return wrapped(beside, width - column).map((words, index) =>
        index === 0 ? blanks + term + gap + words : hang + words,
      );
    }
    return [
      ...(visibleWidth(blanks + term) <= width ? [blanks + term] : broken(blanks + term, width)),
      ...wrapped(beside, width - BELOW).map((words) => ' '.repeat(BELOW) + words),
    ];
  }
  if (rest.startsWith('$ ')) {
    return commandLines(rest.slice(2), width - blanks.length - 2).map(
      (words, index) => blanks + (index === 0 ? '$ ' : '  ') + words,
    );
  }
  return wrapped(rest, width - blanks.length).map((words) => blanks + words);
}
