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
