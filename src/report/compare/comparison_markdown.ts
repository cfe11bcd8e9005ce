/** A comparison as Markdown, to be read in a pull request: the conclusion first, what is not tested folded away. Pure. */

import { visible } from '../../core/word/visible.ts';
import { count, plural } from '../figure.ts';
import { code, escaped, table } from '../view/markup.ts';
import { regressionsOf, type ComparedRow, type ComparedWith, type Comparison } from './comparison.ts';
import {
  conclusion,
  differenceText,
  intervalText,
  isReal,
  pairingText,
  readingNotes,
  rowName,
  runText,
  sideIntervalText,
  sideText,
  verdictText,
} from './comparison_text.ts';

export function comparisonMarkdown(comparison: Comparison): string {
  const { before, after } = comparison;
  const mark = regressionsOf(comparison).length > 0 ? '❌' : '✅';
  return [
    `## ${mark} Comparison: ${escaped(visible(before.scenario))}`,
    '',
    escaped(conclusion(comparison)),
    '',
    `- before: ${escaped(runText(before))}`,
    ...after.flatMap((one) => [
      `- after: ${escaped(runText(one.run))}`,
      `- ${escaped(pairingText(one))}`,
      ...one.warnings.map((text) => `- ⚠️ ${escaped(visible(text))}`),
    ]),
    '',
    ...after.flatMap((one) => block(one, after.length > 1)),
    ...readingNotes(comparison).map((note) => `- ${escaped(note)}`),
    '',
  ].join('\n');
}

const HEAD = ['', 'metric', 'before', 'after', 'difference', '95% of it', 'p', 'calls', 'verdict'];

function block(one: ComparedWith, named: boolean): readonly string[] {
  const tested = one.rows.filter(({ verdict }) => verdict !== 'untested');
  const others = one.rows.filter(({ verdict }) => verdict === 'untested');
  return [
    ...(named ? [`### ${escaped(visible(one.run.given))}`, ''] : []),
    ...table(HEAD, tested.map(cells), [0, 1, 8]),
    '',
    ...(others.length === 0
      ? []
      : [
          '<details>',
          `<summary>${plural(others.length, 'row')} shown without a verdict</summary>`,
          '',
          ...table(HEAD, others.map(cells), [0, 1, 8]),
          '',
          '</details>',
          '',
        ]),
  ];
}

function cells(row: ComparedRow): readonly string[] {
  const { unit, before, after, p } = row;
  const sides = [before, after].map((side) =>
    `${sideText(side, unit)} ${sideIntervalText(side, unit)}`.trim(),
  );
  const difference = differenceText(row);
  return [
    signOf(row),
    code(rowName(row)),
    ...sides,
    isReal(row) ? `**${difference}**` : difference,
    intervalText(row.interval, unit),
    p === null ? '' : p < 0.001 ? '<0.001' : String(Number(p.toPrecision(2))),
    before.calls === after.calls ? count(before.calls) : `${count(before.calls)} and ${count(after.calls)}`,
    escaped(verdictText(row)),
  ];
}

function signOf({ verdict, regression }: ComparedRow): string {
  switch (verdict) {
    case 'worse':
      return regression ? '🔴' : '🟡';
    case 'better':
      return '🟢';
    case 'changed':
      return '🔷';
    case 'not_told':
    case 'same':
    case 'untested':
      return '';
  }
}
