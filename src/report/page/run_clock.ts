/**
 * One axis of time for all logs of a report. Logs that went on at once lie beside each other by the wall clock; where a run was over
 * before the next began it follows at once, so that a night between two runs takes no room. Pure.
 */

import type { RunLog } from '../log.ts';
import { logSpells } from '../run_summary.ts';

export interface RunClock {
  readonly durationMs: number;
  /** From the wall clock of a log's instant 0 to where that lies on the axis. */
  readonly offsetOf: (startedAtMs: number) => number;
}

export function runClock(log: RunLog): RunClock {
  const spells = logSpells(log)
    .map(({ log: { header }, spell }) => ({ startedAtMs: header.startedAtMs, ...spell }))
    .sort((a, b) => a.fromMs - b.fromMs);
  const offsets = new Map<number, number>();
  let skippedMs = 0;
  let untilMs = 0;
  for (const { startedAtMs, fromMs, toMs } of spells) {
    if (fromMs > untilMs) skippedMs += fromMs - untilMs;
    untilMs = Math.max(untilMs, fromMs, toMs);
    offsets.set(startedAtMs, fromMs - skippedMs);
  }
  return {
    durationMs: Math.max(1, untilMs - skippedMs),
    offsetOf: (startedAtMs) => offsets.get(startedAtMs) ?? 0,
  };
}
