/** Every price there is, the user's own before those that come with Callstorm, and those that a name is of. */

import { ConfigError } from '../core/word/config_error.ts';
import { didYouMean } from '../core/word/nearest.ts';
import type { PriceRow } from '../core/plan/price_row.ts';
import { priceOf, rowOf } from '../pricing/listed.ts';
import { ageDays } from '../pricing/price_age.ts';
import { priceTable, transcriptionPriceTable } from '../pricing/price_table.ts';
import { telephonyPriceTable } from '../pricing/telephony_table.ts';
import { readPriceFile, type PriceKind } from '../scenario/price_file.ts';

export interface FoundPrice {
  readonly row: PriceRow;
  /** It is of the user's file. */
  readonly own: boolean;
  /** Days since it held; null: it says no date. */
  readonly ageDays: number | null;
}

const listed: readonly PriceRow[] = [...priceTable, ...transcriptionPriceTable, ...telephonyPriceTable];

/** `file` from `cwd`. Throws ConfigErrors where it has mistakes. */
export async function pricesFound(
  file: string | undefined,
  cwd: string,
  nowMs: number,
): Promise<readonly FoundPrice[]> {
  const own = file === undefined ? [] : await readPriceFile(file, cwd);
  const found = (rows: readonly PriceRow[], isOwn: boolean): readonly FoundPrice[] =>
    rows.map((row) => ({ row, own: isOwn, ageDays: ageDays(row.date, nowMs) }));
  const taken = new Set(own.map(({ kind, model }) => `${kind} ${model}`));
  return [
    ...found(own, true),
    // What is the user's own stands for ours.
    ...found(
      listed.filter(({ kind, model }) => !taken.has(`${kind} ${model}`)),
      false,
    ),
  ];
}

/** Of each kind, the row that a run would be billed by. Throws ConfigError where no price is of that name. */
export function pricesNamed(all: readonly FoundPrice[], name: string, nowMs: number): readonly FoundPrice[] {
  const named = [modelNamed, ...others].flatMap((find) => {
    const row = find(
      all.map((each) => each.row),
      name,
    );
    if (row === undefined) return [];
    const found = all.find((each) => each.row === row);
    // A regional deployment has a row of its own making.
    return [found ?? { row, own: false, ageDays: ageDays(row.date, nowMs) }];
  });
  if (named.length > 0) return named;
  const names = all.map(({ row }) => row.model);
  throw new ConfigError(
    `expected a model, a carrier or machines with a known price, found "${name}"${didYouMean(name, names)}`,
    {
      code: 'price_unknown',
      path: '<name>',
      hint: 'callstorm prices list shows all there are; give your own with --file (callstorm prices init writes one)',
    },
  );
}

function modelNamed(rows: readonly PriceRow[], name: string): PriceRow | undefined {
  return priceOf(
    rows.filter((row) => row.kind === 'tokens' || row.kind === 'duration'),
    name,
  );
}

const others = (['transcription', 'telephony', 'infrastructure'] as const satisfies readonly PriceKind[]).map(
  (kind) => (rows: readonly PriceRow[], name: string) =>
    rowOf(
      rows.filter((row) => row.kind === kind),
      name,
    ),
);
