/** Columns of calls and turns as they grow, and packed as the page holds them. Pure. */

import type { CallColumns, PartName, TurnColumns } from '../../page/page_data.ts';
import { packed, packedSteps } from './packed_column.ts';

export const PARTS = [
  'packetization',
  'vadDelay',
  'llmDelay',
  'ttsDelay',
  'networkDown',
  'playbackDelay',
  'leadIn',
] as const satisfies readonly PartName[];

type Column = (number | null)[];

export function columnsOf<Name extends string>(...names: readonly Name[]): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Column>;
}

export function add<Name extends string>(
  columns: Record<Name, Column>,
  row: Readonly<Record<Name, number | null>>,
): void {
  for (const name of Object.keys(columns) as Name[]) columns[name].push(row[name]);
}

const steps = (column: Column): string => packedSteps(column.map((value) => value ?? 0));

export function packedCalls(columns: Record<keyof CallColumns, Column>): CallColumns {
  return {
    call: steps(columns.call),
    run: packed(columns.run),
    caller: packed(columns.caller),
    atMs: steps(columns.atMs),
    durationMs: packed(columns.durationMs),
    outcome: packed(columns.outcome),
    code: packed(columns.code),
    unmet: packed(columns.unmet),
  };
}

export function packedTurns(
  columns: Record<Exclude<keyof TurnColumns, 'parts'> | PartName, Column>,
): TurnColumns {
  return {
    place: steps(columns.place),
    atMs: steps(columns.atMs),
    latencyMs: packed(columns.latencyMs),
    lost: packed(columns.lost),
    code: packed(columns.code),
    fallback: packed(columns.fallback),
    parts: Object.fromEntries(
      PARTS.map((name) => [name, packed(columns[name])]),
    ) as unknown as TurnColumns['parts'],
  };
}
