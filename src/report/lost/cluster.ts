/**
 * Instants that lie too close together to do so by chance: a scan over all windows that begin at one of them, against a rate that
 * is the same for every moment that a call lives through. Pure.
 */

import { chanceOfHitting } from './chance.ts';
import type { Exposure } from './exposure.ts';

export interface Cluster {
  /** Places in the list that was given. */
  readonly members: readonly number[];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly windowMs: number;
  /** How likely any window that was looked at holds as many by chance. */
  readonly chance: number;
}

const FEWEST = 3;
/** One after the other, each of what the ones before left. */
const MOST_CLUSTERS = 3;

/** `widths`: how long a window that begins at this instant may be, each looked at. `most`: of the chance. */
export function clusters(
  instantsMs: readonly number[],
  exposure: Exposure,
  widths: readonly ((fromMs: number) => number)[],
  most: number,
): readonly Cluster[] {
  const found: Cluster[] = [];
  let left = instantsMs.map((atMs, place) => ({ atMs, place })).sort((a, b) => a.atMs - b.atMs);
  while (found.length < MOST_CLUSTERS && left.length >= FEWEST) {
    const cluster = densest(left, exposure, widths);
    if (cluster === null || cluster.chance > most) break;
    found.push(cluster);
    const taken = new Set(cluster.members);
    left = left.filter(({ place }) => !taken.has(place));
  }
  return found;
}

interface Instant {
  readonly atMs: number;
  readonly place: number;
}

function densest(
  sorted: readonly Instant[],
  exposure: Exposure,
  widths: readonly ((fromMs: number) => number)[],
): Cluster | null {
  const total = exposure.totalMs;
  if (total <= 0) return null;
  const others = sorted.length - 1;
  let best: { first: number; end: number; windowMs: number; share: number; bound: number } | null = null;
  for (const width of widths) {
    let end = 0;
    for (const [first, { atMs }] of sorted.entries()) {
      const windowMs = width(atMs);
      end = Math.max(end, first + 1);
      while (end < sorted.length && (sorted[end] as Instant).atMs <= atMs + windowMs) end++;
      if (end - first < FEWEST) continue;
      // Who is lost lives no longer: the window that ends with the last of them may hold more of their lives than what follows.
      const lastMs = (sorted[end - 1] as Instant).atMs;
      const livedMs = Math.max(
        exposure.by(atMs + windowMs) - exposure.by(atMs),
        exposure.by(lastMs) - exposure.by(lastMs - windowMs),
      );
      const share = Math.min(1, livedMs / total);
      const bound = lnBound(end - first - 1, others, share);
      if (best === null || bound < best.bound) best = { first, end, windowMs, share, bound };
    }
  }
  if (best === null) return null;
  const { first, end, windowMs, share } = best;
  // Any of them may begin a window; the others fall into it each for itself.
  const chance = chanceOfHitting(end - first - 1, others, share) * sorted.length * widths.length;
  const members = sorted.slice(first, end);
  return {
    members: members.map(({ place }) => place),
    fromMs: (members[0] as Instant).atMs,
    untilMs: (members.at(-1) as Instant).atMs,
    windowMs,
    chance: Math.min(1, chance),
  };
}

/** Chernoff's bound of the binomial's tail: enough to tell which window is the least likely, at no cost. */
function lnBound(found: number, of: number, probability: number): number {
  const share = found / of;
  if (share <= probability) return 0;
  const part = (a: number, b: number): number =>
    a <= 0 ? 0 : a * Math.log(a / Math.max(b, Number.MIN_VALUE));
  return -of * (part(share, probability) + part(1 - share, 1 - probability));
}
