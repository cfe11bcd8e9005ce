import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { added, confidence, evidence, noEvidence } from '../../../../src/agent/ear/recognizer/confidence.ts';
import { SILENCE, type Stretch } from '../../../../src/agent/ear/recognizer/search.ts';

const distance = fc.double({ min: 0, max: 120, noNaN: true });
const stretches = fc.array(
  fc.record({
    entry: fc.integer({ min: SILENCE, max: 5 }),
    from: fc.constant(0),
    to: fc.integer({ min: 1, max: 50 }),
    cost: distance,
    leastCost: distance,
    lead: distance,
    usualFrames: fc.integer({ min: 2, max: 100 }),
  }),
);
/** A word of a third of a second that fits as an enrolled voice's does, but for what is said otherwise. */
const said = (but: Partial<Stretch> = {}): Stretch => {
  const to = but.to ?? 24;
  return { entry: 0, from: 0, to, cost: 14, leastCost: 16, lead: 12, usualFrames: to, ...but };
};
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
    expect(of(said({ entry: SILENCE }))).toBe(0);
  });

  it('falls with the distance from the cheapest, and with the distance itself once it is large', () => {
    for (let cost = 15; cost < 60; cost++) {
      expect(of(said({ cost: cost + 1 }))).toBeLessThan(of(said({ cost })));
    }
    expect(of(said({ cost: 71, leastCost: 71 }))).toBeLessThan(of(said({ cost: 70, leastCost: 70 })));
    expect(of(said())).toBeGreaterThan(0.9);
    expect(of(said({ cost: 35, leastCost: 20, lead: 3 }))).toBeLessThan(0.3);
    expect(of(said({ cost: 90, leastCost: 90 }))).toBeLessThan(0.5);
  });

  it('falls where another word is as near', () => {
    for (let lead = 0; lead < 12; lead++) {
      expect(of(said({ lead }))).toBeLessThan(of(said({ lead: lead + 1 })));
    }
    // What is far enough behind is no rival, however far.
    expect(of(said({ lead: 90 }))).toBe(of(said({ lead: 12 })));
  });

  it('falls the further a word is from its usual length, either way', () => {
    for (const times of [1.2, 1.5, 2]) {
      expect(of(said({ usualFrames: 24 * times }))).toBeLessThan(of(said()));
      expect(of(said({ usualFrames: 24 * times }))).toBeCloseTo(of(said({ usualFrames: 24 / times })), 9);
    }
  });

  it('grows with what there is of a word: what is too little for a short one is enough for a long one', () => {
    const doubtful = (to: number): Stretch => said({ to, cost: 20, leastCost: 17, lead: 3 });
    for (let to = 4; to < 160; to += 4) expect(of(doubtful(to + 4))).toBeGreaterThan(of(doubtful(to)));
    expect(of(doubtful(20))).toBeLessThan(0.5);
    expect(of(doubtful(100))).toBeGreaterThan(0.5);
  });

  it('adds up over the words of a turn, in parts or at once', () => {
    const good = said();
    const bad = said({ cost: 30, leastCost: 20, lead: 1 });
    expect(of(good, good)).toBeGreaterThan(of(good));
    expect(of(good, bad)).toBeLessThan(of(good));
    expect(of(bad, bad)).toBeLessThan(of(bad));
    fc.assert(
      fc.property(stretches, stretches, (before, after) => {
        const inParts = confidence(added(evidence(before), evidence(after)));
        expect(inParts).toBeCloseTo(of(...before, ...after), 9);
      }),
    );
  });
});
