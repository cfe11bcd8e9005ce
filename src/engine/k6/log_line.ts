/**
 * A line of the call log as k6 prints it: marked, with the number of the VU before it, since the lines of all of them come mixed. In
 * ASCII, and without a line break, so that it survives whatever k6 is told to make of what a script says. Pure.
 */

import type { LogRecord } from '../../core/log/record.ts';

export const MARK = 'callstorm:';

export function logLine(vu: number, record: LogRecord): string {
  const json = JSON.stringify(record).replace(/[^\u0020-\u007E]/g, escaped);
  return `${MARK}${vu}:${json}`;
}

function escaped(sign: string): string {
  return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export interface LogLine {
  /** Of the test, from 1. */
  readonly vu: number;
  /** The record, as it stands in a log. */
  readonly json: string;
}

/** Null: k6 says something else. */
export function readLogLine(text: string): LogLine | null {
  const at = text.indexOf(MARK);
  if (at === -1) return null;
  const numbered = /^(\d{1,9}):\{/.exec(text.slice(at + MARK.length, at + MARK.length + 12));
  if (numbered === null) return null;
  const [, vu = ''] = numbered;
  return { vu: Number(vu), json: text.slice(at + MARK.length + vu.length + 1) };
}
