/** The interaction panel of τ-voice: this run, how many events each figure rests on, and rows of the public table beside it. */

import { count, percent } from '../figure.ts';
import { LEAST_EVENTS, panelColumns, type Panel } from '../panel.ts';
import { publishedRows } from '../published_panel.ts';
import type { Summary } from '../summary.ts';
import { LABEL, labelled } from './block.ts';
import { listed, table, wrapped } from './columns.ts';
import type { Style } from './terminal_style.ts';

const RUN = 'this run';

export function panelBlock({ panel }: Summary, style: Style, width: number): string[] {
  if (panel === undefined) return [];
  const sides = ['left', ...panelHead.slice(1).map(() => 'right' as const)] as const;
  const [run = [], events = []] = panelRows(panel);
  const lines = table([panelHead, run, events], sides).trimEnd().split('\n');
  if (lines.some((line) => line.length > width - LABEL)) {
    const told = run.slice(1).map((fact, column) => `${panelHead[column + 1] ?? ''} ${fact}`);
    return labelled('τ-voice', [...listed(told, ' · ', width - LABEL), ...legend(style, width)], style);
  }
  const [head = '', ...others] = lines;
  return labelled('τ-voice', [style.dim(head), ...others, ...legend(style, width)], style);
}

function legend(style: Style, width: number): string[] {
  return wrapped(LEGEND, width - LABEL).map((line) => style.dim(line));
}

/** The letters are τ-voice's. */
const LEGEND =
  'turn-taking in τ-voice’s letters: latency (L_) and rate (R_) of responding (_R) and yielding (_Y); how often the agent interrupts (I_A), ' +
  `and is not put off by murmurs (S_BC), tics (S_VT) and words to others (S_ND); — fewer than ${LEAST_EVENTS} events`;

export const panelHead: readonly string[] = ['', ...panelColumns.map(([id]) => id), 'S'];

/** This run, its events, and what others have published. */
export function panelRows({ figures, selectivity }: Panel): string[][] {
  const values = figures.map(({ value, unit }) => panelText(value, unit));
  const events = figures.map((figure) => count(figure.count));
  return [
    [RUN, ...values, panelText(selectivity, 'ratio')],
    ['events', ...events, ''],
    ...publishedRows.map(({ model, values: theirs, selectivity: theirMean }) => [
      model,
      ...panelColumns.map(([id, , unit]) => panelText(theirs[id], unit)),
      panelText(theirMean, 'ratio'),
    ]),
  ];
}

function panelText(value: number | null, unit: 's' | 'ratio'): string {
  if (value === null) return '—';
  return unit === 's' ? `${value.toFixed(2)} s` : percent(value);
}

/** What whoever compares the rows has to know. */
export const panelNote = `Means and rates by τ-voice’s definitions; — stands for fewer than ${LEAST_EVENTS} events. The lower rows are its public table’s (${publishedRows
  .map(({ model, date, user }) => `${model}: ${date}, user simulator ${user}`)
  .join('; ')}), of other tasks and other callers: read them beside this run, not as a ranking of it.`;
