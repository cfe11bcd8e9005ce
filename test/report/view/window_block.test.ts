import { describe, expect, it } from 'vitest';
import type { FaultWindow, Stretch } from '../../../src/report/fault_window.ts';
import { recoveryText, togetherIn, windowName } from '../../../src/report/view/window_block.ts';

const stretch = (turns: number): Stretch => ({
  turns,
  unanswered: 0,
  p50: 900,
  p95: 1200,
  fallbacks: { count: 0, of: 0 },
  failedCalls: 0,
});

const window = (fault: string, fromMs: number, untilMs: number | null): FaultWindow => ({
  fault,
  fromMs,
  untilMs,
  before: stretch(40),
  during: stretch(40),
  after: stretch(40),
  recoveredAfterMs: 976,
});

describe('faults that were on at the same time', () => {
  it('are told of once, each by its name', () => {
    const told = togetherIn([
      window('latency', 30_000, 60_000),
      window('latency', 30_000, 60_000),
      window('storm', 25_000, 25_000),
      window('bandwidth', 30_000, 60_000),
      window('down', 30_000, null),
    ]);
    expect(told.map(windowName)).toEqual([
      'latency, bandwidth from 30 s to 60 s',
      'storm at 25 s',
      'down from 30 s on',
    ]);
  });
});

describe('recoveryText', () => {
  it('says of which turns there were too few', () => {
    const short = { ...window('storm', 25_000, 25_000), recoveredAfterMs: null };
    expect(recoveryText({ ...short, before: stretch(16) })).toContain('16 before it, 40 after it');
    expect(recoveryText({ ...short, after: stretch(3) })).toContain('40 before it, 3 after it');
    expect(recoveryText(short)).toBe('p95 did not come back within 10% of before');
  });
});
