/** The columns of a page as they are read: one value a call or turn, at its place. Pure; read once, on disk and in the browser. */

import type { PartName, Recorded } from '../../page/page_data.ts';
import { unpacked, unpackedSteps } from './packed_column.ts';
import { PARTS } from './page_columns.ts';

type Values = readonly (number | null)[];

export interface Columns {
  readonly calls: {
    readonly call: readonly number[];
    readonly run: Values;
    readonly caller: Values;
    readonly atMs: readonly number[];
    readonly durationMs: Values;
    readonly outcome: Values;
    readonly code: Values;
    readonly unmet: Values;
  };
  readonly turns: {
    readonly place: readonly number[];
    readonly atMs: readonly number[];
    readonly latencyMs: Values;
    readonly lost: Values;
    readonly code: Values;
    readonly fallback: Values;
    readonly parts: Readonly<Record<PartName, Values>>;
  };
}

const read = new WeakMap<Recorded, Columns>();

export function columnsIn(recorded: Recorded): Columns {
  const known = read.get(recorded);
  if (known !== undefined) return known;
  const { calls, turns } = recorded;
  const columns: Columns = {
    calls: {
      call: unpackedSteps(calls.call),
      run: unpacked(calls.run),
      caller: unpacked(calls.caller),
      atMs: unpackedSteps(calls.atMs),
      durationMs: unpacked(calls.durationMs),
      outcome: unpacked(calls.outcome),
      code: unpacked(calls.code),
      unmet: unpacked(calls.unmet),
    },
    turns: {
      place: unpackedSteps(turns.place),
      atMs: unpackedSteps(turns.atMs),
      latencyMs: unpacked(turns.latencyMs),
      lost: unpacked(turns.lost),
      code: unpacked(turns.code),
      fallback: unpacked(turns.fallback),
      parts: Object.fromEntries(
        PARTS.map((name) => [name, unpacked(turns.parts[name])]),
      ) as unknown as Columns['turns']['parts'],
    },
  };
  read.set(recorded, columns);
  return columns;
}
