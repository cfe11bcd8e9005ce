import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { moved, zoomed } from '../../src/page/sight.ts';

const all = { from: 0, until: 100 };

it('moves by a share of itself, and not past an end', () => {
  expect(moved({ from: 10, until: 30 }, 0.5, all)).toEqual({ from: 20, until: 40 });
  expect(moved({ from: 10, until: 30 }, -2, all)).toEqual({ from: 0, until: 20 });
  expect(moved({ from: 70, until: 90 }, 2, all)).toEqual({ from: 80, until: 100 });
});

it('zooms about its middle', () => {
  expect(zoomed({ from: 40, until: 60 }, 0.5, all)).toEqual({ from: 45, until: 55 });
  expect(zoomed({ from: 40, until: 60 }, 100, all)).toEqual(all);
});

it('never shows what is not there, and always something', () => {
  const share = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), share), { maxLength: 20 }), (steps) => {
      let sight = all;
      for (const [zooms, by] of steps)
        sight = zooms ? zoomed(sight, Math.abs(by), all) : moved(sight, by, all);
      expect(sight.from).toBeGreaterThanOrEqual(-1e-9);
      expect(sight.until).toBeLessThanOrEqual(100 + 1e-9);
      expect(sight.until - sight.from).toBeGreaterThan(0.09);
    }),
  );
});
