/**
 * When the runs of a report went on, and how they ended. Each log counts its instants from its own start: what was at once is
 * found on the wall clock, so that two runs one after the other are not taken for one of twice the size. Pure.
 */

import type { Account } from './account.ts';
import { tidy } from './describe.ts';
import { KeptValues } from './kept_values.ts';
import type { Log, RunLog } from './log.ts';
import { sortedValues } from './statistics.ts';
import type { RunSummary } from './summary.ts';

/** Something that went on from one instant to another, and how much of it there was. */
export interface Spell {
  readonly fromMs: number;
  readonly toMs: number;
  readonly amount: number;
}

export function runOf(log: RunLog, accounted: Account): RunSummary {
  const logs = log.runs.flatMap((run) => run.logs);
  const footers = logs.flatMap(({ footer }) => footer ?? []);
  const reasons = new Set(footers.map((footer) => footer.reason));
  // The worst ending of several logs is the ending of all.
  const worst = (['interrupted', 'worker_lost', 'error', 'budget', 'threshold'] as const).find((reason) =>
    reasons.has(reason),
  );
  const firstMs = startOf(log);
  const endedBy = worst === 'threshold' ? footers.find(({ reason }) => reason === worst)?.detail : null;
  return {
    ids: log.runs.map((run) => run.id),
    // oxlint-disable-next-line no-restricted-globals -- an instant it was given, not the clock
    startedAt: new Date(firstMs).toISOString(),
    durationMs: tidy(timeOf(logSpells(log).map(({ spell }) => spell))),
    ended: worst ?? (footers.length < logs.length ? 'cut off' : 'done'),
    ...(typeof endedBy === 'string' ? { endedBy } : {}),
    target: log.header.target,
    load: loadOf(log),
    peakConcurrency: mostAtOnce(accounted, firstMs),
  };
}

/** Of a run that was spread, what all of its shares come to. */
function loadOf({ header, runs }: RunLog): RunSummary['load'] {
  const [run] = runs;
  if (header.selection === undefined || run === undefined || runs.length > 1 || run.logs.length === 1)
    return header.load;
  const { whole = null } = header.selection;
  const places = run.logs.reduce((total, log) => total + log.header.load.maxConcurrency, 0);
  return { ...header.load, plannedCalls: whole, maxConcurrency: places };
}

/** When each log's part of a run went on, in ms since the first of them began. */
export function logSpells(log: RunLog): { readonly log: Log; readonly spell: Spell }[] {
  const firstMs = startOf(log);
  return log.runs.flatMap(({ logs, calls }) =>
    logs.map((one) => {
      const fromMs = one.header.startedAtMs - firstMs;
      let endedMs = one.footer?.endedMs ?? 0;
      // Without an end of its own it went on at least until the last that is told of it.
      if (one.footer === null) {
        for (const { atMs } of one.generators) endedMs = Math.max(endedMs, atMs);
        for (const call of one.calls) endedMs = Math.max(endedMs, calls.get(call)?.endedMs ?? 0);
      }
      return { log: one, spell: { fromMs, toMs: fromMs + Math.max(0, endedMs), amount: 1 } };
    }),
  );
}

/** The most calls there were at any one time: an hour has tens of thousands, of which only the instants are laid out. */
function mostAtOnce({ calls }: Account, firstMs: number): number {
  const began = new KeptValues();
  const ended = new KeptValues();
  for (const { dialedMs, endedMs, startedAtMs } of calls) {
    if (dialedMs === null || endedMs === null) continue;
    // Whose end is told to be before its beginning was there at no time.
    if (endedMs < dialedMs) continue;
    began.add(startedAtMs - firstMs + dialedMs);
    ended.add(startedAtMs - firstMs + endedMs);
  }
  const comings = sortedValues(began);
  const goings = sortedValues(ended);
  let left = 0;
  let peak = 0;
  for (const [before, atMs] of comings.entries()) {
    // At one instant, who leaves makes room before who comes.
    while (left < goings.length && (goings[left] as number) <= atMs) left++;
    peak = Math.max(peak, before + 1 - left);
  }
  return peak;
}

/** The most there was at any one time. */
export function peakOf(spells: readonly Spell[]): number {
  const edges = spells.flatMap(({ fromMs, toMs, amount }): (readonly [atMs: number, step: number])[] => [
    [fromMs, amount],
    [toMs, -amount],
  ]);
  // At one instant, who leaves makes room before who comes.
  edges.sort(([a, x], [b, y]) => a - b || x - y);
  let now = 0;
  let peak = 0;
  for (const [, step] of edges) {
    now += step;
    if (now > peak) peak = now;
  }
  return peak;
}

/** How long at least one of them went on. */
function timeOf(spells: readonly Spell[]): number {
  let totalMs = 0;
  let untilMs = -Infinity;
  for (const { fromMs, toMs } of [...spells].sort((a, b) => a.fromMs - b.fromMs)) {
    if (toMs <= untilMs) continue;
    totalMs += toMs - Math.max(fromMs, untilMs);
    untilMs = toMs;
  }
  return totalMs;
}

function startOf({ runs }: RunLog): number {
  return runs
    .flatMap(({ logs }) => logs)
    .reduce((first, { header }) => Math.min(first, header.startedAtMs), Infinity);
}
