/** The time that calls lived through, taken together, against counting it up. */

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Exposure } from '../../../src/report/lost/exposure.ts';

const spans = fc.array(
  fc.tuple(fc.nat(50), fc.nat(50)).map(([from, length]) => [from, from + length] as const),
  { maxLength: 20 },
);

it('is what each of them had lived by then', () => {
  fc.assert(
    fc.property(spans, fc.nat(120), (all, atMs) => {
      const exposure = new Exposure(all);
      const lived = all.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(atMs, to) - from), 0);
      expect(exposure.by(atMs)).toBe(lived);
      expect(exposure.totalMs).toBe(all.reduce((sum, [from, to]) => sum + to - from, 0));
      expect(exposure.by(1000)).toBe(exposure.totalMs);
    }),
  );
});

it('tells how many were going on, with those that begin or end at that very instant', () => {
  fc.assert(
    fc.property(spans, fc.nat(120), (all, atMs) => {
      const going = all.filter(([from, to]) => from <= atMs && to >= atMs).length;
      expect(new Exposure(all).at(atMs)).toBe(going);
    }),
  );
});
