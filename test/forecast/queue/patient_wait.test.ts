import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abandonment } from '../../../src/forecast/queue/abandonment.ts';
import { delayShareBeyond } from '../../../src/forecast/queue/delay.ts';
import {
  answeredWithin,
  linesForAbandonment,
  linesForAnswered,
} from '../../../src/forecast/queue/patient_wait.ts';

describe('how soon callers are answered who may hang up', () => {
  it('is Erlang C where nobody hangs up', () => {
    for (const waitS of [5, 15, 60])
      expect(answeredWithin(48, 55, 240, 1e9, waitS)).toBeCloseTo(
        1 - delayShareBeyond(48, 55, 240, waitS),
        5,
      );
  });

  it('is, in the long run, everybody who does not give up', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 80, noNaN: true }),
        fc.integer({ min: 1, max: 80 }),
        fc.double({ min: 5, max: 600, noNaN: true }),
        (load, lines, patienceS) => {
          const { abandons, waits } = abandonment(load, lines, 180, patienceS);
          expect(answeredWithin(load, lines, 180, patienceS, 40 * patienceS)).toBeCloseTo(1 - abandons, 6);
          expect(answeredWithin(load, lines, 180, patienceS, 1e-9)).toBeCloseTo(1 - waits, 6);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('takes the fewest lines that are enough', () => {
    const lines = linesForAnswered(180, 0.8, 180, 60, 20);
    expect(answeredWithin(180, lines, 180, 60, 20)).toBeGreaterThanOrEqual(0.8);
    expect(answeredWithin(180, lines - 1, 180, 60, 20)).toBeLessThan(0.8);
    const few = linesForAbandonment(180, 0.03, 180, 60);
    expect(abandonment(180, few, 180, 60).abandons).toBeLessThanOrEqual(0.03);
    expect(abandonment(180, few - 1, 180, 60).abandons).toBeGreaterThan(0.03);
    expect(linesForAnswered(0, 0.8, 180, 60, 20)).toBe(0);
  });

  it('comes to an end where far more calls come than are served', () => {
    expect(answeredWithin(5000, 3000, 180, 600, 20)).toBeLessThan(1e-9);
    expect(answeredWithin(5000, 3000, 180, 600, 600)).toBeCloseTo(0.6, 6);
    expect(abandonment(5000, 3000, 180, 600).abandons).toBeCloseTo(0.4, 6);
    expect(answeredWithin(3, 0, 180, 60, 20)).toBe(0);
    expect(answeredWithin(0, 3, 180, 60, 20)).toBe(1);
  });
});
