/**
 * What the levels of a capacity run say of how the target scales: the Universal Scalability Law fitted to throughput, or to the agent’s own
 * response time, with intervals, and whether it fits at all. Nothing is claimed past the levels that were measured but with its name.
 * Intervals are of the profile likelihood (95 %), held to 0 ≤ σ ≤ 1 and κ ≥ 0; the curve’s band is of seeded redraws of the levels. Pure.
 */

import { bandOf, type BandPoint } from './curve_band.ts';
import { lawOf } from './fit_law.ts';
import { peakOf, type Law } from './law.ts';
import type { Link, Observation } from './least_squares.ts';
import { profileInterval, type Pinned } from './profile_likelihood.ts';
import { chiSquaredTail, studentReach } from './tail.ts';

export interface ScalingLevel {
  /** Calls at once: at least 1, not always whole. */
  readonly concurrency: number;
  /** Throughput, or response time; above 0. */
  readonly value: number;
  /** Of the value. Null: its scatter is not known. */
  readonly standardError: number | null;
}

/** An end is null where nothing bounds it. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Peak {
  /** Null: no end was found to it, throughput never falls by this fit. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Above the highest level: said by the law, seen by nobody. */
  readonly beyondMeasured: boolean;
}

export interface Misfit {
  /** The levels’ distance from the curve, in their own scatter. */
  readonly chiSquared: number;
  readonly degrees: number;
  /** How often levels that follow the law would lie as far off. */
  readonly p: number;
}

/** A level that got less done than one below it, by more than their scatter. */
export interface Retrograde {
  readonly best: ScalingLevel;
  readonly worse: ScalingLevel;
}

export type ScalingVerdict =
  | 'fits'
  /** The levels lie further off than their scatter lets them. */
  | 'poor'
  /** Their scatter is not known, so that nothing tells whether it fits. */
  | 'untested'
  | 'too_few';

export interface Scaling {
  readonly of: Link;
  readonly levels: readonly ScalingLevel[];
  readonly verdict: ScalingVerdict;
  /** Null: there are too few levels. */
  readonly law: Law | null;
  /** Of λ or R₀, σ and κ. Null where the law does not fit. */
  readonly estimates: { readonly scale: Estimate; readonly sigma: Estimate; readonly kappa: Estimate } | null;
  /** Of throughput alone; null as the estimates are. */
  readonly peak: Peak | null;
  readonly band: readonly BandPoint[];
  readonly misfit: Misfit | null;
  /** Whether contention, and coherence, are more than nothing for sure. */
  readonly seen: { readonly sigma: boolean; readonly kappa: boolean } | null;
  readonly retrograde: Retrograde | null;
  /** The lowest and highest level. Null: there are none. */
  readonly measured: readonly [from: number, to: number] | null;
}

/** Three unknowns, and one level at least that could contradict them. */
export const FEWEST_LEVELS = 4;
/** As far off as one in so many that follow the law. */
const POOR = 0.01;
/** Of chi-squared with one degree of freedom, 95 %. */
const ONE_UNKNOWN = 3.841458820694124;
/** One-sided, 99.5 %: the best of several levels is best by luck too. */
const CLEARLY_LESS = 2.5758293035489;

export function scalingOf(of: Link, given: readonly ScalingLevel[], seed = 1): Scaling {
  const levels = [...given].filter(usable).sort((a, b) => a.concurrency - b.concurrency);
  const [first, last] = [levels[0], levels.at(-1)];
  const measured =
    first === undefined || last === undefined ? null : ([first.concurrency, last.concurrency] as const);
  const retrograde = of === 'throughput' ? retrogradeOf(levels) : null;
  const observed = observationsOf(levels);
  const known = levels.every(({ standardError }) => standardError !== null);
  const places = new Set(levels.map(({ concurrency }) => concurrency)).size;
  const found = places < FEWEST_LEVELS ? null : lawOf(of, observed);
  const nothing = { estimates: null, peak: null, band: [], misfit: null, seen: null };
  if (found === null) return { of, levels, verdict: 'too_few', law: null, ...nothing, retrograde, measured };
  const degrees = levels.length - 3;
  const { law, misfit: chiSquared } = found;
  const misfit = known ? { chiSquared, degrees, p: chiSquaredTail(chiSquared, degrees) } : null;
  if (misfit !== null && misfit.p < POOR) {
    return { of, levels, verdict: 'poor', law, ...nothing, misfit, retrograde, measured };
  }
  const allowed = known ? ONE_UNKNOWN : (studentReach(degrees) ** 2 * chiSquared) / degrees;
  const within = (pinned: Pinned, value: number): { low: number | null; high: number | null } =>
    profileInterval(of, observed, pinned, value, chiSquared + allowed);
  const { sigma, kappa, scale } = law;
  const estimates = {
    scale: { value: scale, ...within('scale', scale) },
    sigma: { value: sigma, ...within('sigma', sigma) },
    kappa: { value: kappa, ...within('kappa', kappa) },
  };
  return {
    of,
    levels,
    verdict: known ? 'fits' : 'untested',
    law,
    estimates,
    peak: of === 'throughput' ? peak(peakOf(law), within, last?.concurrency ?? 0) : null,
    band: bandOf(of, law, observed, known ? 1 : chiSquared / degrees, seed),
    misfit,
    seen: { sigma: above0(estimates.sigma), kappa: above0(estimates.kappa) },
    retrograde,
    measured,
  };
}

function peak(
  value: number,
  within: (pinned: Pinned, value: number) => { low: number | null; high: number | null },
  highest: number,
): Peak {
  const { low, high } = within('peak', value);
  return { value: Number.isFinite(value) ? value : null, low, high, beyondMeasured: !(value <= highest) };
}

function observationsOf(levels: readonly ScalingLevel[]): readonly Observation[] {
  const known = levels.every(({ standardError }) => standardError !== null);
  return levels.map(({ concurrency, value, standardError }) => ({
    concurrency,
    value,
    weight: known && standardError !== null ? 1 / standardError ** 2 : 1,
  }));
}

function usable({ concurrency, value, standardError }: ScalingLevel): boolean {
  const scatter = standardError === null || (standardError > 0 && Number.isFinite(standardError));
  return concurrency >= 1 && Number.isFinite(concurrency) && value > 0 && Number.isFinite(value) && scatter;
}

function above0({ low }: Estimate): boolean {
  return low !== null && low > 0;
}

/** The pair that is furthest apart, in their scatter. */
function retrogradeOf(levels: readonly ScalingLevel[]): Retrograde | null {
  let found: (Retrograde & { readonly apart: number }) | null = null;
  for (const [at, best] of levels.entries()) {
    for (const worse of levels.slice(at + 1)) {
      if (best.standardError === null || worse.standardError === null) continue;
      if (worse.concurrency === best.concurrency) continue;
      const apart = (best.value - worse.value) / Math.hypot(best.standardError, worse.standardError);
      if (apart > Math.max(CLEARLY_LESS, found?.apart ?? 0)) found = { best, worse, apart };
    }
  }
  return found === null ? null : { best: found.best, worse: found.worse };
}
