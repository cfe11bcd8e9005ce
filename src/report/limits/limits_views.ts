/** The limits of an account for a terminal, as Markdown, as CSV, and for programs. Pure. */

import type { AccountLimits } from '../../forecast/limits/account_limits.ts';
import { aligned, fitting, without, wrapped } from '../view/columns.ts';
import { escaped, table } from '../view/markup.ts';
import type { Style } from '../view/terminal_style.ts';
import { LIMIT_COLUMNS, limitCells, limitsConclusion, limitsNotes } from './limits_text.ts';

export const limitsViews: ReadonlyMap<string, (limits: AccountLimits) => string> = new Map([
  ['markdown', limitsMarkdown],
  ['csv', limitsCsv],
  ['json', (limits: AccountLimits) => `${JSON.stringify({ version: 1, ...limits }, null, 2)}\n`],
]);

export function limitsTerminal(limits: AccountLimits, { bold, dim }: Style, columns: number): string {
  const width = Math.max(40, columns);
  const cells = [LIMIT_COLUMNS, ...limits.limits.map(limitCells)];
  const tables = [[], [3], [2, 3]].map((left) => aligned(without(cells, left), ['left'], 'right'));
  return [
    ...wrapped(limitsConclusion(limits), width).map(bold),
    '',
    ...fitting(tables, width - 2).map((row) => `  ${row.join('  ')}`.trimEnd()),
    '',
    ...limitsNotes(limits)
      .flatMap((note) => wrapped(note, width))
      .map(dim),
    '',
  ].join('\n');
}

function limitsMarkdown(limits: AccountLimits): string {
  return [
    '## Limits of the account',
    '',
    escaped(limitsConclusion(limits)),
    '',
    ...table(LIMIT_COLUMNS, limits.limits.map(limitCells), [0]),
    '',
    ...limitsNotes(limits).map((note) => `- ${escaped(note)}`),
    '',
  ].join('\n');
}

function limitsCsv({ limits }: AccountLimits): string {
  const header = 'limit,allowed,per_call,per_call_low,per_call_high,at_once,at_once_low,at_once_high';
  const rows = limits.map(({ kind, allowed, perMinute, atOnce }) =>
    [
      kind,
      allowed,
      ...[perMinute?.mean, atOnce ?? undefined].flatMap((one) => [
        one?.value ?? '',
        one?.low ?? '',
        one?.high ?? '',
      ]),
    ].join(','),
  );
  return [header, ...rows].map((line) => `${line}\r\n`).join('');
}
