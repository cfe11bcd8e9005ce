/** A matrix as Markdown, to be read beside its picture: effects by factor, then every cell with its figures. Pure. */

import { factsOf, metricNamed } from '../../core/log/metric.ts';
import { visible } from '../../core/word/visible.ts';
import { figure, plural } from '../figure.ts';
import { code, escaped, table } from '../view/markup.ts';
import { differenceText, intervalText, levelText, pairsText, readingNotes } from './effect_text.ts';
import { effectName, type Matrix, type MatrixCell } from './matrix.ts';

export const MATRIX_PICTURE = 'matrix.svg';

export function matrixMarkdown(matrix: Matrix): string {
  const { factors, effects, cells } = matrix;
  return [
    `# Matrix: ${outside(matrix.name)}`,
    '',
    `${plural(factors.length, 'factor')}, ${plural(cells.length, 'run')} of ${plural(matrix.callsPerCell, 'call')} each, ` +
      `${matrix.engine === 'virtual' ? 'in virtual time against the simulated agent' : `against ${outside(matrix.target)}`}; seed ${matrix.seed}.`,
    '',
    ...(effects.length === 0 ? [] : [`![What each factor did to each metric](${MATRIX_PICTURE})`, '']),
    ...factors.flatMap((factor) =>
      factor.levels.slice(1).flatMap((to) => {
        const own = effects.filter((one) => one.factor === factor.name && one.to === to);
        if (own.length === 0) return [];
        return [
          `## ${outside(factor.name)}: ${level(factor.levels[0] ?? '')} → ${level(to)}`,
          '',
          ...table(
            ['metric', 'from', 'to', 'difference', '95% interval', '', 'p', 'pairs'],
            own.map((one) => [
              effectName(one),
              levelText(one.before, one),
              levelText(one.after, one),
              one.survives ? `**${differenceText(one)}**` : differenceText(one),
              intervalText(one),
              one.survives ? '●' : '',
              one.p === null ? '–' : String(Number(one.p.toPrecision(2))),
              pairsText(one),
            ]),
            [0],
          ),
          '',
        ];
      }),
    ),
    '## Cells',
    '',
    ...cellTable(matrix),
    '',
    ...matrix.withoutData.map((name) => `- ${name}: no call told of it.`),
    ...[...matrix.notes, ...readingNotes(matrix)].map((note) => `- ${outside(note)}`),
    '',
    `To do it again: ${code(visible(matrix.command))}`,
    '',
  ].join('\n');
}

function cellTable({ factors, cells }: Matrix): readonly string[] {
  const told = cells.flatMap(({ figures }) => Object.entries(figures).filter(([, value]) => value !== null));
  const names = [...new Set(told.map(([name]) => name))];
  return table(
    ['run', ...factors.map(({ name }) => outside(name)), 'calls', 'failed', ...names, 'is'],
    cells.map((cell) => [
      cell.state === 'not_made'
        ? code(cell.folder)
        : `[${code(cell.folder)}](${encodeURI(cell.folder)}/report.md)`,
      ...factors.map(({ name }) => level(cell.levels[name] ?? '')),
      cell.calls === null ? '–' : String(cell.calls.completed + cell.calls.failed),
      cell.calls === null ? '–' : String(cell.calls.failed),
      ...names.map((name) => figure(cell.figures[name] ?? null, unitOf(name))),
      stateText(cell),
    ]),
    [0, ...factors.map((_, index) => index + 1)],
  );
}

function unitOf(name: string) {
  const metric = metricNamed(name.split(' ')[0] ?? '');
  return metric === undefined ? 'count' : factsOf(metric.name).unit;
}

function stateText({ state, why }: MatrixCell): string {
  const said = { measured: 'measured', left_out: 'left out', not_made: 'not made' }[state];
  return why.length === 0 ? said : `${said}: ${outside(why.join('; '))}`;
}

function level(text: string): string {
  return code(visible(text));
}

function outside(text: string): string {
  return escaped(visible(text));
}
