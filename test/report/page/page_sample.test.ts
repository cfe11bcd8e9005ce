import { describe, expect, it } from 'vitest';
import { pageSample } from '../../../src/report/page/page_sample.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary } from '../../../src/report/summary.ts';
import { gathered, goodRun } from '../log_builder.ts';

const some = summarize(gathered(goodRun(1, () => 400)));

function sized(calls: number, failed: number, seed = 1): Summary {
  return {
    ...some,
    repeat: { ...some.repeat, seed },
    calls: { ...some.calls, planned: calls, failed },
    turns: { ...some.turns, total: calls * 5, unanswered: 0, failed: 0 },
  };
}

function heldOf(summary: Summary, wrong: (call: number) => boolean): number[] {
  const sample = pageSample(summary);
  return Array.from({ length: summary.calls.planned }, (_, call) => call).filter((call) =>
    sample.holds(0, call, wrong(call)),
  );
}

it('holds all up to 10,000 turns', () => {
  expect(heldOf(sized(2000, 20), () => false)).toHaveLength(2000);
});

it('beyond, holds all that failed and so many of the rest that the bound is kept to', () => {
  const wrong = (call: number): boolean => call % 100 === 0;
  const held = heldOf(sized(20_000, 200), wrong);
  expect(held.filter(wrong)).toHaveLength(200);
  expect(held.length).toBeGreaterThan(1800);
  expect(held.length).toBeLessThan(2200);
});

it('holds a sample of the failed too where there are more of them than room', () => {
  // There is room for 2000 calls of five turns: four fifths of it are theirs, give or take 40.
  const held = heldOf(sized(50_000, 50_000), () => true);
  expect(held.length).toBeGreaterThan(1440);
  expect(held.length).toBeLessThan(1760);
});

describe('the bound', () => {
  const none = (): boolean => false;
  const filled = (calls: number, turns: number): Summary => {
    const summary = sized(calls, 0);
    return { ...summary, turns: { ...summary.turns, total: turns } };
  };

  it('is of 10,000 turns, and not one more', () => {
    expect(heldOf(filled(5000, 10_000), none)).toHaveLength(5000);
    // Of 12,500 turns there is room for four fifths, by chance.
    const { length } = heldOf(filled(5000, 12_500), none);
    expect(length).toBeGreaterThan(3850);
    expect(length).toBeLessThan(4150);
    expect(pageSample(filled(10_000, 0)).holds(0, 9999, false)).toBe(true);
  });

  it('is of calls where they have no turns', () => {
    const held = heldOf(filled(40_000, 0), none);
    expect(held.length).toBeGreaterThan(9650);
    expect(held.length).toBeLessThan(10_350);
  });

  it('has room for whoever a turn went wrong for, though no call failed', () => {
    const wrong = (call: number): boolean => call % 100 === 0;
    const summary = sized(20_000, 0);
    const of = (unanswered: number, failed: number): number[] =>
      heldOf({ ...summary, turns: { ...summary.turns, unanswered, failed } }, wrong);
    const held = of(150, 50);
    expect(held.filter(wrong)).toHaveLength(200);
    // The other 1800 places are shared by 19,800 calls.
    expect(held.length).toBeGreaterThan(1870);
    expect(held.length).toBeLessThan(2130);
    // Turns without an answer and turns that failed count each.
    const many = of(8000, 8000);
    // 16,000 of them at the most share 1600 places, a tenth each: of these 200 about 20. The rest, 4000, share 400.
    expect(many.filter(wrong).length).toBeLessThan(40);
    expect(many.length).toBeGreaterThan(1800);
    expect(many.length).toBeLessThan(2200);
  });

  it('counts no more wrong calls than there are, however many turns went wrong', () => {
    const summary = sized(20_000, 0);
    const unanswered = { ...summary, turns: { ...summary.turns, unanswered: 100_000 } };
    const held = heldOf(unanswered, () => true);
    expect(held.length).toBeGreaterThan(1440);
    expect(held.length).toBeLessThan(1760);
  });
});

it('draws for each call of each run by itself', () => {
  const { holds } = pageSample(sized(20_000, 0));
  const drawn = (run: number) => Array.from({ length: 200 }, (_, call) => holds(run, call, false));
  expect(drawn(0)).not.toEqual(drawn(1));
});

it('is the same for the same seed, and another for another', () => {
  const wrong = (): boolean => false;
  expect(heldOf(sized(20_000, 0), wrong)).toEqual(heldOf(sized(20_000, 0), wrong));
  expect(heldOf(sized(20_000, 0), wrong)).not.toEqual(heldOf(sized(20_000, 0, 2), wrong));
});
