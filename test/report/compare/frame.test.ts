/** Calls of two runs laid side by side, and how they are drawn and dealt. */

import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import type { ComparedCall, ComparedRun } from '../../../src/report/compare/compared_run.ts';
import {
  dealtAsMade,
  drawnOnce,
  frameOf,
  redeal,
  redraw,
  type Frame,
} from '../../../src/report/compare/frame.ts';
import { madeRun } from './compared_runs.ts';

const { identity } = madeRun({ seed: 1, calls: 1 });

/** `3buyer`: call 3, of a buyer. */
function runOf(plan: string, ...calls: readonly string[]): ComparedRun {
  return {
    identity: { ...identity, plan },
    calls: calls.map((text): ComparedCall => {
      const [, number, caller = ''] = /^(\d+)(.+)$/.exec(text) ?? [];
      return { number: Number(number), caller, values: new Map(), rates: new Map() };
    }),
    ofCalls: calls.length,
  };
}

const laid = ({ sides }: Frame): readonly (readonly string[])[] =>
  sides.map((calls) => calls.map(({ number, caller }) => `${number}${caller}`));

describe('calls of two runs', () => {
  it('of one plan are pairs by their number, by kind of caller, in whatever order they come', () => {
    const frame = frameOf(
      runOf('p', '4buyer', '1refund', '0buyer', '2buyer', '9refund'),
      runOf('p', '2buyer', '4buyer', '7buyer', '1refund', '0buyer'),
    );
    expect(laid(frame)).toEqual([
      ['0buyer', '2buyer', '4buyer', '1refund'],
      ['0buyer', '2buyer', '4buyer', '1refund'],
    ]);
    expect(frame).toMatchObject({
      paired: true,
      leftOver: [1, 1],
      strata: [
        {
          caller: 'buyer',
          ranges: [
            { from: 0, to: 3 },
            { from: 0, to: 3 },
          ],
        },
        {
          caller: 'refund',
          ranges: [
            { from: 3, to: 4 },
            { from: 3, to: 4 },
          ],
        },
      ],
    });
  });

  it('of which one was lost before it told who it was are of the kind that the other is', () => {
    const frame = frameOf(
      runOf('p', '0(unknown)', '1buyer', '2(unknown)'),
      runOf('p', '0refund', '1(unknown)', '2(unknown)'),
    );
    expect(frame.strata.map(({ caller }) => caller)).toEqual(['(unknown)', 'buyer', 'refund']);
    expect(laid(frame)).toEqual([
      ['2(unknown)', '1buyer', '0(unknown)'],
      ['2(unknown)', '1(unknown)', '0refund'],
    ]);
  });

  it('of two plans are laid by kind of caller for themselves, and none is left over', () => {
    const frame = frameOf(runOf('p', '3refund', '1buyer', '0buyer'), runOf('q', '0returns', '1buyer'));
    expect(laid(frame)).toEqual([
      ['0buyer', '1buyer', '3refund'],
      ['1buyer', '0returns'],
    ]);
    expect(frame).toMatchObject({
      paired: false,
      leftOver: [0, 0],
      strata: [
        {
          caller: 'buyer',
          ranges: [
            { from: 0, to: 2 },
            { from: 0, to: 1 },
          ],
        },
        {
          caller: 'refund',
          ranges: [
            { from: 2, to: 3 },
            { from: 0, to: 0 },
          ],
        },
        {
          caller: 'returns',
          ranges: [
            { from: 0, to: 0 },
            { from: 1, to: 2 },
          ],
        },
      ],
    });
  });
});

describe('kinds of callers', () => {
  it('are in the order of their names, though one side alone has the first of them', () => {
    const frame = frameOf(runOf('p', '0buyer', '1refund'), runOf('q', '0answer', '1buyer', '2(unknown)'));
    expect(frame.strata.map(({ caller }) => caller)).toEqual(['(unknown)', 'answer', 'buyer', 'refund']);
    expect(frame.strata.map(({ ranges }) => ranges.map(({ from, to }) => to - from))).toEqual([
      [0, 1],
      [0, 1],
      [1, 1],
      [1, 0],
    ]);
  });

  it('of a pair are those of the first, where the two say different things', () => {
    const frame = frameOf(runOf('p', '0buyer', '1refund'), runOf('p', '0refund', '1refund'));
    expect(frame.strata.map(({ caller }) => caller)).toEqual(['buyer', 'refund']);
    expect(laid(frame)).toEqual([
      ['0buyer', '1refund'],
      ['0refund', '1refund'],
    ]);
  });
});

