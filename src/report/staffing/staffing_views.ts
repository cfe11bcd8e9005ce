/** A staffing for a terminal, as Markdown, as CSV, and for programs. Pure. */

import type { Staffing, StaffingRow } from '../../forecast/queue/needed_lines.ts';
import { aligned, fitting, without, wrapped } from '../view/columns.ts';
import { escaped, table } from '../view/markup.ts';
import type { Style } from '../view/terminal_style.ts';
import {
  saidColumns,
  STAFFING_COLUMNS,
  staffingCells,
  staffingConclusion,
  staffingNotes,
} from './staffing_text.ts';

export const staffingViews: ReadonlyMap<string, (staffing: Staffing) => string> = new Map([
  ['markdown', staffingMarkdown],
  ['csv', staffingCsv],
  ['json', (staffing: Staffing) => `${JSON.stringify(toldOf(staffing), null, 2)}\n`],
]);

export function staffingTerminal(staffing: Staffing, { bold, dim, green }: Style, columns: number): string {
  const width = Math.max(40, columns);
  const block = (title: string, rows: readonly StaffingRow[]): readonly string[] =>
    rows.length === 0
      ? []
      : [
          bold(title),
          ...linesOf(rows, width).map((line, at) =>
            at > 0 && rows[at - 1]?.lines === staffing.lines ? green(line) : line,
          ),
          '',
        ];
  return [
    ...wrapped(staffingConclusion(staffing), width).map(bold),
    '',
    ...block('Lines', staffing.rows),
    ...block('Server by server', staffing.byServer),
    ...staffingNotes(staffing)
      .flatMap((note) => wrapped(note, width))
      .map(dim),
    '',
  ].join('\n');
}

function linesOf(rows: readonly StaffingRow[], width: number): readonly string[] {
  const said = saidColumns(rows);
  const cells = [[...STAFFING_COLUMNS], ...rows.map((row) => [...staffingCells(row)])];
  const unsaid = STAFFING_COLUMNS.flatMap((_, at) => (said.includes(at) ? [] : [at]));
  // Where there is no room: without the occupancy, then without the mean wait and who waits at all.
  const tables = [[], [6], [5, 6], [2, 5, 6]].map((left) =>
    aligned(without(cells, [...unsaid, ...left]), [], 'right'),
  );
  return fitting(tables, width - 2).map((row) => `  ${row.join('  ')}`);
}

function staffingMarkdown(staffing: Staffing): string {
  const block = (title: string, rows: readonly StaffingRow[]): readonly string[] => {
    if (rows.length === 0) return [];
    const said = saidColumns(rows);
    const chosen = (cells: readonly string[]): string[] => said.map((at) => cells[at] ?? '');
    return [
      `### ${title}`,
      '',
      ...table(
        chosen(STAFFING_COLUMNS),
        rows.map((row) => {
          const cells = chosen(staffingCells(row));
          return row.lines === staffing.lines ? cells.map((cell) => `**${cell}**`) : cells;
        }),
        [],
      ),
      '',
    ];
  };
  return [
    '## Staffing',
    '',
    escaped(staffingConclusion(staffing)),
    '',
    ...block('Lines', staffing.rows),
    ...block('Server by server', staffing.byServer),
    ...staffingNotes(staffing).map((note) => `- ${escaped(note)}`),
    '',
  ].join('\n');
}

const CSV_COLUMNS = [
  'lines',
  'keeps',
  'blocked',
  'waits',
  'answeredWithin',
  'abandons',
  'meanWaitS',
  'occupancy',
  'callsPerHour',
  'servers',
] as const satisfies readonly (keyof StaffingRow)[];

/** Every row once, by lines. */
function staffingCsv({ rows, byServer, at }: Staffing): string {
  const all = new Map([...byServer, ...rows, at].map((row) => [row.lines, row]));
  const sorted = [...all.values()].sort((a, b) => a.lines - b.lines);
  const cell = (value: number | boolean | null): string => (value === null ? '' : String(value));
  return [CSV_COLUMNS.join(','), ...sorted.map((row) => CSV_COLUMNS.map((name) => cell(row[name])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');
}

/** Of the lengths that were measured how many is enough. */
function toldOf(staffing: Staffing): unknown {
  const { lengthsS, ...question } = staffing.question;
  return { version: 1, ...staffing, question: { ...question, measuredCalls: lengthsS.length } };
}
