/**
 * Is a log another one of the same run, told again? Logs of a run that was spread over machines share its id, and each
 * counts; the same file given twice, or a copy taken while the run went on, must not. Pure.
 */

import type { OpenLog } from './open_log.ts';

/** Nothing is in `log` that is not in `other`: same header, no other call, nothing newer of a worker, no other end. */
function isToldBy(log: OpenLog, other: OpenLog): boolean {
  if (!same(log.header, other.header)) return false;
  if (log.footer !== null && !same(log.footer, other.footer)) return false;
  for (const [worker, record] of log.generators) {
    const later = other.generators.get(worker);
    if (later === undefined || later.atMs < record.atMs) return false;
    if (later.atMs === record.atMs && !same(later, record)) return false;
  }
  for (const call of log.calls) if (!other.calls.has(call)) return false;
  return true;
}

/** The logs without those that others of them tell all of; of equal ones the first stays. */
export function withoutRepeated(logs: readonly OpenLog[]): OpenLog[] {
  return logs.filter(
    (log, index) =>
      !logs.some(
        (other, at) => at !== index && isToldBy(log, other) && (at < index || !isToldBy(other, log)),
      ),
  );
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
