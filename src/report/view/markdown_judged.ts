/** What was expected, and what was done on purpose, as sections of report.md. */

import type { FaultWindow } from '../fault_window.ts';
import { count, percent, range } from '../figure.ts';
import type { Summary } from '../summary.ts';
import { chaosExtent, chaosFacts, struckName } from './chaos_block.ts';
import { exampleText, expectationExtent, expectationName, goalText } from './expectation_block.ts';
import { code, escaped, table } from './markup.ts';
import { WINDOW_COLUMNS, recoveryText, togetherIn, windowName, windowRows } from './window_block.ts';

export function expectationSection({ expectations = [] }: Summary): string[] {
  if (expectations.length === 0) return [];
  const rows = expectations.map((one) => [
    one.of === 0 ? '❔' : one.met === one.of ? '✅' : '❌',
    escaped(expectationName(one)),
    one.of === 0 ? '' : percent(one.met / one.of),
    count(one.of),
    range(one.ci, percent),
    escaped(exampleText(one)),
  ]);
  const goals = expectations.filter(({ goal, of }) => goal && of > 0).map(goalText);
  return [
    '### Expected',
    '',
    expectationExtent(expectations),
    '',
    ...table(['', 'expected', 'came', 'n', '95%', 'for example'], rows, [0, 1, 5]),
    ...(goals.length === 0 ? [] : ['', ...goals.map((text) => `- ${escaped(text)}`)]),
  ];
}

export function chaosSection({ chaos, windows = [] }: Summary): string[] {
  if (chaos === undefined && windows.length === 0) return [];
  const rows = (chaos?.faults ?? []).map((struck) => [
    code(struckName(struck)),
    count(struck.calls),
    escaped(chaosFacts(struck).join(' · ')),
  ]);
  const head = ['fault', 'calls', 'came to'];
  return [
    '### On purpose',
    ...(chaos === undefined ? [] : ['', chaosExtent(chaos), '', ...table(head, rows, [0, 2])]),
    ...togetherIn(windows).flatMap(windowLines),
  ];
}

function windowLines(window: FaultWindow): string[] {
  return [
    '',
    `${escaped(windowName(window))}: ${recoveryText(window)}`,
    '',
    ...table(['', ...WINDOW_COLUMNS], windowRows(window), [0]),
  ];
}
