import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alike, alikeIn, type Case } from '../../../src/forecast/capacity/alike.ts';
import { CaseTally } from '../../../src/forecast/capacity/case_tally.ts';
import { casesWithoutBad, evidenceOf } from '../../../src/forecast/capacity/evidence.ts';
import { Random } from '../../../src/core/word/random.ts';
import { settingsFor } from '../../run/capacity/made_target.ts';

/** Exact: over all counts that can come of n cases. */
function expected(n: number, share: number, of: (bad: number) => number): number {
  let mass = (1 - share) ** n;
  let total = 0;
  for (let bad = 0; bad <= n; bad++) {
    total += mass * of(bad);
    mass *= ((n - bad) / (bad + 1)) * (share / (1 - share));
  }
  return total;
}

describe('evidence that may be looked at as often as one likes', () => {
  it('is worth 1 on average at the very limit, and no more on the other side of it', () => {
    for (const limit of [0.01, 0.05, 0.2]) {
      for (const n of [1, 10, 60]) {
        expect(expected(n, limit, (bad) => evidenceOf(bad, n, limit).under)).toBeCloseTo(1, 6);
        // It has a most, which takes a little off what hardly ever comes.
        const mean = expected(n, limit, (bad) => evidenceOf(bad, n, limit).over);
        expect(mean).toBeLessThan(1 + 1e-9);
        expect(mean).toBeGreaterThan(0.5);
        const over = Math.min(0.9, limit * 1.5);
        expect(expected(n, over, (bad) => evidenceOf(bad, n, limit).under)).toBeLessThan(1);
        expect(expected(n, limit / 2, (bad) => evidenceOf(bad, n, limit).over)).toBeLessThan(1);
      }
    }
  });

  it('grows on the side on which the share is', () => {
    expect(evidenceOf(10, 1000, 0.05).under).toBeGreaterThan(1e3);
    expect(evidenceOf(10, 1000, 0.05).over).toBeLessThan(0.1);
    expect(evidenceOf(100, 1000, 0.05).over).toBeGreaterThan(1e3);
    expect(evidenceOf(100, 1000, 0.05).under).toBeLessThan(0.1);
    expect(evidenceOf(0, 0, 0.05).under).toBeCloseTo(1, 9);
    expect(evidenceOf(0, 0, 0.05).over).toBeCloseTo(1, 9);
  });

  it('has a most, so that no number is without end', () => {
    expect(evidenceOf(100_000, 100_000, 0.001).over).toBe(1e12);
    expect(evidenceOf(0, 1e6, 0.5).under).toBe(1e12);
  });

  it('knows how many cases without a bad one it takes', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.002, max: 0.5, noNaN: true }), (limit) => {
        const needed = casesWithoutBad(limit, 0.05);
        expect(evidenceOf(0, needed, limit).under).toBeGreaterThanOrEqual(20);
      }),
      { numRuns: 50 },
    );
  });
});

describe('how much cases are alike', () => {
  it('is 1 where each stands alone, and the size of the group where all of one are the same', () => {
    const random = new Random('alike');
    const alone = Array.from({ length: 2000 }, (_, i): Case => ({
      call: i,
      atMs: i,
      bad: random.chance(0.3),
    }));
    expect(alike(alone, (i) => alone[i]?.bad === true)).toBeLessThan(2.5);
    const same = Array.from({ length: 400 }, () => random.chance(0.3));
    const grouped = Array.from({ length: 2000 }, (_, i): Case => {
      const call = i % 400;
      return { call, atMs: i, bad: same[call] as boolean };
    });
    expect(alike(grouped, (i) => grouped[i]?.bad === true)).toBeGreaterThan(4);
  });

  it('sees what comes in spells', () => {
    const spells = Array.from({ length: 1600 }, (_, i): Case => ({
      call: i,
      atMs: i,
      bad: Math.floor(i / 100) % 4 === 0,
    }));
    expect(alike(spells, (i) => spells[i]?.bad === true)).toBeGreaterThan(20);
  });

  it('says nothing of likeness where there is too little to see it', () => {
    expect(alikeIn([{ bad: 1, cases: 2 }])).toBe(1);
    expect(alikeIn(Array.from({ length: 9 }, () => ({ bad: 0, cases: 4 })))).toBe(1);
    expect(alike([], () => true)).toBe(1);
  });
});

