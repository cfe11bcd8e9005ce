/** The turns and calls of a page that its reader has chosen: of a stretch, a kind of caller, a code. Pure. */

import type { Choice } from '../../page/choice.ts';
import type { Recorded } from '../../page/page_data.ts';
import { columnsIn, type Columns } from './read_columns.ts';

export interface Picked {
  readonly columns: Columns;
  /** Places in the columns. */
  readonly calls: readonly number[];
  readonly turns: readonly number[];
}

/** A call is of a stretch if it was going on in it; a turn, if its caller fell silent in it. */
export function pick(recorded: Recorded, { stretch, caller, code }: Choice): Picked {
  const columns = columnsIn(recorded);
  const { calls, turns } = columns;
  const withCode = code === null ? null : callsWith(columns, code);
  const isOf = (place: number): boolean =>
    (caller === null || calls.caller[place] === caller) && (withCode === null || withCode.has(place));
  return {
    columns,
    calls: places(calls.call.length, (place) => {
      const atMs = calls.atMs[place] ?? 0;
      const during =
        stretch === null ||
        (atMs < stretch.untilMs && atMs + (calls.durationMs[place] ?? 0) >= stretch.fromMs);
      return during && isOf(place);
    }),
    turns: places(turns.place.length, (turn) => {
      const atMs = turns.atMs[turn] ?? 0;
      const during = stretch === null || (atMs >= stretch.fromMs && atMs < stretch.untilMs);
      return during && isOf(turns.place[turn] ?? 0);
    }),
  };
}

/** That failed with it, or had a turn that did. */
function callsWith({ calls, turns }: Columns, code: number): ReadonlySet<number> {
  const found = new Set(places(calls.call.length, (place) => calls.code[place] === code));
  for (const [turn, place] of turns.place.entries()) if (turns.code[turn] === code) found.add(place);
  return found;
}

function places(length: number, keep: (place: number) => boolean): number[] {
  const kept: number[] = [];
  for (let place = 0; place < length; place++) if (keep(place)) kept.push(place);
  return kept;
}

/** Ascending; and how many of them got no answer. */
export function latenciesOf({ columns: { turns: all }, turns }: Picked): {
  readonly sorted: Float64Array;
  readonly lost: number;
} {
  const values: number[] = [];
  let lost = 0;
  for (const turn of turns) {
    const latencyMs = all.latencyMs[turn] ?? null;
    if (latencyMs !== null) values.push(latencyMs);
    if (all.lost[turn] === 1) lost++;
  }
  return { sorted: Float64Array.from(values).sort(), lost };
}
