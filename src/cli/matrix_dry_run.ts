/** What a matrix would be, before any of its calls is made: its cells with their calls, length and estimated cost. */

import { visible } from '../core/word/visible.ts';
import { count, plural } from '../report/figure.ts';
import { orderOf } from '../report/matrix/design.ts';
import { table } from '../report/view/columns.ts';
import type { Style } from '../report/view/terminal_style.ts';
import { estimatedDuration, estimatedUsd } from './estimated.ts';
import type { MatrixOptions } from './matrix_options.ts';
import type { MatrixPlan } from './matrix_plan.ts';

export function matrixDryRun(
  { cells, seed, callsPerCell, notes }: MatrixPlan,
  { repeat = 1, rehearse }: MatrixOptions,
  { bold, dim }: Style,
  columns: number,
): string {
  const order = orderOf(cells, repeat, seed);
  const names = Object.keys(cells[0].texts);
  const most = Math.max(8, Math.floor((columns - 40) / names.length));
  const short = (text: string): string => visible(text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const rows = order.map(({ cell: { texts, estimate } }, index) => [
    String(index + 1),
    ...names.map((name) => short(texts[name] ?? '')),
    count(estimate.calls),
    rehearse === true ? '–' : estimatedDuration(estimate.durationMs),
    estimate.costUsd === null ? 'unpriced' : estimatedUsd(estimate.costUsd),
  ]);
  const totalMs = order.reduce((sum, { cell }) => sum + cell.estimate.durationMs, 0);
  const costs = order.map(({ cell }) => cell.estimate.costUsd);
  const totalUsd = costs.includes(null) ? null : costs.reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
  const heading = ['RUN', ...names.map(short), 'CALLS', 'LENGTH', 'COST'].map((word) => bold(word));
  const sides = ['right', ...names.map(() => 'left' as const), 'right', 'right', 'right'] as const;
  const free = cells.every(({ plan }) => plan.target.url === 'simulator') || rehearse === true;
  return [
    table([heading, ...rows], sides).trimEnd(),
    '',
    `${plural(cells.length, 'cell')}, ${plural(order.length, 'run')} of ${plural(callsPerCell, 'call')}, in the order shown` +
      (rehearse === true
        ? '; in virtual time, nothing is dialled'
        : `; ${estimatedDuration(totalMs)} in all`) +
      (totalUsd === null
        ? ''
        : `, ${estimatedUsd(totalUsd)}${free ? ' at real prices (the simulated agent is free)' : ''}`),
    ...notes.map((note) => dim(note)),
    '',
  ].join('\n');
}
