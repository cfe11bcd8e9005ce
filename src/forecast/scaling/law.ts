/**
 * The Universal Scalability Law (N. J. Gunther, 2007): throughput X(N) = λN / (1 + σ(N − 1) + κN(N − 1)), and the response time that goes
 * with it, R(N) = R₀(1 + σ(N − 1) + κN(N − 1)). σ is contention: the share of the work that only one can do at a time; κ is coherence: what
 * each costs every other. Pure.
 */

export interface Law {
  /** λ: of one alone, in what throughput is counted in; of a response time R₀. */
  readonly scale: number;
  /** 0 … 1 */
  readonly sigma: number;
  /** At least 0. */
  readonly kappa: number;
}

/** How much longer everything takes with so many than with one. */
export function slowdown({ sigma, kappa }: Law, concurrency: number): number {
  return 1 + sigma * (concurrency - 1) + kappa * concurrency * (concurrency - 1);
}

export function throughputAt(law: Law, concurrency: number): number {
  return (law.scale * concurrency) / slowdown(law, concurrency);
}

export function responseTimeAt(law: Law, concurrency: number): number {
  return law.scale * slowdown(law, concurrency);
}

/** Where throughput is highest; beyond it more calls get less done. Infinity: it has no peak, but a ceiling at most. */
export function peakOf({ sigma, kappa }: Law): number {
  return kappa === 0 ? Infinity : Math.sqrt(Math.max(0, 1 - sigma) / kappa);
}
