/**
 * How often the agent falls back in place of doing what it was asked, and for what it may be. A turn whose words nobody wrote down,
 * or in a language that nobody judges, is no case: unknown is not none. Logs that nobody judged say nothing.
 */

import { fallbackReasons, type FallbackReason } from '../../core/log/fallback_reason.ts';
import type { Family, MeasuredTurn, RateMeasure } from './family.ts';

const ofReasons = Object.fromEntries(
  fallbackReasons.map((reason): [string, RateMeasure] => [
    `fallback_rate.${reason}`,
    { ofTurn: (measured) => fellBack(measured, reason) },
  ]),
) as Readonly<Record<`fallback_rate.${FallbackReason}`, RateMeasure>>;

export const fallingBack = {
  fallback_rate: { ofTurn: (measured) => fellBack(measured), isBad: (rate) => rate > 0.05 },
  ...ofReasons,
} as const satisfies Family;

function fellBack({ turn: { fallbacks } }: MeasuredTurn, reason?: FallbackReason): boolean | null {
  if (fallbacks === undefined || fallbacks === null) return null;
  // No closure over the reason: each turn is asked of every one, and hardly any fell back.
  for (const { fallback, reasons } of fallbacks)
    if (fallback === true && (reason === undefined || reasons.includes(reason))) return true;
  return false;
}
