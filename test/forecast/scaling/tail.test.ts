import { describe, expect, it } from 'vitest';
import { chiSquaredTail, studentReach } from '../../../src/forecast/scaling/tail.ts';

describe('tails', () => {
  // Tables of chi-squared: value, degrees, share above it.
  it.each([
    [3.841, 1, 0.05],
    [6.635, 1, 0.01],
    [5.991, 2, 0.05],
    [7.815, 3, 0.05],
    [0.352, 3, 0.95],
    [15.086, 5, 0.01],
    [18.307, 10, 0.05],
    [3.94, 10, 0.95],
    [124.342, 100, 0.05],
  ])('of chi-squared: above %f of %i degrees lie %f', (value, degrees, share) => {
    expect(chiSquaredTail(value, degrees)).toBeCloseTo(share, 4);
  });

  it('hold all where nothing is off, and nearly none far out', () => {
    expect(chiSquaredTail(0, 4)).toBe(1);
    expect(chiSquaredTail(400, 4)).toBeLessThan(1e-80);
  });

  it.each([
    [1, '12.706'],
    [2, '4.303'],
    [3, '3.182'],
    [4, '2.776'],
    [5, '2.571'],
    [8, '2.306'],
    [10, '2.228'],
    [29, '2.045'],
    [120, '1.980'],
  ])('of Student’s t: of %i degrees 95 in 100 are within %s', (degrees, reach) => {
    expect(studentReach(degrees).toFixed(3)).toBe(reach);
  });
});
