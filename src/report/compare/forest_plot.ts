/** One row of a forest plot: a difference with its interval around zero, in a drawing of its own. The row’s words tell the same. Pure. */

import type { ComparedRow } from './comparison.ts';
import { isReal } from './comparison_text.ts';

const WIDTH = 220;
const HEIGHT = 22;
const EDGE = 6;

/** From −1 to 1, by what is beside it: rows of one unit share a scale. Null: nothing to draw. */
export type Scale = (row: ComparedRow) => Placed | null;

interface Placed {
  readonly at: number | null;
  readonly from: number;
  readonly to: number;
}

/** Milliseconds beside milliseconds, shares beside shares: each unit has the width that its widest interval needs. */
export function scaleOf(rows: readonly ComparedRow[]): Scale {
  const widest = new Map<string, number>();
  for (const { unit, interval, difference } of rows) {
    const ends = [...(interval ?? []), difference].flatMap((value) =>
      value === null ? [] : [Math.abs(value)],
    );
    widest.set(unit, Math.max(widest.get(unit) ?? 0, ...ends));
  }
  return ({ unit, difference, interval, beyond }) => {
    const most = widest.get(unit) ?? 0;
    if (most === 0 && beyond === null) return difference === 0 ? { at: 0, from: 0, to: 0 } : null;
    const placed = (value: number): number => (most === 0 ? 0 : value / most);
    if (interval === null)
      return difference === null
        ? null
        : { at: placed(difference), from: placed(difference), to: placed(difference) };
    const [low, high] = interval;
    const open = low === null && high === null && beyond !== null;
    const end = beyond === 'below' ? -1 : 1;
    return {
      at: difference === null ? (beyond === null ? null : end) : placed(difference),
      from: low === null ? (open && beyond === 'above' ? 1 : -1) : placed(low),
      to: high === null ? (open && beyond === 'below' ? -1 : 1) : placed(high),
    };
  };
}

/** Its title has to be escaped already. */
export function forestRow(row: ComparedRow, scale: Scale, title: string): string {
  const placed = scale(row);
  const x = (at: number): string => (WIDTH / 2 + at * (WIDTH / 2 - EDGE)).toFixed(1);
  const kind = isReal(row) ? ` ${row.verdict}` : '';
  const middle = HEIGHT / 2;
  const parts = [`<line class="axis" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${HEIGHT}"/>`];
  if (placed !== null) {
    const { from, to, at } = placed;
    parts.push(`<line class="bar${kind}" x1="${x(from)}" x2="${x(to)}" y1="${middle}" y2="${middle}"/>`);
    if (at !== null)
      parts.push(`<circle class="dot${kind}" cx="${x(at)}" cy="${middle}" r="${isReal(row) ? 4.5 : 3.5}"/>`);
  }
  return `<svg role="img" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"><title>${title}</title>${parts.join('')}</svg>`;
}
