import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollingP95, RollingShare, spellsOver } from '../../../src/report/quality/rolling.ts';

describe('a rolling figure', () => {
  it('is the share of the last so many; places not filled yet count as none', () => {
    const rolling = new RollingShare(4);
    expect([1, 0, 1, 1, 0, 0, 0, 0].map((value) => rolling.add(value))).toEqual([
      0.25, 0.25, 0.5, 0.75, 0.5, 0.5, 0.25, 0,
    ]);
  });

  it('is the nearest-rank p95 of the last so many, once there are as many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
        fc.integer({ min: 2, max: 30 }),
        (values, size) => {
          const rolling = new RollingP95(size);
          for (const [at, value] of values.entries()) {
            const last = values.slice(Math.max(0, at + 1 - size), at + 1).sort((a, b) => a - b);
            const expected = last.length < size ? null : last[Math.ceil(size * 0.95 - 1e-9) - 1];
            expect(rolling.add(value)).toBe(expected);
          }
        },
      ),
    );
  });

  it('is over its limit in spells, each with the worst of it', () => {
    const values = [0, 1, 1, 1, 0, 0, 0, 1, 1].map((value, at) => ({ atMs: at * 100, value }));
    const valueOf = ({ value }: { readonly value: number }): number => value;
    expect(spellsOver(values, valueOf, new RollingShare(3), 3, 0.5)).toEqual([
      { fromMs: 200, untilMs: 400, worst: 1, values: 5 },
      { fromMs: 800, untilMs: 800, worst: 2 / 3, values: 3 },
    ]);
    expect(spellsOver(values, valueOf, new RollingShare(3), 3, 1)).toEqual([]);
    // Of ones alone, the others being none.
    expect(
      spellsOver(values, ({ value }) => (value === 1 ? value : null), new RollingShare(3), 3, 0.9),
    ).toEqual([{ fromMs: 300, untilMs: 800, worst: 1, values: 5 }]);
  });
});
