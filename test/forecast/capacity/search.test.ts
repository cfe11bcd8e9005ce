import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LevelVerdict } from '../../../src/forecast/capacity/capacity_result.ts';
import {
  bracketOf,
  nextLevel,
  standingOf,
  type Measured,
  type Next,
  type SearchSettings,
} from '../../../src/forecast/capacity/search.ts';

const closed: SearchSettings = {
  unit: 'calls_at_once',
  from: 2,
  max: 1000,
  factor: 1.6,
  within: 0.05,
  alpha: 0.05,
};
const surely = { holds: 25, fails: 0.01 };
const one = (amount: number, verdict: LevelVerdict, starved = false): Measured => ({
  amount,
  verdict,
  starved,
  evidence: verdict === 'holds' ? surely : { holds: 0.5, fails: verdict === 'fails' ? 30 : 1 },
});

/** Searches with an oracle; gives what was asked, and how it ended. */
function walk(
  settings: SearchSettings,
  verdictOf: (amount: number, because: string, times: number) => LevelVerdict,
): { readonly measured: Measured[]; readonly end: Extract<Next, { do: 'end' }> } {
  const measured: Measured[] = [];
  for (let steps = 0; steps < 200; steps++) {
    const next = nextLevel(measured, settings);
    if (next.do === 'end') return { measured, end: next };
    const times = measured.filter(({ amount }) => amount === next.amount).length;
    measured.push(one(next.amount, verdictOf(next.amount, next.because, times)));
  }
  throw new Error('the search does not end');
}

const knee =
  (at: number) =>
  (amount: number, because: string): LevelVerdict =>
    amount > at ? 'fails' : because === 'step' ? 'left' : 'holds';

describe('the search for the knee', () => {
  it('raises the level until one fails, halves the bracket, and measures both ends twice', () => {
    const { measured, end } = walk(closed, knee(42));
    expect(measured.map(({ amount }) => amount).slice(0, 8)).toEqual([2, 3, 5, 8, 13, 21, 34, 54]);
    expect(end.by).toBe('target');
    const { holds, fails } = bracketOf(measured, 0.05);
    expect(holds).toBeGreaterThanOrEqual(40);
    expect(holds).toBeLessThanOrEqual(42);
    expect(measured.filter(({ amount, verdict }) => amount === holds && verdict === 'holds')).toHaveLength(2);
    expect(measured.filter(({ amount }) => amount === fails)).toHaveLength(2);
  });

  it('finds any knee to within its width, and never asks for more than it may', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 300 }), (at, from) => {
        const { measured, end } = walk({ ...closed, from }, knee(at));
        const { holds, fails } = bracketOf(measured, 0.05);
        expect(end.by).toBe('target');
        expect(holds).toBeLessThanOrEqual(at);
        expect(fails).toBeGreaterThan(at);
        expect((fails as number) - (holds as number)).toBeLessThanOrEqual(
          Math.max(1, Math.ceil((fails as number) * 0.05)),
        );
        expect(Math.max(...measured.map(({ amount }) => amount))).toBeLessThanOrEqual(1000);
      }),
    );
  });

  it('ends, whatever the levels say', () => {
    const verdicts: LevelVerdict[] = ['holds', 'fails', 'undecided', 'invalid'];
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }), fc.boolean(), (draws, open) => {
        const settings: SearchSettings = open
          ? { ...closed, unit: 'calls_per_second', from: 0.5, max: 50 }
          : closed;
        let at = 0;
        const { measured } = walk(settings, (_, because) => {
          const verdict = verdicts[draws[at++ % draws.length] as number] as LevelVerdict;
          return because === 'step' && verdict === 'holds' ? 'left' : verdict;
        });
        expect(measured.length).toBeGreaterThan(0);
      }),
    );
  });

  it('stops at the most, once that was shown twice to hold', () => {
    const { measured, end } = walk({ ...closed, max: 20 }, knee(500));
    expect(end.by).toBe('max');
    expect(measured.filter(({ amount, verdict }) => amount === 20 && verdict === 'holds')).toHaveLength(2);
  });

  it('says that nothing holds once one call does not', () => {
    const { measured, end } = walk({ ...closed, from: 8 }, knee(0));
    expect(end.by).toBe('target');
    expect(bracketOf(measured, 0.05)).toEqual({ holds: null, fails: 1 });
  });

  it('gives way to the generator where that is what cannot go on', () => {
    const { end } = walk(closed, (amount, because) => (amount > 60 ? 'invalid' : knee(500)(amount, because)));
    expect(end.by).toBe('generator');
  });

  it('does not go on where a level was undecided for want of cases', () => {
    expect(nextLevel([one(2, 'left'), one(3, 'undecided', true)], closed)).toEqual({
      do: 'end',
      by: 'starved',
    });
  });

  it('measures again what is in dispute, and goes by the majority', () => {
    const first = [one(10, 'holds'), one(10, 'fails')];
    expect(standingOf(first, 10, 0.05)).toBe('unclear');
    expect(nextLevel(first, closed)).toEqual({ do: 'measure', amount: 10, because: 'repeat' });
    expect(standingOf([...first, one(10, 'fails')], 10, 0.05)).toBe('not');
    expect(standingOf([...first, one(10, 'holds')], 10, 0.05)).toBe('holds');
  });

  it('moves the bracket where the level that seemed to hold does not', () => {
    const before = [one(40, 'left'), one(41, 'fails')];
    expect(nextLevel(before, closed)).toEqual({ do: 'measure', amount: 40, because: 'repeat' });
    expect(bracketOf([...before, one(40, 'fails')], 0.05).fails).toBe(40);
  });

  it('takes several measurements together, where none contradicts', () => {
    const unsure: Measured = { ...one(5, 'undecided'), evidence: { holds: 15, fails: 0.1 } };
    const weak: Measured = { ...one(5, 'undecided'), evidence: { holds: 2, fails: 0.5 } };
    expect(standingOf([one(5, 'holds'), unsure, one(5, 'holds')], 5, 0.05)).toBe('holds');
    expect(standingOf([one(5, 'holds'), unsure, { ...unsure }], 5, 0.05)).toBe('holds');
    expect(standingOf([one(5, 'holds'), weak, { ...weak }], 5, 0.05)).toBe('not');
  });
});
