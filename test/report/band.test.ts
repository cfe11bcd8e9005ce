import { expect, it } from 'vitest';
import { bandOf } from '../../src/report/band.ts';

it('is the band above a bound from the bound on', () => {
  const bounds = { excellent: 300, good: 500, acceptable: 800, poor: 1200 };
  const instants = [0, 299.9, 300, 499, 500, 799, 800, 1199, 1200];
  expect(instants.map((ms) => bandOf(ms, bounds))).toEqual([
    'excellent',
    'excellent',
    'good',
    'good',
    'acceptable',
    'acceptable',
    'poor',
    'poor',
    'unacceptable',
  ]);
});
