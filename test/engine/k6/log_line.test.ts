import { expect, it } from 'vitest';
import { logLine, readLogLine } from '../../../src/engine/k6/log_line.ts';

const record = { type: 'started', call: 7, atMs: 20, caller: 'Zoë\u2028"\n' } as const;

it('is one line of ASCII, with the number of its VU, and reads back', () => {
  const line = logLine(12, record);
  expect(line).toMatch(/^callstorm:12:[ -~]+$/);
  const told = readLogLine(line);
  expect(told?.vu).toBe(12);
  expect(JSON.parse(told?.json ?? '')).toEqual(record);
});

it('is found behind what others put before it, and nothing else is taken for it', () => {
  expect(readLogLine(`[pod/a] ${logLine(3, record)}`)?.vu).toBe(3);
  expect(readLogLine('level=error msg="callstorm: no"')).toBeNull();
  expect(readLogLine('callstorm::{}')).toBeNull();
});
