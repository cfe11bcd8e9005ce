/**
 * The cells of a matrix and the order in which they are made. Pure and seeded. Each repeat is a block that has every cell once, in
 * an order drawn for it, so that a target or a machine that grows slower does so for no level more than for another, but by chance.
 */

import { Random } from '../../core/word/random.ts';

export interface Cell {
  readonly number: number;
  /** Of each factor, by index. */
  readonly levels: readonly number[];
}

/** Every level with every other; the last factor changes fastest. */
export function cellsOf(factors: readonly { readonly levels: readonly unknown[] }[]): readonly Cell[] {
  const all = factors.reduce<readonly (readonly number[])[]>(
    (so, { levels }) => so.flatMap((one) => levels.map((_, level) => [...one, level])),
    [[]],
  );
  return all.map((levels, number) => ({ number, levels }));
}

export function countCells(factors: readonly { readonly levels: readonly unknown[] }[]): number {
  return factors.reduce((count, { levels }) => count * levels.length, 1);
}

/** Shuffled anew for each repeat. */
export function orderOf<C extends Cell>(
  cells: readonly C[],
  repeats: number,
  seed: number,
): readonly { readonly cell: C; readonly repeat: number }[] {
  return Array.from({ length: repeats }, (_, index) => index + 1).flatMap((repeat) => {
    const random = new Random('matrix order', seed, repeat);
    const order = [...cells];
    for (let i = order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j] as C, order[i] as C];
    }
    return order.map((cell) => ({ cell, repeat }));
  });
}

/** The cell that differs from this one in the level of one factor alone. */
export function withLevel<C extends Cell>(
  cells: readonly C[],
  cell: Cell,
  factor: number,
  level: number,
): C | undefined {
  return cells.find(({ levels }) =>
    levels.every((one, index) => one === (index === factor ? level : cell.levels[index])),
  );
}
