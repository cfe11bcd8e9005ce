/**
 * Arrivals as a CSV has them: a column of instants (ISO 8601, or seconds or milliseconds since 1970), or hours and how many called in
 * each. Pure: the file’s text comes in. Mistakes are ConfigErrors with file and line.
 */

import { ConfigError } from '../../core/word/config_error.ts';
import type { HourCount } from './arrival_shape.ts';
import { daysSinceEpoch } from './calendar.ts';

/** What clock an instant is on: minutes east of UTC at that instant. */
export type OffsetMinutes = (epochMs: number) => number;

const NAMES = [
  'timestamp',
  'arrival',
  'arrived',
  'arrived_at',
  'started_at',
  'start',
  'started',
  'created_at',
  'time',
  'date',
  'datetime',
  'hour',
];
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)?)?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?$/i;
const HOUR_MS = 3_600_000;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY_HOURS = 4 * 24;

/** Hours are counted from a Monday, 0:00, on the local clock. */
export function readArrivals(text: string, file: string, offset: OffsetMinutes): readonly HourCount[] {
  const rows = rowsOf(text);
  const [head] = rows;
  if (head === undefined) throw wrong(file, 1, 'expected arrivals, found an empty file');
  const named = namedColumns(head.cells);
  const body = named === null ? rows : rows.slice(1);
  const { at, count } = named ?? { at: 0, count: head.cells.length > 1 && isCount(head.cells[1]) ? 1 : null };
  const found = body.map(({ cells, line }): HourCount => {
    const cell = (cells[at] ?? '').trim();
    const hour = hourOf(cell, offset);
    if (hour === null)
      throw wrong(
        file,
        line,
        `expected an instant such as 2027-01-04T09:12:00Z or 1799053920, found "${cell.slice(0, 60)}"`,
      );
    if (count === null) return { hour, calls: 1 };
    const calls = Number(cells[count]);
    if (!isCount(cells[count]))
      throw wrong(
        file,
        line,
        `expected a number of calls of at least 0, found "${(cells[count] ?? '').slice(0, 60)}"`,
      );
    return { hour, calls };
  });
  if (found.reduce((sum, { calls }) => sum + calls, 0) === 0)
    throw wrong(file, 1, 'expected at least one arrival, found none');
  return within(found, file);
}

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

function rowsOf(text: string): readonly Row[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const separator = [';', '\t'].find((sign) => lines[0]?.includes(sign)) ?? ',';
  return lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [{ cells: cellsOf(line, separator), line: index + 1 }],
  );
}

/** Quotes around a cell; a line’s end within them is nothing that an instant has. */
function cellsOf(line: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const sign = line[i] as string;
    if (sign === '"') {
      if (quoted && line[i + 1] === '"') cell += line[++i] as string;
      else quoted = !quoted;
    } else if (sign === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell].map((each) => each.trim());
}

/** Null: the first line is one of arrivals already. */
function namedColumns(
  cells: readonly string[],
): { readonly at: number; readonly count: number | null } | null {
  if (hourOf(cells[0] ?? '', () => 0) !== null) return null;
  const words = cells.map((cell) => cell.toLowerCase().replaceAll(/[^a-z]+/g, '_'));
  const known = NAMES.map((name) => words.indexOf(name)).find((at) => at >= 0);
  const count = words.findIndex((word) => word === 'count' || word === 'calls');
  return { at: known ?? 0, count: count < 0 ? null : count };
}

function isCount(cell: string | undefined): boolean {
  return cell !== undefined && /^\d+(?:\.\d+)?$/.test(cell);
}

function hourOf(cell: string, offset: OffsetMinutes): number | null {
  if (/^\d{9,14}(?:\.\d+)?$/.test(cell)) {
    const value = Number(cell);
    return localHour(value < 1e11 ? value * 1000 : value, offset);
  }
  const iso = ISO.exec(cell);
  if (iso === null) return null;
  const [year, month, day, hour, minute, second] = iso.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const ms = daysSinceEpoch(year, month, day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000;
  // Without a zone it is what a clock on the wall says.
  return iso[7] === undefined ? hourAt(ms) : localHour(ms - zoneMinutes(iso[7]) * 60_000, offset);
}

function localHour(epochMs: number, offset: OffsetMinutes): number {
  return hourAt(epochMs + offset(epochMs) * 60_000);
}

function hourAt(ms: number): number {
  return Math.floor(ms / HOUR_MS) - FIRST_MONDAY_HOURS;
}

function zoneMinutes(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return zone.startsWith('-') ? -minutes : minutes;
}

const MOST_YEARS = 10;

/** One instant of another century would stretch the profile over it. */
function within(found: readonly HourCount[], file: string): readonly HourCount[] {
  const hours = found.map(({ hour }) => hour);
  const span =
    hours.reduce((a, b) => Math.max(a, b), -Infinity) - hours.reduce((a, b) => Math.min(a, b), Infinity);
  if (span <= MOST_YEARS * 366 * 24) return found;
  throw wrong(
    file,
    1,
    `expected arrivals of at most ${MOST_YEARS} years, found ${Math.round(span / 24 / 365)} between the first and the last`,
  );
}

function wrong(file: string, line: number, message: string): ConfigError {
  return new ConfigError(message, {
    code: 'arrivals_invalid',
    file,
    line,
    hint: 'a column of instants, or one of hours and one of calls (hour,calls)',
  });
}
