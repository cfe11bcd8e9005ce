/**
 * A log as if its run had been billed by other prices: those of a file go before all that the run itself had, its own prices
 * among them. What it used stays what it was. Pure.
 */

import type { Judgement } from '../core/plan/plan.ts';
import type { PriceRow } from '../core/plan/price_row.ts';
import { noModel, priceOf, rowOf } from '../pricing/listed.ts';
import type { RunLog } from './log.ts';

export function repriced(log: RunLog, rows: readonly PriceRow[]): RunLog {
  const { header } = log;
  const pricing = pricedBy(header.judgement.pricing, rows);
  return { ...log, header: { ...header, judgement: { ...header.judgement, pricing } } };
}

function pricedBy(pricing: Judgement['pricing'], rows: readonly PriceRow[]): Judgement['pricing'] {
  const { prices, telephony, infrastructure, ...rest } = pricing;
  const models = rows.filter((row) => row.kind === 'tokens' || row.kind === 'duration');
  const lines = rows.filter((row) => row.kind === 'telephony');
  const machines = rows.filter((row) => row.kind === 'infrastructure');
  const keepsOwn = prices !== undefined && priceOf(models, pricing.model) === undefined;
  return {
    ...rest,
    rows: [...rows, ...(pricing.rows ?? [])],
    ...(keepsOwn ? { prices } : {}),
    ...(telephony === undefined
      ? {}
      : { telephony: telephony.map((line) => rowOf(lines, line.model) ?? line) }),
    ...(infrastructure === undefined
      ? {}
      : { infrastructure: rowOf(machines, infrastructure.model) ?? infrastructure }),
  };
}

/** Names of the rows that the run is billed by; none: it has no use for any of them. */
export function rowsUsed({ header }: RunLog, rows: readonly PriceRow[]): readonly string[] {
  const { model, transcriptionModel, telephony = [], infrastructure } = header.judgement.pricing;
  const named = (kind: PriceRow['kind'], name: string | undefined): readonly string[] => {
    const row =
      name === undefined
        ? undefined
        : rowOf(
            rows.filter((each) => each.kind === kind),
            name,
          );
    return row === undefined ? [] : [row.model];
  };
  const models = rows.filter((row) => row.kind === 'tokens' || row.kind === 'duration');
  return [
    ...(priceOf(models, model) === undefined || model === noModel.model ? [] : [model]),
    ...named('transcription', transcriptionModel),
    ...telephony.flatMap((line) => named('telephony', line.model)),
    ...named('infrastructure', infrastructure?.model),
  ];
}
