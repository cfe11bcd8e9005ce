/** Whether the load is one load: open or closed, not both, and one that brings calls. */

import { expectedCalls } from '../core/load/arrivals.ts';
import { phasesOf } from './arrival_phases.ts';
import { LoadSchema } from './schema/load_schema.ts';
import { get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { durationMs } from '../config/value.ts';

/** Over this a plan no longer fits into memory, and was not meant. */
export const MOST_CALLS = 1_000_000;

const only = {
  open: ['max_concurrency'],
  closed: ['ramp', 'hold'],
} as const;

export function loadIssues(data: unknown): readonly Issue[] {
  const load = get(data, 'load');
  if (typeof load !== 'object' || load === null || Array.isArray(load)) return [];
  const open = get(load, 'arrivals') !== undefined;
  const closed = get(load, 'concurrency') !== undefined;
  const at = (...path: Path): Path => ['load', ...path];
  // A misspelt key is one mistake, and reported already: do not also miss the key it should have been.
  const misspelt = Object.keys(load).some((key) => !(key in LoadSchema.properties));
  if (open && closed) {
    const message = 'expected either arrivals (an open load) or concurrency (a closed one), found both';
    return [
      { path: at('concurrency'), on: 'key', message, hint: 'To cap an open load, use max_concurrency.' },
    ];
  }
  if (!open && !closed) {
    if (misspelt) return [];
    const message = 'expected arrivals (calls come when they come) or concurrency (so many calls kept going)';
    return [{ path: at(), on: 'key', message }];
  }
  const issues: Issue[] = [];
  for (const key of only[open ? 'closed' : 'open']) {
    if (get(load, key) === undefined) continue;
    const mode = open ? 'an open load (arrivals) has' : 'a closed load (concurrency) has';
    issues.push({ path: at(key), on: 'key', message: `${mode} no ${key}` });
  }
  if (closed && !misspelt && get(load, 'hold') === undefined && get(load, 'calls') === undefined) {
    const message = 'expected how long it lasts: hold (a time), calls (a number), or both';
    issues.push({ path: at(), on: 'key', message });
  }
  if (open) issues.push(...arrivalIssues(data));
  return issues;
}

function arrivalIssues(data: unknown): readonly Issue[] {
  const issues: Issue[] = [];
  let calls = 0;
  let readable = true;
  for (const [index, phase] of listAt(data, 'load', 'arrivals')) {
    const path: Path = ['load', 'arrivals', index];
    if (durationMs(get(phase, 'for')) === 0) {
      issues.push({ path: [...path, 'for'], on: 'value', message: 'expected a phase longer than nothing' });
    }
    const parts = phasesOf(phase);
    if (parts === undefined) readable = false;
    else calls += parts.reduce((sum, part) => sum + expectedCalls(part), 0);
  }
  const path: Path = ['load', 'arrivals'];
  if (calls > MOST_CALLS) {
    const message = `expected at most ${MOST_CALLS} calls, found phases that bring ${Math.round(calls)}`;
    issues.push({
      path,
      on: 'key',
      message,
      hint: 'A rate is in calls a second; write 90/min for calls a minute.',
    });
  } else if (readable && issues.length === 0 && calls < 1e-9) {
    issues.push({ path, on: 'key', message: 'expected phases that bring calls, found rates of nothing' });
  }
  return issues;
}
