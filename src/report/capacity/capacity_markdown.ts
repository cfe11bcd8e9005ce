/** capacity.md: a search for capacity as a comment on a pull request. Pure. */

import type { CapacityResult } from '../../forecast/capacity/capacity_result.ts';
import { durationText } from '../../core/word/duration.ts';
import { visible } from '../../core/word/visible.ts';
import { usd } from '../figure.ts';
import { code, escaped, table } from '../view/markup.ts';
import { cellsOf, headersOf, headlineOf, levelsInOrder } from './capacity_rows.ts';
import { furtherNotes } from './further_notes.ts';

export function capacityMarkdown(result: CapacityResult): string {
  const { run, knee, limit, notes, settings } = result;
  const text = (from: string): string => escaped(visible(from));
  const spent = run.spentUsd === null ? '' : ` · ${usd(run.spentUsd)}`;
  const where = run.engine === 'virtual' ? 'simulated agent, in virtual time' : run.target.url;
  return [
    `## Capacity of ${text(run.scenario.name)}`,
    '',
    `**${text(headlineOf(result))}**`,
    '',
    text(knee.said),
    '',
    `- Limit: ${text(limit.said)}`,
    ...(limit.next === null ? [] : [`- Next: ${text(limit.next)}`]),
    `- Conditions: ${settings.slo.map((slo) => code(visible(slo.text))).join(', ')}`,
    `- ${text(where)} · ${durationText(Math.round(run.lastedMs / 1000) * 1000)}${spent} · seed ${run.seed}`,
    '',
    ...table(
      headersOf(result),
      levelsInOrder(result).map((level) => cellsOf(level).map(text)),
      [8],
    ),
    '',
    ...[...notes, ...furtherNotes(result)].map((note) => `- ${text(note)}`),
    '',
    `<sub>${code(visible(run.command))}</sub>`,
    '',
  ].join('\n');
}
