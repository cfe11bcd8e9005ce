import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abandonment } from '../../../src/forecast/queue/abandonment.ts';
import { delayShare, meanDelayS } from '../../../src/forecast/queue/delay.ts';
import { lossShare } from '../../../src/forecast/queue/loss.ts';

/** The same from the states of the chain, one by one: k calls, at most `lines` served, the others giving up one a patience. */
function byStates(load: number, lines: number, giveUp: number): { waits: number; abandons: number } {
  const weights = [1];
  for (let k = 1; k < 2000; k++) {
    const ends = Math.min(k, lines) + Math.max(0, k - lines) * giveUp;
    weights.push(((weights[k - 1] as number) * load) / ends);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const share = (of: (k: number) => number): number =>
    weights.reduce((sum, weight, k) => sum + weight * of(k), 0) / total;
  return {
    waits: share((k) => (k >= lines ? 1 : 0)),
    abandons: share((k) => Math.max(0, k - lines) * giveUp) / load,
  };
}

describe('lines with a queue that people leave', () => {
  it('are as the states of the queue have it, one by one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 60, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.2, max: 20, noNaN: true }),
        (load, lines, giveUp) => {
          const found = abandonment(load, lines, 180, 180 / giveUp);
          const states = byStates(load, lines, giveUp);
          expect(found.waits).toBeCloseTo(states.waits, 9);
          expect(found.abandons).toBeCloseTo(states.abandons, 9);
        },
      ),
    );
  });

  it('are Erlang C where nobody gives up, and Erlang B where nobody waits', () => {
    const patient = abandonment(48, 55, 240, 1e9);
    expect(patient.waits).toBeCloseTo(delayShare(48, 55), 5);
    expect(patient.meanWaitS).toBeCloseTo(meanDelayS(48, 55, 240), 3);
    expect(abandonment(48, 50, 240, 1e-6).abandons).toBeCloseTo(lossShare(48, 50), 5);
  });

  it('bear any load: what is too much hangs up', () => {
    const { abandons, waits, meanWaitS } = abandonment(200, 100, 180, 60);
    expect(abandons).toBeCloseTo(0.5, 2);
    expect(waits).toBeCloseTo(1, 5);
    expect(meanWaitS).toBeCloseTo(abandons * 60, 6);
  });

  it('are empty without calls, and refuse what is no patience', () => {
    expect(abandonment(0, 3, 180, 60)).toEqual({ waits: 0, abandons: 0, meanWaitS: 0, meanQueue: 0 });
    expect(() => abandonment(1, 1, 180, 0)).toThrow('above 0 s');
  });
});
