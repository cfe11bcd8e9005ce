/** The law of scaling in sentences, of fits that are made up. */

import { describe, expect, it } from 'vitest';
import type { Estimate, Scaling } from '../../../src/forecast/scaling/scaling.ts';
import { digits, scalingSentences } from '../../../src/report/capacity/scaling_text.ts';

const estimate = (value: number, low: number | null, high: number | null): Estimate => ({ value, low, high });
const level = (concurrency: number, value: number) => ({ concurrency, value, standardError: 0.01 });

const fits: Scaling = {
  of: 'throughput',
  levels: [level(4, 0.4), level(8, 0.7), level(16, 1.2), level(32, 1.6)],
  verdict: 'fits',
  law: { scale: 0.12, sigma: 0.02, kappa: 0.0004 },
  estimates: {
    scale: estimate(0.12, 0.115, 0.125),
    sigma: estimate(0.0212, 0.01, 0.03),
    kappa: estimate(0.0004, 0.0003, 0.0005),
  },
  peak: null,
  band: [],
  misfit: { chiSquared: 1.234, degrees: 2, p: 0.5432 },
  seen: { sigma: true, kappa: true },
  retrograde: null,
  measured: [4, 32],
};

const fell = { best: level(31.6, 1.6123), worse: level(1200.4, 0.9) };
const FELL =
  'Throughput fell, by more than scatter: 1.61 turns a second with 32 calls at once, 0.9 with 1,200.';

describe('a law that fits', () => {
  it('is told of throughput in turns a second, each figure with its interval', () => {
    expect(scalingSentences(fits)).toEqual([
      'Throughput by the Universal Scalability Law: one call alone 0.12 (0.115 to 0.125) turns a second, contention σ 0.0212 (0.01 to 0.03), coherence κ 0.0004 (0.0003 to 0.0005). It fits: χ² 1.23 of 2 degrees of freedom, p 0.54.',
    ]);
  });

  it('is told of the response time in milliseconds', () => {
    const estimates = { ...fits.estimates, scale: estimate(250.4, 240, null) } as Scaling['estimates'];
    expect(scalingSentences({ ...fits, of: 'response_time', estimates })).toEqual([
      'The response time by the Universal Scalability Law: one call alone 250 ms (240 ms to …), contention σ 0.0212 (0.01 to 0.03), coherence κ 0.0004 (0.0003 to 0.0005). It fits: χ² 1.23 of 2 degrees of freedom, p 0.54.',
    ]);
  });

  it('leaves open what nothing bounds', () => {
    const estimates = {
      scale: estimate(0.12, null, 0.125),
      sigma: estimate(0.02, 0.01, null),
      kappa: estimate(0, 0, 0.0005),
    };
    expect(scalingSentences({ ...fits, estimates })[0]).toContain(
      'one call alone 0.12 (… to 0.125) turns a second, contention σ 0.02 (0.01 to …), coherence κ 0 (0 to 0.0005).',
    );
  });

  it('says where nobody could test it, and how rare a chance is', () => {
    expect(scalingSentences({ ...fits, verdict: 'untested', misfit: null })[0]).toMatch(
      /\)\. How well it fits was not tested: the levels’ scatter is not known\.$/,
    );
    const told = (p: number) => scalingSentences({ ...fits, misfit: { chiSquared: 9, degrees: 2, p } })[0];
    expect(told(0.0009)).toMatch(/χ² 9 of 2 degrees of freedom, p < 0\.001\.$/);
    expect(told(0.001)).toMatch(/, p 0\.001\.$/);
  });

  it('gives bounds alone only where neither contention nor coherence is seen', () => {
    const bounds = (seen: Scaling['seen']) => scalingSentences({ ...fits, seen })[1];
    const alone =
      'All levels are below saturation: neither contention nor coherence can be told from none. Known are bounds alone: σ at most 0.03, κ at most 0.0005.';
    expect(bounds({ sigma: false, kappa: false })).toBe(alone);
    expect(bounds({ sigma: true, kappa: false })).toBeUndefined();
    expect(bounds({ sigma: false, kappa: true })).toBeUndefined();
    expect(bounds(null)).toBeUndefined();
    const open = {
      scale: estimate(0.12, null, null),
      sigma: estimate(0, null, null),
      kappa: estimate(0, null, null),
    };
    expect(scalingSentences({ ...fits, estimates: open, seen: { sigma: false, kappa: false } })[1]).toContain(
      'σ at most anything, κ at most anything.',
    );
  });

  it('ends with the peak, and with a fall that was seen', () => {
    const peak = { value: 1199.6, low: 1000.9, high: 1399.1, beyondMeasured: false };
    expect(scalingSentences({ ...fits, peak, retrograde: fell }).slice(1)).toEqual([
      'Throughput is highest at 1,200 calls at once (1,000 to 1,400); with more, less gets done.',
      FELL,
    ]);
  });
});

describe('a law that does not fit', () => {
  it('is told with how far off the levels lie, and nothing is reckoned from it', () => {
    const poor: Scaling = {
      ...fits,
      verdict: 'poor',
      estimates: null,
      misfit: { chiSquared: 45.67, degrees: 3, p: 0.00001 },
      retrograde: fell,
    };
    const told =
      'does not follow the Universal Scalability Law: its levels lie further off than their scatter lets them (χ² 45.7 of 3 degrees of freedom, p < 0.001). The curve is drawn, and nothing is reckoned from it: the levels themselves say what holds.';
    expect(scalingSentences(poor)).toEqual([`Throughput ${told}`, FELL]);
    expect(scalingSentences({ ...poor, of: 'response_time', retrograde: null })).toEqual([
      `The response time ${told}`,
    ]);
    expect(scalingSentences({ ...fits, verdict: 'poor' })[0]).toContain('does not follow');
    expect(scalingSentences({ ...fits, estimates: null })[0]).toContain('does not follow');
  });
});

describe('too few levels', () => {
  it('are counted, and what fell is told nonetheless', () => {
    const few: Scaling = {
      ...fits,
      verdict: 'too_few',
      levels: fits.levels.slice(0, 2),
      law: null,
      estimates: null,
      retrograde: fell,
    };
    const told =
      'no law can be fitted, which takes 4 levels of different size with a scatter of their own; there are 2.';
    expect(scalingSentences(few)).toEqual([`Throughput: ${told}`, FELL]);
    expect(scalingSentences({ ...few, of: 'response_time', retrograde: null })).toEqual([
      `The response time: ${told}`,
    ]);
    expect(scalingSentences({ ...fits, verdict: 'too_few' })[0]).toContain('no law can be fitted');
    expect(scalingSentences({ ...fits, law: null })[0]).toContain('no law can be fitted');
  });
});

describe('a figure of three digits', () => {
  it.each([
    [0, '0'],
    [1234, '1230'],
    [-0.5, '-0.5'],
    [0.0001, '0.0001'],
    [0.000099, '9.9 × 10⁻⁵'],
    [-0.000012, '-1.2 × 10⁻⁵'],
    [3e-12, '3.0 × 10⁻¹²'],
    [4.56e-308, '4.6 × 10⁻³⁰⁸'],
    [7e-67, '7.0 × 10⁻⁶⁷'],
    [7e-89, '7.0 × 10⁻⁸⁹'],
    [7e-104, '7.0 × 10⁻¹⁰⁴'],
  ])('writes %f as %s', (value, text) => {
    expect(digits(value)).toBe(text);
  });
});
