/** The law that lies closest to what was observed, by weighted least squares within 0 ≤ σ ≤ 1 and κ ≥ 0. Pure. */

import type { Law } from './law.ts';
import { leastNonNegative, type Link, type Observation } from './least_squares.ts';

/** Null: no curve of the law is above zero. */
export function lawOf(
  of: Link,
  observed: readonly Observation[],
): { readonly law: Law; readonly misfit: number } | null {
  // q = p + rN + cN(N − 1), where p = (1 − σ) / λ, r = σ / λ, c = κ / λ: what is not below zero is 0 ≤ σ ≤ 1 and κ ≥ 0.
  const column = (at: (concurrency: number) => number): Float64Array =>
    Float64Array.from(observed, ({ concurrency }) => at(concurrency));
  const found = leastNonNegative(of, observed, [
    column(() => 1),
    column((n) => n),
    column((n) => n * (n - 1)),
  ]);
  if (found === null) return null;
  const [p, r, c] = found.unknowns as [number, number, number];
  const alone = p + r;
  if (!(alone > 0)) return null;
  const scale = of === 'throughput' ? 1 / alone : alone;
  return { law: { scale, sigma: r / alone, kappa: c / alone }, misfit: found.misfit };
}
