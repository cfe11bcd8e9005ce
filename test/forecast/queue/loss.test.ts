import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesForLoss, loadForLoss, lossShare } from '../../../src/forecast/queue/loss.ts';

/** As tables of the formula print it: erlangs offered to so many lines at so much blocking, to the last digit given. */
const table: readonly (readonly [lines: number, percent: number, load: string])[] = [
  [1, 0.1, '0.0010'],
  [2, 0.1, '0.046'],
  [3, 0.1, '0.194'],
  [4, 0.1, '0.439'],
  [5, 0.1, '0.762'],
  [10, 0.1, '3.09'],
  [20, 0.1, '9.41'],
  [1, 1, '0.0101'],
  [2, 1, '0.153'],
  [3, 1, '0.455'],
  [4, 1, '0.869'],
  [5, 1, '1.36'],
  [6, 1, '1.91'],
  [7, 1, '2.50'],
  [8, 1, '3.13'],
  [9, 1, '3.78'],
  [10, 1, '4.46'],
  [11, 1, '5.16'],
  [12, 1, '5.88'],
  [13, 1, '6.61'],
  [14, 1, '7.35'],
  [15, 1, '8.11'],
  [16, 1, '8.88'],
  [17, 1, '9.65'],
  [18, 1, '10.4'],
  [19, 1, '11.2'],
  [20, 1, '12.0'],
  [30, 1, '20.3'],
  [40, 1, '29.0'],
  [50, 1, '37.9'],
  [60, 1, '46.9'],
  [70, 1, '56.1'],
  [80, 1, '65.4'],
  [90, 1, '74.7'],
  [100, 1, '84.1'],
  [1, 2, '0.0204'],
  [2, 2, '0.223'],
  [5, 2, '1.66'],
  [10, 2, '5.08'],
  [15, 2, '9.01'],
  [20, 2, '13.2'],
  [30, 2, '21.9'],
  [50, 2, '40.3'],
  [100, 2, '88.0'],
  [1, 5, '0.0526'],
  [2, 5, '0.381'],
  [5, 5, '2.22'],
  [10, 5, '6.22'],
  [20, 5, '15.2'],
];

const digitsAfter = (text: string): number => text.split('.')[1]?.length ?? 0;

describe('lines without a queue', () => {
  it.each(table)('%i lines at %f %% blocking carry %s erlangs', (lines, percent, load) => {
    expect(loadForLoss(lines, percent / 100).toFixed(digitsAfter(load))).toBe(load);
  });

  it('take 201 lines for 180 erlangs at 1 %', () => {
    expect(linesForLoss(180, 0.01)).toBe(201);
    expect(lossShare(180, 201)).toBeLessThanOrEqual(0.01);
    expect(lossShare(180, 200)).toBeGreaterThan(0.01);
  });

  // A/(1+A), and A²/2 over 1+A+A²/2.
  it('are by hand for one line and two', () => {
    expect(lossShare(3, 1)).toBeCloseTo(3 / 4, 12);
    expect(lossShare(3, 2)).toBeCloseTo(4.5 / 8.5, 12);
    expect(lossShare(3, 0)).toBe(1);
    expect(lossShare(0, 4)).toBe(0);
  });

  it('lose less the more lines there are, and more the more is offered; and the three ways agree', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        fc.double({ min: 0.0005, max: 0.5, noNaN: true }),
        (load, share) => {
          const lines = linesForLoss(load, share);
          expect(lossShare(load, lines)).toBeLessThanOrEqual(share);
          expect(lossShare(load, lines - 1)).toBeGreaterThan(share);
          expect(lossShare(load * 1.01, lines)).toBeGreaterThan(lossShare(load, lines));
          expect(loadForLoss(lines, share)).toBeGreaterThanOrEqual(load * (1 - 1e-9));
        },
      ),
    );
  });

  it('stand for large systems too', () => {
    expect(lossShare(100_000, 100_000)).toBeGreaterThan(0);
    expect(lossShare(100_000, 100_000)).toBeLessThan(0.003);
  });

  it.each([
    [() => lossShare(-1, 2), /load of at least 0/],
    [() => lossShare(Number.NaN, 2), /load of at least 0/],
    [() => lossShare(1, 1.5), /whole number of lines/],
    [() => linesForLoss(1, 0), /share between 0 and 1/],
    [() => loadForLoss(1, 1), /share between 0 and 1/],
  ])('refuse what is no load, no lines, no share', (ask, words) => {
    expect(ask).toThrow(words);
  });
});
