/** Numbers that chance draws where things are counted: how many call, how much a day strays, what the kinds' shares are. Pure; seeded. */

import type { Random } from '../../core/word/random.ts';

/** From here on the normal distribution is near enough: a whole month is at stake, not one call. */
const LARGE = 60;

/** How many of something happen that happen `mean` times as a rule. */
export function poisson(random: Random, mean: number): number {
  if (!(mean > 0)) return 0;
  if (mean >= LARGE) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()));
  const limit = Math.exp(-mean);
  let product = random.next();
  let count = 0;
  while (product > limit) {
    product *= random.next();
    count++;
  }
  return count;
}

/** Of mean `shape` (Marsaglia and Tsang, 2000). */
export function gamma(random: Random, shape: number): number {
  if (!(shape > 0)) return 0;
  if (shape < 1) return gamma(random, shape + 1) * Math.pow(1 - random.next(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random.next();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Shares as they might have been, had as many been drawn again: they add up to 1. */
export function sharesAgain(random: Random, counts: readonly number[]): number[] {
  const drawn = counts.map((count) => gamma(random, count));
  const total = drawn.reduce((sum, each) => sum + each, 0);
  return total > 0 ? drawn.map((each) => each / total) : drawn;
}

/** What a deviation is stretched by where its size is known from few: with it a normal draw becomes Student’s. */
export function studentStretch(random: Random, degrees: number): number {
  return Math.sqrt(degrees / (2 * gamma(random, degrees / 2)));
}

/** The smallest number that is not exceeded with this probability where `mean` are expected. */
export function poissonQuantile(mean: number, probability: number): number {
  if (!(mean > 0)) return 0;
  if (mean > 1000) return Math.ceil(mean + zOf(probability) * Math.sqrt(mean) - 0.5);
  let mass = Math.exp(-mean);
  let below = mass;
  let count = 0;
  while (below < probability && count < mean * 20 + 100) {
    count++;
    mass *= mean / count;
    below += mass;
  }
  return count;
}

/** Of the standard normal, by bisection of its distribution (Abramowitz and Stegun 26.2.17, to 7.5e-8). */
export function zOf(probability: number): number {
  let [low, high] = [-8, 8];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (normalBelow(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function normalBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z < 0 ? tail : 1 - tail;
}