describe('a run beside itself', () => {
  it('is its own partner, and is sorted once', () => {
    const run = runOf('p', '1refund', '0buyer');
    const { sides, leftOver } = frameOf(run, run);
    expect(sides[1]).toBe(sides[0]);
    expect(leftOver).toEqual([0, 0]);
    expect(run.calls.map(({ number }) => number)).toEqual([1, 0]);
  });
});

const many = (plan: string, buyers: number, refunds: number): ComparedRun =>
  runOf(
    plan,
    ...Array.from({ length: buyers }, (_, at) => `${at}buyer`),
    ...Array.from({ length: refunds }, (_, at) => `${buyers + at}refund`),
  );
const sum = (of: Iterable<number>): number => [...of].reduce((all, one) => all + one, 0);

describe('a resample', () => {
  it('has as many calls of each kind as there were, each side of a pair as often as the other', () => {
    const frame = frameOf(many('p', 8, 4), many('p', 8, 4));
    const weights = drawnOnce(frame);
    expect(weights.map((side) => [...side])).toEqual([Array(12).fill(1), Array(12).fill(1)]);
    const random = new Random('resamples');
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      redraw(frame, weights, random);
      expect([...weights[1]]).toEqual([...weights[0]]);
      expect([sum(weights[0].slice(0, 8)), sum(weights[0].slice(8))]).toEqual([8, 4]);
      seen.add(weights[0].join());
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  it('of two plans draws each side for itself', () => {
    const frame = frameOf(many('p', 8, 4), many('q', 5, 7));
    const weights = drawnOnce(frame);
    const random = new Random('resamples');
    for (let i = 0; i < 20; i++) {
      redraw(frame, weights, random);
      expect([sum(weights[0].slice(0, 8)), sum(weights[0].slice(8))]).toEqual([8, 4]);
      expect([sum(weights[1].slice(0, 5)), sum(weights[1].slice(5))]).toEqual([5, 7]);
    }
  });
});

describe('a deal', () => {
  it('is at first as the runs were made', () => {
    const deal = dealtAsMade(frameOf(many('p', 2, 1), many('q', 1, 1)));
    expect(deal.map((side) => [...side])).toEqual([
      [0, 0, 0],
      [1, 1],
    ]);
  });

  it('of pairs has each change places or not, half of them, and each for itself', () => {
    const frame = frameOf(many('p', 50, 20), many('p', 50, 20));
    const deal = dealtAsMade(frame);
    const random = new Random('deals');
    const swapped = Array.from({ length: 70 }, () => 0);
    // Beside each, how often the one 32 places on did the same: they are drawn 32 at a time.
    const alike = Array.from({ length: 38 }, () => 0);
    for (let i = 0; i < 200; i++) {
      redeal(frame, deal, random);
      const [before, after] = deal;
      expect(before.map((one, at) => one + (after[at] as number))).toEqual(new Uint8Array(70).fill(1));
      for (let at = 0; at < 70; at++) {
        swapped[at] = (swapped[at] as number) + (before[at] as number);
        if (at < 38 && before[at] === before[at + 32]) alike[at] = (alike[at] as number) + 1;
      }
    }
    for (const times of [...swapped, ...alike]) {
      expect(times).toBeGreaterThan(65);
      expect(times).toBeLessThan(135);
    }
  });

  it('of two plans gives either side as many of each kind as it had, of both sides’ calls', () => {
    const frame = frameOf(many('p', 8, 4), many('q', 4, 8));
    const deal = dealtAsMade(frame);
    const random = new Random('deals');
    const times = [new Float64Array(12), new Float64Array(12)] as const;
    for (let i = 0; i < 300; i++) {
      redeal(frame, deal, random);
      const [before, after] = deal;
      expect(sum(before.slice(0, 8)) + sum(after.slice(0, 4))).toBe(4);
      expect(sum(before.slice(8)) + sum(after.slice(4))).toBe(8);
      for (const side of [0, 1] as const)
        for (const [at, one] of deal[side].entries()) times[side][at] = (times[side][at] as number) + one;
    }
    // Of twelve buyers four go to the after side, of twelve refunds eight, each as likely as any other.
    const shares = times.map((side) => [...side].map((n) => n / 300));
    for (const [side, buyers] of [
      [0, 8],
      [1, 4],
    ] as const) {
      for (const [at, share] of (shares[side] ?? []).entries())
        expect(Math.abs(share - (at < buyers ? 1 / 3 : 2 / 3))).toBeLessThan(0.12);
    }
  });
});
