/**
 * Finds the prices a run is billed by: the user's own if there are any, else the table's entry for the model.
 * An unknown model is a configuration error that names the nearest known one.
 */

import { ConfigError } from '../core/word/config_error.ts';
import { didYouMean } from '../core/word/nearest.ts';
import type { Judgement } from '../core/plan/plan.ts';
import type { InfrastructurePriceRow, PriceRow, TelephonyPriceRow } from '../core/plan/price_row.ts';
import { priceOf, rowOf } from './listed.ts';
import {
  priceTable,
  transcriptionPriceTable,
  type PriceEntry,
  type TranscriptionPriceEntry,
} from './price_table.ts';

import { telephonyPriceTable } from './telephony_table.ts';

export interface Prices {
  readonly model: PriceEntry;
  /** Null: transcription is not billed apart, or nobody said by which model. */
  readonly transcription: TranscriptionPriceEntry | null;
  /** What each call's line costs. Absent: nothing, or nobody said. */
  readonly telephony?: readonly TelephonyPriceRow[];
  /** The same of the machines that the agent runs on. */
  readonly infrastructure?: InfrastructurePriceRow;
}

/** Throws ConfigError `price_unknown` with the path of the wrong name under `pricing`. */
export function pricesFor(pricing: Judgement['pricing']): Prices {
  const { model, prices, rows = [], transcriptionModel, telephony, infrastructure } = pricing;
  return {
    model: prices === undefined ? modelPrice(model, rows) : ownPrices(model, prices),
    transcription: transcriptionModel === undefined ? null : transcriptionPrice(transcriptionModel, rows),
    ...(telephony === undefined ? {} : { telephony }),
    ...(infrastructure === undefined ? {} : { infrastructure }),
  };
}

/** The same, where a run can do without: null where the model has none. */
export function knownPricesFor(pricing: Judgement['pricing']): Prices | null {
  const isListed = priceOf(modelRows(pricing.rows), pricing.model) !== undefined;
  return pricing.prices === undefined && !isListed ? null : pricesFor(pricing);
}

/** The rows of models, the user's own before the table's. */
export function modelRows(rows: readonly PriceRow[] = []): readonly PriceEntry[] {
  const own = rows.filter((row) => row.kind === 'tokens' || row.kind === 'duration');
  return own.length === 0 ? priceTable : [...own, ...priceTable];
}

/** The same of what transcribes. */
export function transcriptionRows(rows: readonly PriceRow[] = []): readonly TranscriptionPriceEntry[] {
  const own = rows.filter((row) => row.kind === 'transcription');
  return own.length === 0 ? transcriptionPriceTable : [...own, ...transcriptionPriceTable];
}

/** And of carriers. */
export function telephonyRows(rows: readonly PriceRow[] = []): readonly TelephonyPriceRow[] {
  const own = rows.filter((row) => row.kind === 'telephony');
  return own.length === 0 ? telephonyPriceTable : [...own, ...telephonyPriceTable];
}

export function modelPrice(model: string, rows?: readonly PriceRow[]): PriceEntry {
  const table = modelRows(rows);
  return (
    priceOf(table, model) ??
    unknownPrice(
      table,
      model,
      'pricing.model',
      'or give your own under pricing.prices (USD per million tokens)',
    )
  );
}

export function transcriptionPrice(model: string, rows?: readonly PriceRow[]): TranscriptionPriceEntry {
  const table = transcriptionRows(rows);
  return (
    rowOf(table, model) ??
    unknownPrice(
      table,
      model,
      'pricing.transcription_model',
      'or leave transcription_model out: transcription is then reported in seconds, without a price',
    )
  );
}

function ownPrices(model: string, usdPerMillion: NonNullable<Judgement['pricing']['prices']>): PriceEntry {
  const listed = rowOf(priceTable, model);
  const rates =
    listed?.kind === 'tokens'
      ? {
          callerTokensPerSecond: listed.callerTokensPerSecond,
          agentTokensPerSecond: listed.agentTokensPerSecond,
        }
      : { callerTokensPerSecond: 10, agentTokensPerSecond: 20 };
  return {
    kind: 'tokens',
    model,
    date: '',
    source: 'the scenario’s own prices',
    usdPerMillion,
    imageUsdPerMillion: null,
    ...rates,
  };
}

function unknownPrice(
  table: readonly { readonly model: string }[],
  model: string,
  path: string,
  otherwise: string,
): never {
  const names = table.map((candidate) => candidate.model);
  throw new ConfigError(`expected a model with known prices, found "${model}"${didYouMean(model, names)}`, {
    code: 'price_unknown',
    path,
    hint: `known: ${names.join(', ')}; ${otherwise}`,
  });
}
