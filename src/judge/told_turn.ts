/** What a turn's answers were taken for, as its record tells it. Pure. */

import type { FallbackRecord } from '../core/log/judged.ts';
import type { TurnRecord } from '../core/log/record.ts';
import { wasFallback, type CallFallbacks } from './fallback/call_fallbacks.ts';
import { isFallback, type Finding } from './fallback/fallback_label.ts';

/** `fallbacks`: what is known of the turns before it. */
export function toldTurn(record: TurnRecord, fallbacks: CallFallbacks): TurnRecord {
  const found = fallbacks.turn(record);
  const untold = found.findings.length === 0 && wasFallback(found) === null;
  return { ...record, fallbacks: untold ? null : found.findings.map(fallbackRecord) };
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
