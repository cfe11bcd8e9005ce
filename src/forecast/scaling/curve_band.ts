/**
 * The band of a fitted curve, over the levels that were measured and no further: the middle 95 % of the curves fitted to levels drawn anew
 * about the curve with their own scatter. Seeded. Pure.
 */

import { Random } from '../../core/word/random.ts';
import { lawOf } from './fit_law.ts';
import { responseTimeAt, throughputAt, type Law } from './law.ts';
import type { Link, Observation } from './least_squares.ts';

export interface BandPoint {
  readonly concurrency: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const REDRAWS = 200;
const POINTS = 41;
const TAIL = 0.025;

/** `spread`: the variance of a level of weight 1. */
export function bandOf(
  of: Link,
  law: Law,
  observed: readonly Observation[],
  spread: number,
  seed: number,
): readonly BandPoint[] {
  const at = of === 'throughput' ? throughputAt : responseTimeAt;
  const random = new Random('scaling', of, seed);
  const laws: Law[] = [];
  for (let draw = 0; draw < REDRAWS; draw++) {
    const redrawn = observed.map((one) => {
      const centre = at(law, one.concurrency);
      const value = centre + random.normal() * Math.sqrt(spread / one.weight);
      return { ...one, value: Math.max(value, centre * 1e-6) };
    });
    const found = lawOf(of, redrawn);
    if (found !== null) laws.push(found.law);
  }
  return placesOf(observed).map((concurrency) => {
    const values = Float64Array.from(laws, (one) => at(one, concurrency)).sort();
    const value = at(law, concurrency);
    const end = (share: number): number => values[Math.round(share * (values.length - 1))] ?? value;
    return { concurrency, value, low: Math.min(value, end(TAIL)), high: Math.max(value, end(1 - TAIL)) };
  });
}

function placesOf(observed: readonly Observation[]): readonly number[] {
  const all = observed.map(({ concurrency }) => concurrency);
  const [from, to] = [Math.min(...all), Math.max(...all)];
  return Array.from({ length: POINTS }, (_, k) => from + ((to - from) * k) / (POINTS - 1));
}
