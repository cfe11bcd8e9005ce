/** A search for capacity on a terminal. Pure. */

import type { CapacityResult } from '../../forecast/capacity/capacity_result.ts';
import { durationText } from '../../core/word/duration.ts';
import { visible } from '../../core/word/visible.ts';
import { usd } from '../figure.ts';
import { table, wrapped } from '../view/columns.ts';
import type { Style } from '../view/terminal_style.ts';
import { furtherNotes } from './further_notes.ts';
import { cellsOf, headersOf, headlineOf, levelsInOrder } from './capacity_rows.ts';

export function capacityTerminal(result: CapacityResult, style: Style, columns: number): string {
  const { bold, dim, red, green } = style;
  const { run, knee, limit, notes } = result;
  const width = Math.max(40, Math.min(columns, 110));
  const rows = levelsInOrder(result).map((level) => {
    const cells = cellsOf(level);
    const paint = level.verdict === 'holds' ? green : level.verdict === 'fails' ? red : dim;
    return [...cells.slice(0, -1), paint(cells.at(-1) ?? '')];
  });
  const asked = visible(headlineOf(result));
  const lines = (text: string): string => `${wrapped(visible(text), width - 2).join('\n  ')}\n`;
  const spent = run.spentUsd === null ? '' : `, ${usd(run.spentUsd)}`;
  return [
    `${bold(visible(run.scenario.name))}  ${dim('→')} ${visible(run.engine === 'virtual' ? 'simulated agent, in virtual time' : run.target.url)}\n`,
    dim(`${durationText(Math.round(run.lastedMs / 1000) * 1000)}${spent}; seed ${run.seed}\n\n`),
    `${(knee.holds === null ? red : green)(bold(asked))}\n`,
    `  ${lines(knee.said)}`,
    `  limit: ${lines(limit.said)}`,
    ...(limit.next === null ? [] : [`  next: ${lines(limit.next)}`]),
    '\n',
    table(
      [headersOf(result).map((name) => dim(name)), ...rows],
      ['right', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
    ),
    '\n',
    ...[...notes, ...furtherNotes(result)].map((note) => dim(`· ${lines(note)}`)),
  ].join('');
}
