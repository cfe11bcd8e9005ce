/**
 * Makes `run.svg`, the picture in the README, from `run.ansi`, a recording of a real run on a terminal. Of the progress line
 * it keeps a few states, one below the other; everything else is as it was printed. To record a new one:
 *
 *   npm_config_progress=false npm_config_update_notifier=false script -qec 'stty cols 120 rows 60; npm start' docs/picture/run.ansi
 *   npx tsx docs/picture/make.ts
 */

import { readFileSync, writeFileSync } from 'node:fs';

interface Run {
  readonly text: string;
  readonly column: number;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly colour: string;
}

const ESCAPE = '\u001B';
const SEQUENCE = new RegExp(`(${ESCAPE}\\[[\\d;?]*[A-Za-z])`);
const CELL = { width: 8.4, height: 19, font: 14 };
const MARGIN = 22;
const SHOWN_STATES = 5;

const INK = '#e6edf3';
const FAINT = '#8d96a0';
const colours: Readonly<Record<number, string>> = {
  31: '#ff7b72',
  32: '#56d364',
  33: '#e3b341',
  34: '#79c0ff',
  36: '#76e3ea',
  94: '#79c0ff',
};

/** Blocks are drawn, not written: not every font has them, and those that do leave seams. */
const blocks: Readonly<Record<string, number>> = { '█': 1, '▓': 0.75, '▒': 0.5, '░': 0.28 };

const here = (name: string): URL => new URL(name, import.meta.url);
const lines = screen(readFileSync(here('run.ansi'), 'utf8'));
writeFileSync(here('run.svg'), picture([`${ESCAPE}[32m$${ESCAPE}[39m npm start`, ...lines]));

/** What stood on the terminal at the end, with some of the progress line's former states. */
function screen(recording: string): string[] {
  const text = recording
    .replaceAll('\r\n', '\n')
    .replace(/^Script started.*\n/, '')
    .replace(/\n*Script done.*\n?$/, '');
  const shown: string[] = [];
  for (const line of text.split('\n')) {
    const states = line.split(`\r${ESCAPE}[2K`);
    if (states.length === 1) shown.push(line);
    else shown.push(...someOf(states.slice(1)));
  }
  while (shown[0]?.trim() === '') shown.shift();
  while (shown.at(-1)?.trim() === '') shown.pop();
  return shown;
}

/** The last one, and others evenly before it; the very first, with nothing in it yet, is of no interest. */
function someOf(states: readonly string[]): string[] {
  return Array.from(
    { length: SHOWN_STATES },
    (_, i) => states[Math.round(((i + 1) / SHOWN_STATES) * (states.length - 1))] ?? '',
  );
}

/** A line's stretches of one style each, cut at blocks and at wide gaps so that no font can pull columns apart. */
function runsOf(line: string): Run[] {
  const runs: Run[] = [];
  let style = { bold: false, dim: false, colour: '' };
  let column = 0;
  for (const piece of line.split(SEQUENCE)) {
    if (piece.startsWith(ESCAPE)) {
      if (piece.endsWith('m')) style = styled(style, piece.slice(2, -1));
      continue;
    }
    for (const [text] of piece.matchAll(/[█▓▒░]+|[^\s█▓▒░]+(?: [^\s█▓▒░]+)*|\s+/g)) {
      if (text.trim() !== '') runs.push({ ...style, text, column });
      column += text.length;
    }
  }
  return runs;
}

function styled(
  style: { bold: boolean; dim: boolean; colour: string },
  codes: string,
): { bold: boolean; dim: boolean; colour: string } {
  let now = style;
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) now = { bold: false, dim: false, colour: '' };
    else if (code === 1) now = { ...now, bold: true };
    else if (code === 2) now = { ...now, dim: true };
    else if (code === 22) now = { ...now, bold: false, dim: false };
    else if (code === 39) now = { ...now, colour: '' };
    else if (colours[code] !== undefined) now = { ...now, colour: colours[code] };
  }
  return now;
}

function picture(rows: readonly string[]): string {
  const laid = rows.map(runsOf);
  const columns = Math.max(...laid.flat().map(({ column, text }) => column + text.length));
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil(rows.length * CELL.height + 2 * MARGIN);
  const body = laid.flatMap((runs, row) => runs.map((run) => drawn(run, row)));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    `<title id="title">A run of Callstorm in a terminal: the progress line, then latencies, cost, thresholds and the verdict</title>`,
    `<style>text { font: ${CELL.font}px ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace; fill: ${INK}; white-space: pre; } .b { font-weight: 700; } .d { fill: ${FAINT}; }</style>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...body,
    '</svg>',
  ].join('\n')}\n`;
}

function drawn(run: Run, row: number): string {
  const x = rounded(MARGIN + run.column * CELL.width);
  const y = MARGIN + row * CELL.height;
  const length = rounded(run.text.length * CELL.width);
  const colour = run.colour === '' ? (run.dim ? FAINT : INK) : run.colour;
  const block = blocks[run.text.charAt(0)];
  if (block !== undefined) {
    return `<rect x="${x}" y="${y + 3}" width="${length}" height="${CELL.height - 5}" fill="${colour}" fill-opacity="${block}"/>`;
  }
  const names = [...(run.bold ? ['b'] : []), ...(run.dim ? ['d'] : [])];
  const classes = names.length === 0 ? '' : ` class="${names.join(' ')}"`;
  const fill = run.colour === '' ? '' : ` style="fill: ${colour}"`;
  // The length holds the columns, whatever the font.
  return `<text x="${x}" y="${y + CELL.font}"${classes}${fill} textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(run.text)}</text>`;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
