/** Before, during and after each fault that was timed, for people. */

import type { FaultWindow, Stretch } from '../fault_window.ts';
import { count, ms, percent, seconds } from '../figure.ts';
import type { Summary } from '../summary.ts';
import { LABEL, labelled } from './block.ts';
import { aligned, wrapped } from './columns.ts';
import type { Style } from './terminal_style.ts';

export const WINDOW_COLUMNS = ['turns', 'p50', 'p95', 'unanswered', 'fallbacks', 'calls failed'] as const;

export function windowRows({ before, during, after }: FaultWindow): readonly (readonly string[])[] {
  return [
    ['before', ...cellsOf(before)],
    ['during', ...cellsOf(during)],
    ['after', ...cellsOf(after)],
  ].filter(([, turns]) => turns !== '0');
}

function cellsOf({ turns, p50, p95, unanswered, fallbacks, failedCalls }: Stretch): readonly string[] {
  return [
    count(turns),
    ms(p50),
    ms(p95),
    count(unanswered),
    fallbacks.of === 0 ? 'not judged' : percent(fallbacks.count / fallbacks.of),
    count(failedCalls),
  ];
}

/** Those that were on at the same time are one: what callers met meanwhile does not tell them apart. */
export function togetherIn(windows: readonly FaultWindow[]): readonly FaultWindow[] {
  const together = new Map<string, FaultWindow[]>();
  for (const window of windows) {
    const key = `${window.fromMs} ${window.untilMs}`;
    together.set(key, [...(together.get(key) ?? []), window]);
  }
  return [...together.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const faults = new Set([first, ...others].map(({ fault }) => fault));
    return [{ ...first, fault: [...faults].join(', ') }];
  });
}

export function windowName({ fault, fromMs, untilMs }: FaultWindow): string {
  if (untilMs === fromMs) return `${fault} at ${seconds(fromMs / 1000)}`;
  return `${fault} from ${seconds(fromMs / 1000)}${untilMs === null ? ' on' : ` to ${seconds(untilMs / 1000)}`}`;
}

export function recoveryText({ recoveredAfterMs, untilMs, before, after }: FaultWindow): string {
  if (untilMs === null) return 'it was on to the end of the run';
  if (recoveredAfterMs !== null) return `p95 back within 10% of before after ${ms(recoveredAfterMs)}`;
  const few = [`${count(before.turns)} before it`, `${count(after.turns)} after it`];
  return before.turns < 20 || after.turns < 20
    ? `too few turns to tell when p95 was back (${few.join(', ')}; it takes 20 of each)`
    : 'p95 did not come back within 10% of before';
}

export function windowBlock({ windows = [] }: Summary, style: Style, width: number): string[] {
  const lines = togetherIn(windows).flatMap((window) => {
    const rows = aligned([['', ...WINDOW_COLUMNS], ...windowRows(window)], ['left'], 'right');
    const table = rows.map((cells) => `  ${cells.join('  ').trimEnd()}`);
    const fits = table.every((line) => line.length <= width - LABEL);
    return [
      ...wrapped(`${windowName(window)}: ${recoveryText(window)}`, width - LABEL),
      ...(fits ? table : windowRows(window).map(narrow)),
    ].map((line, index) => (index === 0 ? line : style.dim(line)));
  });
  return labelled('around', lines, style);
}

/** Where a table does not fit: what matters most of it. */
function narrow([name = '', turns = '', , p95 = '']: readonly string[]): string {
  return `  ${name}: p95 ${p95} (n=${turns})`;
}
