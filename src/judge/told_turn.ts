/** What a turn's answers were taken for, as its record tells it. Pure. */

import type { FallbackRecord } from '../core/log/judged.ts';
import type { TurnRecord } from '../core/log/record.ts';
import type { CallFallbacks } from './fallback/call_fallbacks.ts';
import { isFallback, type Finding } from './fallback/fallback_label.ts';

/** `fallbacks`: what is known of the turns before it. */
export function toldTurn(record: TurnRecord, fallbacks: CallFallbacks): TurnRecord {
  const { findings, phrases } = fallbacks.turn(record);
  const untold = findings.length === 0 && phrases !== 'judged';
  return { ...record, fallbacks: untold ? null : findings.map(fallbackRecord) };
}

export function fallbackRecord(finding: Finding): FallbackRecord {
  const { label, reasons, evidence } = finding;
  return {
    label,
    ...(isFallback(finding) ? { fallback: true } : {}),
    reasons,
    by: evidence.by,
    what: evidence.what,
  };
}
