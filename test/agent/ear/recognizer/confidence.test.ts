import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { added, confidence, evidence, noEvidence } from '../../../../src/agent/ear/recognizer/confidence.ts';
import { SILENCE, type Stretch } from '../../../../src/agent/ear/recognizer/search.ts';

const stretches = fc.array(
  fc.record({
    entry: fc.integer({ min: SILENCE, max: 5 }),
    from: fc.constant(0),
    to: fc.integer({ min: 1, max: 50 }),
    cost: fc.double({ min: 0, max: 120, noNaN: true }),
    leastCost: fc.double({ min: 0, max: 120, noNaN: true }),
  }),
);
const said = (cost: number, leastCost: number, frames = 10): Stretch => ({
  entry: 0,
  from: 0,
  to: frames,
  cost,
  leastCost,
});
const of = (...all: Stretch[]): number => confidence(evidence(all));

describe('confidence', () => {
  it('is between 0 and 1, and 0 without speech', () => {
    fc.assert(
      fc.property(stretches, (all) => {
        expect(of(...all)).toBeGreaterThanOrEqual(0);
        expect(of(...all)).toBeLessThanOrEqual(1);
      }),
    );
    expect(confidence(noEvidence)).toBe(0);
    expect(of({ ...said(0, 0), entry: SILENCE })).toBe(0);
  });

  it('falls with the distance from the cheapest, and with the distance itself', () => {
    for (let cost = 0; cost < 60; cost++) {
      expect(of(said(cost + 1, 15))).toBeLessThan(of(said(cost, 15)));
      expect(of(said(cost + 1, cost + 1))).toBeLessThan(of(said(cost, cost)));
    }
    expect(of(said(15, 15))).toBeGreaterThan(0.9);
    expect(of(said(35, 20))).toBeLessThan(0.1);
    expect(of(said(70, 70))).toBeLessThan(0.1);
  });

  it('is the mean of its speech by length, in parts or at once', () => {
    expect(of(said(15, 15, 10), said(60, 15, 30))).toBeCloseTo(
      (10 * of(said(15, 15)) + 30 * of(said(60, 15))) / 40,
      9,
    );
    fc.assert(
      fc.property(stretches, stretches, (before, after) => {
        const inParts = confidence(added(evidence(before), evidence(after)));
        expect(inParts).toBeCloseTo(of(...before, ...after), 9);
      }),
    );
  });
});
