/**
 * What costs by the length of a call: a model billed by time, the carrier's line, the machines that an agent of one's own runs on.
 * A carrier's minute that has begun is paid whole, call by call, so that what many calls cost is never that of their summed length.
 * Pure; USD.
 */

import type { InfrastructurePriceRow, TelephonyPriceRow } from '../core/plan/price_row.ts';
import type { Prices } from './prices.ts';

/** What a session has cost that has lasted so long, whatever was said in it. */
export function timeUsd(sessionSeconds: number, prices: Prices): number {
  return (
    durationUsd(sessionSeconds, prices) +
    telephonyUsd(sessionSeconds, prices) +
    infrastructureUsd(sessionSeconds, prices)
  );
}

export function durationUsd(sessionSeconds: number, { model }: Prices): number {
  return model.kind === 'duration' ? (sessionSeconds / 60) * model.usdPerMinute : 0;
}

/** Of all lines of the call: a stream beside a phone number is paid beside it. */
export function telephonyUsd(callSeconds: number, { telephony }: Prices): number {
  let usd = 0;
  if (telephony === undefined) return usd;
  for (const row of telephony) usd += billedMinutes(callSeconds, row.billedBy) * row.usdPerMinute;
  return usd;
}

/** A call that never was has no minute; one that was has at least one. */
export function billedMinutes(callSeconds: number, billedBy: TelephonyPriceRow['billedBy']): number {
  // A call's length is told in ms: what is beyond a minute by less than that is not beyond it.
  const seconds = Math.round(callSeconds * 1000) / 1000;
  return billedBy === 'minute' ? Math.ceil(seconds / 60) : Math.ceil(seconds) / 60;
}

/** Of one session, as its share of machines that are full. */
export function infrastructureUsd(sessionSeconds: number, { infrastructure }: Prices): number {
  return infrastructure === undefined ? 0 : (sessionSeconds / 3600) * infrastructure.usdPerSessionHour;
}

/**
 * What machines cost that are there for so many sessions at once, for so long, whether they are used or idle. Null: it is paid by
 * the session, and what is idle costs nothing.
 */
export function machinesUsd(
  { machine }: InfrastructurePriceRow,
  sessionsAtOnce: number,
  hours: number,
): { readonly machines: number; readonly usd: number } | null {
  if (machine === undefined) return null;
  const machines = Math.ceil(sessionsAtOnce / machine.sessions);
  return { machines, usd: machines * machine.usdPerHour * hours };
}
