/** Throughput against calls at once, of a few levels whose places in the picture can be reckoned. */

import { describe, expect, it } from 'vitest';
import type { CapacityLevel, CapacityResult } from '../../../src/forecast/capacity/capacity_result.ts';
import type { Scaling } from '../../../src/forecast/scaling/scaling.ts';
import { throughputCurve } from '../../../src/report/capacity/throughput_curve.ts';
import { once } from '../once.ts';
import { madeCapacity } from './made_capacity.ts';

const made = madeCapacity();
const [some] = made.levels;
if (some === undefined) throw new Error('there are levels');

const level = (
  amount: number,
  mean: number,
  answeredPerSecond: CapacityLevel['answeredPerSecond'],
  verdict: CapacityLevel['verdict'] = 'holds',
): CapacityLevel => ({ ...some, amount, atOnce: { mean, max: amount }, answeredPerSecond, verdict });

const two: CapacityResult = {
  ...made,
  levels: [
    level(20, 19.6, { value: 2, low: 1, high: 3 }),
    level(40, 39.4, { value: 4, low: 3.5, high: 4.5 }, 'fails'),
  ],
  knee: { ...made.knee, holds: 20, fails: 40 },
};

const unfitted: Scaling = {
  of: 'throughput',
  levels: [],
  verdict: 'too_few',
  law: null,
  estimates: null,
  peak: null,
  band: [],
  misfit: null,
  seen: null,
  retrograde: null,
  measured: null,
};
/** A tenth of a turn a second for each call, and never less. */
const straight: Scaling = {
  ...unfitted,
  verdict: 'fits',
  law: { scale: 0.1, sigma: 0, kappa: 0 },
  measured: [20, 40],
};

const parts = (result: CapacityResult, scaling: Scaling): readonly string[] =>
  throughputCurve(result, scaling).parts;
const those = (all: readonly string[], name: RegExp): readonly string[] =>
  all.filter((part) => name.test(part));

// Calls at once go from 78 to 704, up to 45 (steps of five, and a little over 40): 626 / 45 each.
// Turns go from 308 up to 62, up to 5 (steps of one): 49.2 each.

describe('levels of a search', () => {
  const all = once(() => parts(two, unfitted));

  it('stand over the calls that were at once, each with its interval and the shape of its verdict', () => {
    expect(those(all(), /class="(?:range )?(?:holds|fails|unsure)"/)).toEqual([
      '<path class="range holds" d="M350.7 258.8L350.7 160.4M346.7 258.8L354.7 258.8M346.7 160.4L354.7 160.4"/>',
      '<circle class="holds" cx="350.7" cy="209.6" r="4.5"/>',
      '<path class="range fails" d="M626.1 135.8L626.1 86.6M622.1 135.8L630.1 135.8M622.1 86.6L630.1 86.6"/>',
      '<path class="fails" d="M621.1 106.2L631.1 116.2M621.1 116.2L631.1 106.2"/>',
    ]);
  });

  it('are told in words to whoever does not see them', () => {
    expect(throughputCurve(two, unfitted).title).toBe(
      'Answered turns a second by calls at once. 20: 2; 39: 4.',
    );
  });

  it('have the scales of what is the most of them, be it a value or the end of an interval', () => {
    const ticks = (result: CapacityResult): readonly string[] =>
      those(parts(result, unfitted), /class="grid"/).map((part) => />([^<]*)<\/text>/.exec(part)?.[1] ?? '');
    expect(ticks(two)).toEqual(['0', '1', '2', '3', '4', '5']);
    const open = [level(20, 19.6, { value: 9, low: null, high: null })];
    expect(ticks({ ...two, levels: open })).toEqual(['0', '2', '4', '6', '8', '10']);
    // Nothing was answered: the axis goes a little over a thousandth of a turn.
    expect(Number(ticks({ ...two, levels: [] }).at(-1))).toBeGreaterThan(0.001);
  });

  it('leave out what says nothing: of the generator, cut off, or without a figure', () => {
    const none = { value: null, low: null, high: null };
    const levels = [
      ...two.levels,
      level(900, 900, { value: 90, low: 80, high: 99 }, 'invalid'),
      level(901, 901, { value: 90, low: 80, high: 99 }, 'cut'),
      level(902, 902, none),
    ];
    expect(throughputCurve({ ...two, levels }, unfitted)).toEqual(throughputCurve(two, unfitted));
  });

  it('have the knee among them where calls at once were asked for, and not where calls a second were', () => {
    expect(those(all(), /class="knee"/)).toHaveLength(2);
    expect(those(all(), />holds 20</)).toHaveLength(1);
    const open: CapacityResult = { ...two, unit: 'calls_per_second' };
    expect(those(parts(open, unfitted), /knee|zone|holds \d/)).toEqual([]);
    // The amounts of an open load are calls a second, and make the axis no longer.
    const many = { ...open, levels: two.levels.map((one) => ({ ...one, amount: one.amount * 100 })) };
    expect(parts(many, unfitted)).toEqual(parts(open, unfitted));
  });

  it('are as wide apart as the most that was asked for, where fewer were at once', () => {
    const asked = [
      level(20, 19.6, { value: 2, low: 1, high: 3 }),
      level(80, 39.4, { value: 4, low: 3, high: 5 }),
    ];
    expect(those(parts({ ...two, levels: asked }, unfitted), />90<\/text>/)).toHaveLength(1);
    expect(those(all(), />90<\/text>/)).toEqual([]);
    expect(those(all(), />45<\/text>/)).toHaveLength(1);
  });

  it('say how they are read, and name what is counted', () => {
    expect(all()[0]).toContain('>Answered turns a second<');
    expect(all()[1]).toContain('>each level with its 95% interval<');
    expect(those(all(), />calls at once</)).toHaveLength(1);
  });
});

