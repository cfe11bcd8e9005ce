/**
 * What a command has of the outside world. Commands write through this and nowhere else, so that a test can read what
 * they say, and colours are decided in one place.
 */

import type { Style } from '../report/view/terminal_style.ts';

export interface Io {
  /** Results, to standard output. The text brings its own line ends. */
  out(text: string): void;
  /** Progress, notes and errors, to standard error. */
  err(text: string): void;
  /** Lines for whoever runs the command in a workflow, as they stand. Default: `err`. */
  annotate?(text: string): void;
  /** Records for another program, to standard output as they stand. False: nobody reads it any more. Default: `out`. */
  raw?(text: string): boolean;
  /** Whether a person reads standard output. */
  readonly isTTY: boolean;
  /** Width of the terminal. */
  readonly columns: number;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** What was typed to come here. Default: `callstorm`. */
  readonly command?: string;
}

/** Colours on a terminal, none elsewhere, and none where NO_COLOR is set to anything (no-color.org). */
export function style(io: Pick<Io, 'isTTY' | 'env'>): Style {
  const refused = io.env.NO_COLOR !== undefined && io.env.NO_COLOR !== '';
  const coloured = io.isTTY && !refused && io.env.TERM !== 'dumb';
  const paint = (on: number, off: number) => (text: string) =>
    coloured && text !== '' ? `\u001B[${on}m${text}\u001B[${off}m` : text;
  return {
    red: paint(31, 39),
    green: paint(32, 39),
    yellow: paint(33, 39),
    dim: paint(2, 22),
    bold: paint(1, 22),
  };
}

/** Whether a line may be drawn over: on a terminal that can, and that a person watches. */
export function redraws(isTTY: boolean, { TERM, CI }: NodeJS.ProcessEnv): boolean {
  return isTTY && TERM !== 'dumb' && (CI === undefined || CI === '' || CI === 'false');
}
