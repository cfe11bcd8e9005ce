/**
 * What of a bill goes by the length of calls: a model billed by time, the line, the machines. The line is rounded up call by call,
 * so its part is summed up, never worked out of the summed length. Pure.
 */

import { ageNote } from '../pricing/price_age.ts';
import type { Prices } from '../pricing/prices.ts';
import {
  billedMinutes,
  durationUsd,
  infrastructureUsd,
  machinesUsd,
  telephonyUsd,
} from '../pricing/time_cost.ts';
import type { CallBill } from './bill.ts';
import type { CostPart, CostSummary } from './cost_summary.ts';
import { count, plural, seconds, usd } from './figure.ts';
import { sum } from './statistics.ts';

export function timeParts(bills: readonly CallBill[], sessionS: number, prices: Prices | null): CostPart[] {
  if (prices === null) return [];
  const { model, telephony, infrastructure } = prices;
  const parts: CostPart[] = [];
  if (model.kind === 'duration') {
    parts.push({ part: 'session time', amount: sessionS, of: 's', usd: durationUsd(sessionS, prices) });
  }
  const [line] = telephony ?? [];
  if (line !== undefined) {
    const billedS = sum(bills.map((bill) => billedMinutes(bill.sessionS, line.billedBy) * 60));
    const lineUsd = sum(bills.map((bill) => telephonyUsd(bill.sessionS, prices)));
    parts.push({ part: 'telephony', amount: billedS, of: 's', usd: lineUsd });
  }
  if (infrastructure !== undefined) {
    const machineUsd = infrastructureUsd(sessionS, prices);
    parts.push({ part: 'infrastructure', amount: sessionS, of: 's', usd: machineUsd });
  }
  return parts;
}

type SummaryPrices = NonNullable<CostSummary['prices']>;

/** By what those parts were priced. */
export function timePrices({
  telephony,
  infrastructure,
}: Prices): Pick<SummaryPrices, 'telephony' | 'infrastructure'> {
  return {
    ...(telephony === undefined
      ? {}
      : {
          telephony: telephony.map(({ model, date, source, usdPerMinute, billedBy }) => ({
            name: model,
            date: date === '' ? null : date,
            source: publishedAt(source),
            usdPerMinute,
            billedBy,
          })),
        }),
    ...(infrastructure === undefined
      ? {}
      : {
          infrastructure: {
            name: infrastructure.model,
            date: infrastructure.date === '' ? null : infrastructure.date,
            source: publishedAt(infrastructure.source),
            usdPerSessionHour: infrastructure.usdPerSessionHour,
            machine: infrastructure.machine ?? null,
          },
        }),
  };
}

/** What the machines cost that the calls at once needed, idle or not: more than the calls’ own shares of them. */
export function machineNote(bills: readonly CallBill[], prices: Prices | null): readonly string[] {
  const infrastructure = prices?.infrastructure;
  if (prices === null || infrastructure === undefined) return [];
  const { peak, lastedS } = atOnce(bills);
  const needed = machinesUsd(infrastructure, peak, lastedS / 3600);
  if (needed === null || peak === 0) return [];
  const sharesUsd = sum(bills.map((bill) => infrastructureUsd(bill.sessionS, prices)));
  return [
    `For the ${plural(peak, 'session')} at once there were ${plural(needed.machines, 'machine')} to pay, idle or not: ${usd(needed.usd)} for ${seconds(lastedS)}. The calls' own shares, which are in the cost, are ${usd(sharesUsd)}: of machines that are full (${count(infrastructure.machine?.sessions ?? 1)} sessions each).`,
  ];
}

/** Most sessions at one time, and from the first one's beginning to the last one's end. */
function atOnce(bills: readonly CallBill[]): { readonly peak: number; readonly lastedS: number } {
  const began: number[] = [];
  const ended: number[] = [];
  for (const { call } of bills) {
    const { readyMs = null, endedMs = null } = call.record ?? {};
    if (readyMs === null || endedMs === null) continue;
    began.push(readyMs);
    ended.push(endedMs);
  }
  began.sort((a, b) => a - b);
  ended.sort((a, b) => a - b);
  let peak = 0;
  let over = 0;
  for (const [index, beganMs] of began.entries()) {
    // One that ends as another begins has made room for it.
    while (over < index && (ended[over] ?? Infinity) <= beganMs) over++;
    peak = Math.max(peak, index + 1 - over);
  }
  const lastedMs = began.length === 0 ? 0 : (ended.at(-1) ?? 0) - (began[0] ?? 0);
  return { peak, lastedS: Math.max(0, lastedMs) / 1000 };
}

/** What a reader must know of the age of the prices that the run was billed by; null: they were young. */
export function oldPriceNote({ prices }: Pick<CostSummary, 'prices'>, startedAtMs: number): string | null {
  if (prices === null) return null;
  const { telephony = [], infrastructure } = prices;
  const used = [{ name: prices.model, date: prices.date }, ...telephony, ...[infrastructure ?? []].flat()];
  return ageNote(used, startedAtMs);
}

/** Where a price is published, as a report tells it: it names an address, and leads to none. */
export function publishedAt(source: string): string {
  return source.replace(/^https?:\/\//, '');
}
