/** What an alert is of, how bad it is, and what it says. Pure. */

import { count, ms, percent, usd } from '../figure.ts';
import type { Alert } from '../summary.ts';

/** Up to its limit nothing alerts; from twice as bad on it is critical. */
export function levelOf(category: Alert['category'], observed: number, limit: number): Alert['level'] {
  return severityOf(category, observed, limit) >= 2 ? 'critical' : 'warning';
}

/** How many times its limit it is; of what should be high, the other way round. */
export function severityOf(category: Alert['category'], observed: number, limit: number): number {
  return shouldBeHigh(category) ? limit / observed : observed / limit;
}

function shouldBeHigh(category: Alert['category']): boolean {
  return category === 'audio' || category === 'playback';
}

/** Of a stretch of turns, in one call or in all of them. */
export function windowText(
  { category, observed, limit, call }: Pick<Alert, 'category' | 'observed' | 'limit' | 'call'>,
  size: number,
): string {
  const where = call === undefined ? `${count(size)} turns in a row` : `${count(size)} turns of call ${call}`;
  switch (category) {
    case 'latency':
      return `response_latency p95 of ${where} was ${ms(observed)}, over ${ms(limit)}`;
    case 'errors':
      return `${percent(observed)} of ${where} went wrong, over ${percent(limit)}`;
    case 'audio':
      return `callers sounded good in ${percent(observed)} of ${where}, under ${percent(limit)}`;
    case 'playback':
      return `${percent(observed)} of ${where} played without a gap, under ${percent(limit)}`;
    case 'cost':
      return `${where} cost ${usd(observed)} each, over ${usd(limit)}`;
  }
}

export function turnText({
  category,
  observed,
  limit,
  call,
  turn,
}: Pick<Alert, 'category' | 'observed' | 'limit' | 'call' | 'turn'>): string {
  const which = `turn ${turn} of call ${call}`;
  return category === 'cost'
    ? `${which} cost ${usd(observed)}, over ${usd(limit)}`
    : `${which} was answered after ${ms(observed)}, over ${ms(limit)}`;
}
