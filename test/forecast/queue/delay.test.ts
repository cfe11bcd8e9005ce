import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  delayShare,
  delayShareBeyond,
  linesForDelay,
  loadForDelay,
  meanDelayS,
} from '../../../src/forecast/queue/delay.ts';
import { lossShare } from '../../../src/forecast/queue/loss.ts';

describe('lines with a queue', () => {
  // Tables of the formula: erlangs on so many lines of which so many per cent wait.
  it.each([
    [1, 1, '0.01'],
    [2, 1, '0.15'],
    [3, 1, '0.43'],
    [4, 1, '0.81'],
    [5, 1, '1.26'],
    [6, 1, '1.76'],
    [7, 1, '2.30'],
    [8, 1, '2.87'],
    [9, 1, '3.46'],
    [10, 1, '4.08'],
    [1, 5, '0.05'],
    [2, 5, '0.34'],
    [3, 5, '0.79'],
    [4, 5, '1.32'],
    [5, 5, '1.91'],
    [6, 5, '2.53'],
    [7, 5, '3.19'],
    [8, 5, '3.87'],
    [9, 5, '4.57'],
    [10, 5, '5.29'],
  ])('%i lines of which %i %% wait carry %s erlangs', (lines, percent, load) => {
    expect(loadForDelay(lines, percent / 100, 1, 0).toFixed(2)).toBe(load);
  });

  // The worked example of call centre handbooks: 720 calls an hour of 4 minutes, 55 people.
  it('are those of the worked example: 48 erlangs, 55 lines', () => {
    expect(delayShare(48, 55)).toBeCloseTo(0.239, 3);
    expect(meanDelayS(48, 55, 240)).toBeCloseTo(8.2, 1);
    expect(1 - delayShareBeyond(48, 55, 240, 15)).toBeCloseTo(0.846, 3);
    expect(linesForDelay(48, 1 - 0.845, 240, 15)).toBe(55);
  });

  it.each([
    [11, 0.6821],
    [12, 0.4494],
    [13, 0.2853],
    [14, 0.1741],
    [15, 0.102],
  ])('of 10 erlangs on %i lines so many wait: %f', (lines, share) => {
    expect(delayShare(10, lines)).toBeCloseTo(share, 4);
  });

  it('have no end where the load is more than the lines', () => {
    expect(delayShare(5, 5)).toBe(1);
    expect(delayShareBeyond(6, 5, 60, 600)).toBe(1);
    expect(meanDelayS(5, 5, 60)).toBe(Infinity);
    expect(delayShare(0, 0)).toBe(0);
    expect(meanDelayS(0, 0, 60)).toBe(0);
  });

  it('keep more waiting than lines without a queue would lose, and fewer for longer', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 300, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.1, max: 120, noNaN: true }),
        (load, more, waitS) => {
          const lines = Math.floor(load) + more;
          expect(delayShare(load, lines)).toBeGreaterThanOrEqual(lossShare(load, lines));
          expect(delayShareBeyond(load, lines, 180, waitS)).toBeLessThan(delayShare(load, lines));
          const needed = linesForDelay(load, 0.2, 180, waitS);
          expect(delayShareBeyond(load, needed, 180, waitS)).toBeLessThanOrEqual(0.2);
        },
      ),
    );
  });
});
