/** A matrix for a terminal: by factor and level, what it did to each metric, with a dot and its interval around zero. Pure. */

import { visible } from '../../core/word/visible.ts';
import { plural } from '../figure.ts';
import { aligned, fitting, without, wrapped } from '../view/columns.ts';
import type { Style } from '../view/terminal_style.ts';
import {
  differenceText,
  intervalText,
  levelText,
  pairsText,
  placed,
  readingNotes,
  type Placed,
} from './effect_text.ts';
import { effectName, type Effect, type Matrix, type MatrixCell } from './matrix.ts';

const PLOT = 25;

export function matrixTerminal(matrix: Matrix, style: Style, columns: number): string {
  const width = Math.max(40, columns);
  const { bold, dim } = style;
  const measured = matrix.cells.filter(({ state }) => state === 'measured').length;
  return [
    bold(visible(matrix.name)),
    dim(
      `${plural(measured, 'run')} of ${matrix.cells.length} measured, ${plural(matrix.callsPerCell, 'call')} each`,
    ),
    '',
    ...groupsOf(matrix, style, width),
    ...troubles(matrix.cells, style, width),
    ...matrix.withoutData.map((name) => `${name}: no call told of it`),
    ...[...matrix.notes, ...readingNotes(matrix)].flatMap((note) => wrapped(visible(note), width)).map(dim),
    '',
  ].join('\n');
}

function groupsOf({ factors, effects }: Matrix, style: Style, width: number): readonly string[] {
  const scales = new Map(
    effects.map((one) => [
      effectName(one),
      placed(effects.filter((other) => effectName(other) === effectName(one))),
    ]),
  );
  return factors.flatMap((factor) =>
    factor.levels.slice(1).flatMap((to) => {
      const own = effects.filter((one) => one.factor === factor.name && one.to === to);
      if (own.length === 0) return [];
      const rows = own.map((one) => rowOf(one, scales.get(effectName(one)) as (of: Effect) => Placed, style));
      const tables = [[], [6], [6, 5], [6, 5, 1]].map((left) => aligned(without(rows, left), SIDES, 'left'));
      return [
        `${style.bold(`${visible(factor.name)}: ${visible(factor.levels[0] ?? '')} → ${visible(to)}`)}  ${style.dim(pairsOfAll(own))}`,
        ...fitting(tables, width).map((cells) => cells.join('  ').trimEnd()),
        '',
      ];
    }),
  );
}

function pairsOfAll(effects: readonly Effect[]): string {
  const pairs = effects.map((one) => one.pairs);
  const [least, most] = [Math.min(...pairs), Math.max(...pairs)];
  return least === most ? plural(most, 'pair') : `${least} to ${plural(most, 'pair')}`;
}

const SIDES = ['left', 'right', 'right', 'left', 'left', 'left', 'left'] as const;

function rowOf(effect: Effect, scale: (of: Effect) => Placed, { bold, dim }: Style): readonly string[] {
  const mark = effect.survives ? bold : (text: string) => text;
  return [
    `  ${effectName(effect)}`,
    `${levelText(effect.before, effect)} → ${levelText(effect.after, effect)}`,
    mark(differenceText(effect)),
    intervalText(effect),
    effect.survives ? '●' : ' ',
    dim(plotOf(scale(effect), effect.survives)),
    dim(pairsText(effect, 'pair')),
  ];
}

function plotOf({ zero, dot, range }: Placed, survives: boolean): string {
  const column = (at: number): number => Math.round(at * (PLOT - 1));
  const signs = Array.from({ length: PLOT }, () => ' ');
  signs[column(zero)] = '│';
  if (range !== null) {
    for (let at = column(range[0]); at <= column(range[1]); at++) signs[at] = at === column(zero) ? '┼' : '─';
  }
  if (dot !== null) signs[column(dot)] = survives ? '●' : '○';
  return signs.join('');
}

function troubles(cells: readonly MatrixCell[], { yellow }: Style, width: number): readonly string[] {
  const lines = cells.flatMap((cell) => {
    if (cell.state === 'not_made' || (cell.state === 'measured' && cell.why.length === 0)) return [];
    const said = cell.state === 'measured' ? 'measured in part' : 'left out';
    const why = cell.why.length === 0 ? '' : `: ${cell.why.join('; ')}`;
    return wrapped(`${yellow(said)} ${visible(cellName(cell) + why)}`, width);
  });
  const unmade = cells.filter(({ state }) => state === 'not_made').length;
  if (unmade > 0) lines.push(`${yellow('not made')} ${plural(unmade, 'run')}, since the matrix ended before`);
  return lines.length === 0 ? [] : [...lines, ''];
}

/** `noise=none loss=3%`. */
export function cellName({ levels, repeat }: Pick<MatrixCell, 'levels' | 'repeat'>): string {
  const text = Object.entries(levels)
    .map(([name, level]) => `${name}=${level}`)
    .join(' ');
  return repeat > 1 ? `${text} (repeat ${repeat})` : text;
}
