/** How a run kept to its budget, in words: from when on no call was started, what was spent and kept back, whom that left out. Pure. */

import type { BudgetRecord } from '../core/log/budget_record.ts';
import { durationText } from '../core/word/duration.ts';
import { count, plural, usd } from './figure.ts';
import type { Run } from './log.ts';

export function budgetNotes(runs: readonly Pick<Run, 'calls' | 'logs'>[]): string[] {
  return runs.flatMap(({ calls, logs }) =>
    logs.flatMap(({ footer, calls: own }) => {
      if (footer?.budget === undefined) return [];
      const unmade = [...own].filter((call) => calls.get(call)?.outcome === 'not_started');
      return notesOf(footer.budget, unmade);
    }),
  );
}

function notesOf(budget: BudgetRecord, unmade: readonly number[]): string[] {
  const { maxUsd, drained, stopped, spentUsd, maxUsdPerCall, callsEnded = [] } = budget;
  const notes: string[] = [];
  if (maxUsd !== null && (drained !== undefined || stopped !== undefined)) {
    const parts: string[] = [];
    if (drained !== undefined && unmade.length > 0) {
      const kept =
        drained.callsGoingOn === 0
          ? ''
          : `, and ${usd(drained.reservedUsd)} kept back for ${plural(drained.callsGoingOn, 'call')} going on`;
      parts.push(
        `from ${at(drained.atMs)} on no call was started, with ${usd(drained.spentUsd)} spent${kept}`,
      );
    }
    if (stopped !== undefined) {
      parts.push(
        `at ${at(stopped.atMs)} the ${plural(stopped.callsGoingOn, 'call')} going on ${stopped.callsGoingOn === 1 ? 'was' : 'were'} ended, with ${usd(stopped.spentUsd)} spent`,
      );
    }
    if (parts.length > 0) {
      const whole = `The budget of ${usd(maxUsd)} (${budget.stop}): ${parts.join('; ')}. By what was told the run spent ${usd(spentUsd)}.`;
      notes.push(unmade.length === 0 ? whole : `${whole} Not started: ${numbersText(unmade)}.`);
    }
  }
  if (maxUsdPerCall !== undefined && callsEnded.length > 0) {
    notes.push(
      `${plural(callsEnded.length, 'call')} ended for what ${callsEnded.length === 1 ? 'it' : 'each'} had cost (call_budget, ${usd(maxUsdPerCall)} a call): ${numbersText(callsEnded)}.`,
    );
  }
  return notes;
}

function at(ms: number): string {
  return durationText(Math.round(ms / 1000) * 1000);
}

/** Ranges that are named; of more, only how many. */
const MOST_RANGES = 6;

function numbersText(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const number of sorted) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  const named = ranges
    .slice(0, MOST_RANGES)
    .map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  const more = ranges.slice(MOST_RANGES).reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return `${sorted.length === 1 ? 'call' : 'calls'} ${named.join(', ')}${more === 0 ? '' : ` and ${count(more)} more`}`;
}
