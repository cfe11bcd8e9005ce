import { describe, expect, it } from 'vitest';
import type { FaultWindow, Stretch } from '../../../src/report/fault_window.ts';
import { summarize } from '../../../src/report/summarize.ts';
import {
  recoveryText,
  togetherIn,
  windowBlock,
  windowName,
  windowRows,
} from '../../../src/report/view/window_block.ts';
import { gathered, goodRun } from '../log_builder.ts';
import { marked, markedStyle as style } from '../marked_style.ts';
import { once } from '../once.ts';

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

  it('takes twenty turns before and twenty after for enough', () => {
    const short = { ...window('storm', 25_000, 25_000), recoveredAfterMs: null };
    const after = (before: number, later: number): string =>
      recoveryText({ ...short, before: stretch(before), after: stretch(later) });
    expect(after(20, 20)).toBe('p95 did not come back within 10% of before');
    expect(after(19, 1200)).toBe(
      'too few turns to tell when p95 was back (19 before it, 1,200 after it; it takes 20 of each)',
    );
    expect(after(20, 19)).toBe(
      'too few turns to tell when p95 was back (20 before it, 19 after it; it takes 20 of each)',
    );
  });

  it('says when it was back, and that it never ended, of however few turns', () => {
    const few = { before: stretch(1), after: stretch(1) };
    expect(recoveryText({ ...window('storm', 25_000, 26_000), ...few })).toBe(
      'p95 back within 10% of before after 976 ms',
    );
    expect(recoveryText({ ...window('storm', 25_000, 26_000), recoveredAfterMs: 0 })).toBe(
      'p95 back within 10% of before after 0 ms',
    );
    expect(recoveryText({ ...window('storm', 25_000, null), ...few })).toBe(
      'it was on to the end of the run',
    );
  });
});

describe('a fault’s rows', () => {
  it('are its three stretches with what callers met in each, without those that no turn is of', () => {
    const slow = { ...stretch(1200), unanswered: 30, p50: 1500, p95: null, failedCalls: 4 };
    const rows = windowRows({
      ...window('latency', 30_000, 60_000),
      during: { ...slow, fallbacks: { count: 3, of: 12 } },
    });
    expect(rows).toEqual([
      ['before', '40', '900 ms', '1.2 s', '0', 'not judged', '0'],
      ['during', '1,200', '1.5 s', '–', '30', '25%', '4'],
      ['after', '40', '900 ms', '1.2 s', '0', 'not judged', '0'],
    ]);
    expect(
      windowRows({ ...window('storm', 0, 0), before: stretch(0), during: stretch(0) }).map(([name]) => name),
    ).toEqual(['after']);
  });
});

describe('the block of timed faults', () => {
  const good = once(() => summarize(gathered(goodRun(4, () => 400))));
  const told = (width: number, ...windows: readonly FaultWindow[]): readonly string[] =>
    windowBlock({ ...good(), windows }, style, width).map(marked);

  it('is a table for each that stood apart, under what it was and when it was over', () => {
    expect(told(100, window('latency', 30_000, 60_000), window('stall', 30_000, 60_000))).toEqual([
      '{dim around     }latency, stall from 30 s to 60 s: p95 back within 10% of before after 976 ms',
      '           {dim           turns     p50    p95  unanswered   fallbacks  calls failed}',
      '           {dim   before     40  900 ms  1.2 s           0  not judged             0}',
      '           {dim   during     40  900 ms  1.2 s           0  not judged             0}',
      '           {dim   after      40  900 ms  1.2 s           0  not judged             0}',
    ]);
  });

  it('is a line for each stretch where there is no room for a table', () => {
    // A row takes 68 columns beside the label's 11.
    const heading = 'storm at 25 s: p95 back within 10% of before after 976 ms';
    expect(told(79, window('storm', 25_000, 25_000))).toHaveLength(5);
    expect(told(78, window('storm', 25_000, 25_000))).toEqual([
      `{dim around     }${heading}`,
      '           {dim   before: p95 1.2 s (n=40)}',
      '           {dim   during: p95 1.2 s (n=40)}',
      '           {dim   after: p95 1.2 s (n=40)}',
    ]);
  });

  it('is broken at its blanks where its heading has no room either', () => {
    // Beside the label's 11 there are 49 columns.
    expect(told(60, window('storm', 25_000, 25_000)).slice(0, 3)).toEqual([
      '{dim around     }storm at 25 s: p95 back within 10% of before',
      '           {dim after 976 ms}',
      '           {dim   before: p95 1.2 s (n=40)}',
    ]);
  });

  it('is no line where no fault was timed', () => {
    expect(windowBlock(good(), style, 80)).toEqual([]);
  });
});
