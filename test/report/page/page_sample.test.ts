import { expect, it } from 'vitest';
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
  const held = heldOf(sized(50_000, 50_000), () => true);
  expect(held.length).toBeGreaterThan(1400);
  expect(held.length).toBeLessThan(2200);
});

it('is the same for the same seed, and another for another', () => {
  const wrong = (): boolean => false;
  expect(heldOf(sized(20_000, 0), wrong)).toEqual(heldOf(sized(20_000, 0), wrong));
  expect(heldOf(sized(20_000, 0), wrong)).not.toEqual(heldOf(sized(20_000, 0, 2), wrong));
});