describe('a condition at one level', () => {
  const [p95] = settingsFor('response_latency p95 < 800ms').slo;
  const rules = { alpha: 0.05, conditions: 1 };
  const tallyOf = (bad: number, good: number): CaseTally => {
    if (p95 === undefined) throw new Error('there is one condition');
    const tally = new CaseTally(p95);
    const random = new Random('tally', bad, good);
    let [badLeft, goodLeft] = [bad, good];
    for (let i = 0; badLeft + goodLeft > 0; i++) {
      const isBad = random.chance(badLeft / (badLeft + goodLeft));
      if (isBad) badLeft--;
      else goodLeft--;
      tally.value(isBad ? 900 : 500, i, i * 100);
    }
    return tally;
  };

  it('holds, fails or is undecided, and says by what', () => {
    expect(tallyOf(5, 495).finding(0, rules)).toMatchObject({
      verdict: 'holds',
      observed: 500,
      starved: false,
    });
    expect(tallyOf(60, 440).finding(0, rules)).toMatchObject({ verdict: 'fails', observed: 900 });
    const near = tallyOf(24, 476).finding(0, rules);
    expect(near.verdict).toBe('undecided');
    expect(near.why).toContain('too near to tell');
    const few = tallyOf(0, 30).finding(0, rules);
    expect(few).toMatchObject({ verdict: 'undecided', starved: true });
    expect(few.why).toContain('takes at least 72');
  });

  it('asks for more to fail where any of several conditions could be the one', () => {
    const tally = tallyOf(60, 340);
    const { fails } = tally.finding(0, rules).evidence;
    const conditions = Math.ceil(fails * 0.05) + 1;
    expect(tally.finding(0, { alpha: 0.05, conditions: 1 }).verdict).toBe('fails');
    expect(tally.finding(0, { alpha: 0.05, conditions }).verdict).toBe('undecided');
  });

  it('does not take one spell of failures for many', () => {
    const [rate] = settingsFor('error_rate < 5%').slo;
    if (rate === undefined) throw new Error('there is one condition');
    const [spread, spell] = [new CaseTally(rate), new CaseTally(rate)];
    for (let i = 0; i < 200; i++) {
      spread.happened(i % 9 === 0, i, i * 1000);
      spell.happened(i >= 100 && i < 123, i, i * 1000);
    }
    const [apart, together] = [spread.finding(0, rules), spell.finding(0, rules)];
    expect([apart.bad, together.bad]).toEqual([23, 23]);
    expect(apart.verdict).toBe('fails');
    expect(together.verdict).toBe('undecided');
    expect(together.alike).toBeGreaterThan(5);
  });

  it('counts what never came as later than anything', () => {
    if (p95 === undefined) throw new Error('there is one condition');
    const tally = new CaseTally(p95);
    for (let i = 0; i < 100; i++) tally.value(i < 10 ? Infinity : 100, i, i);
    expect(tally.finding(0, rules)).toMatchObject({ bad: 10, observed: null });
  });

  it('is wrong no more often than it says, at the very limit, however often it is looked at', () => {
    let wrong = 0;
    for (let seed = 0; seed < 60; seed++) {
      const random = new Random('limit', seed);
      if (p95 === undefined) throw new Error('there is one condition');
      const tally = new CaseTally(p95);
      for (let i = 0; i < 800; i++) {
        tally.value(random.chance(0.05) ? 900 : 500, i, i * 100);
        if (i < 60 || i % 40 !== 0) continue;
        if (tally.finding(0, rules).verdict !== 'undecided') {
          wrong++;
          break;
        }
      }
    }
    // Two sides of 5% each: six in sixty are to be expected at most, and ten would be a surprise.
    expect(wrong).toBeLessThanOrEqual(9);
  });
});