describe('the law among the levels', () => {
  const fit = (scaling: Scaling): string => {
    const [found = ''] = those(parts(two, scaling), /<path class="fit/);
    return found;
  };

  it('is drawn over what was measured, and no further', () => {
    const points = /d="M([^"]*)"/.exec(fit(straight))?.[1]?.split('L') ?? [];
    expect(points).toHaveLength(60);
    expect(points[0]).toBe('356.2 209.6');
    expect(points.at(-1)).toBe('634.4 111.2');
    // The thirtieth of sixty: 20 + 20 · 29/59 calls, of which each makes a tenth.
    expect(points[29]).toBe('493 161.2');
  });

  it('is none where there is no law, or nothing was measured', () => {
    expect(fit(unfitted)).toBe('');
    expect(fit({ ...straight, measured: null })).toBe('');
    expect(fit({ ...straight, law: null })).toBe('');
  });

  it('is dotted, and said to be, where it does not fit', () => {
    expect(fit(straight)).toContain('<path class="fit" ');
    expect(parts(two, straight)[1]).toContain(
      '>each level with its 95% interval; the line is the law that was fitted to them, with its band<',
    );
    const poor = { ...straight, verdict: 'poor' } as const;
    expect(fit(poor)).toContain('<path class="fit poor" ');
    expect(parts(two, poor)[1]).toContain(
      '>each level with its 95% interval; dotted is a law that does not fit<',
    );
  });

  it('has its band around it, along the top and back along the bottom', () => {
    const band = [
      { concurrency: 20, value: 2, low: 1, high: 3 },
      { concurrency: 40, value: 4, low: 3, high: 5 },
    ];
    // Five turns are the most there are: the scale goes to six, 41 each.
    expect(those(parts(two, { ...straight, band }), /class="band"/)).toEqual([
      '<path class="band" d="M356.2 185L634.4 103L634.4 185L356.2 267Z"/>',
    ]);
    expect(those(parts(two, straight), /class="band"/)).toEqual([]);
  });

  it('has its peak named below it, where it was seen', () => {
    const peaked = (value: number | null, beyondMeasured = false): readonly string[] =>
      those(parts(two, { ...straight, peak: { value, low: null, high: null, beyondMeasured } }), /peak at/);
    expect(peaked(29.7)).toEqual([
      '<text class="fit" x="491.2" y="191.9" text-anchor="middle">peak at 30</text>',
    ]);
    // Never on the axis.
    expect(peaked(1)).toEqual(['<text class="fit" x="91.9" y="300" text-anchor="middle">peak at 1</text>']);
    expect(peaked(29.7, true)).toEqual([]);
    expect(peaked(null)).toEqual([]);
    expect(those(parts(two, straight), /peak at/)).toEqual([]);
  });
});
