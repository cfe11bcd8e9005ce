import { expect, it } from 'vitest';
import { bandOf } from '../../src/report/band.ts';
import { bandOf as countedIn } from '../../src/report/summarize.ts';

it('is the band above a bound from the bound on, in the inspector as in the counts of the report', () => {
  const bounds = { excellent: 300, good: 500, acceptable: 800, poor: 1200 };
  const instants = [0, 299.9, 300, 499, 500, 799, 800, 1199, 1200];
  const bands = instants.map((ms) => bandOf(ms, bounds));
  expect(bands).toEqual([
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
  expect(instants.map((ms) => countedIn(ms, bounds))).toEqual(bands);
});
