/** A plan of machines for a terminal, as Markdown, and for programs. Pure. */

import { loadBalancerNotes } from '../../forecast/machines/middlebox_table.ts';
import type { ScalePlan } from '../../forecast/machines/scale_plan.ts';
import { aligned, fitting, terms, without, wrapped } from '../view/columns.ts';
import { escaped, table } from '../view/markup.ts';
import type { Style } from '../view/terminal_style.ts';
import {
  podHolds,
  podLimitName,
  scaleConclusion,
  scaleNotes,
  scaleRows,
  TRANSLATION_COLUMNS,
  translationCells,
} from './scale_text.ts';

export const scaleViews: ReadonlyMap<string, (plan: ScalePlan) => string> = new Map([
  ['markdown', scaleMarkdown],
  ['json', scaleJson],
]);

const POD_COLUMNS = ['a pod, by its', 'holds'];

export function scaleTerminal(plan: ScalePlan, { bold, dim }: Style, columns: number): string {
  const width = Math.max(40, columns);
  const indented = (rows: string[][]): string[] => rows.map((row) => `  ${row.join('  ')}`.trimEnd());
  const through = [TRANSLATION_COLUMNS, ...plan.translations.map(translationCells)];
  const tables = [[], [4], [3, 4], [1, 3, 4]].map((left) =>
    aligned(without(through, left), ['left'], 'right'),
  );
  return [
    ...wrapped(scaleConclusion(plan), width).map(bold),
    '',
    ...terms(
      scaleRows(plan).map(([name, text]) => [`  ${name}`, text]),
      width,
    ),
    '',
    ...indented(aligned([POD_COLUMNS, ...podRows(plan)], ['left'], 'right')),
    '',
    ...indented(fitting(tables, width - 2)),
    '',
    ...scaleNotes(plan)
      .flatMap((note) => wrapped(note, width))
      .map(dim),
    '',
  ].join('\n');
}

function podRows({ pod }: ScalePlan): readonly (readonly string[])[] {
  return pod.limits.map((limit) => [
    `${podLimitName(limit.kind)}${pod.first?.kind === limit.kind ? ' (first)' : ''}`,
    podHolds(limit),
  ]);
}

function scaleMarkdown(plan: ScalePlan): string {
  const sourced = [
    ...plan.translations.map(
      ({ through: { title, notes, source, date } }) => `${title}: ${notes ?? ''} (${source}, read ${date})`,
    ),
    ...loadBalancerNotes.map(({ title, says, source, date }) => `${title} ${says} (${source}, read ${date})`),
  ];
  return [
    '## What it takes',
    '',
    escaped(scaleConclusion(plan)),
    '',
    ...table(
      ['what', 'how much'],
      scaleRows(plan).map(([name, text]) => [name.trim(), escaped(text)]),
      [0, 1],
    ),
    '',
    ...table(POD_COLUMNS, podRows(plan), [0]),
    '',
    ...table(TRANSLATION_COLUMNS, plan.translations.map(translationCells), [0]),
    '',
    ...[...scaleNotes(plan), ...sourced].map((note) => `- ${escaped(note)}`),
    '',
  ].join('\n');
}

/** Without what each rehearsed call was counted as: `callstorm limits` tells of those. */
function scaleJson(plan: ScalePlan): string {
  const { metered, ...needs } = plan.needs;
  const shown = {
    version: 1,
    conclusion: scaleConclusion(plan),
    ...plan,
    needs: { ...needs, rehearsedCalls: metered.length },
  };
  return `${JSON.stringify({ ...shown, loadBalancers: loadBalancerNotes }, null, 2)}\n`;
}
