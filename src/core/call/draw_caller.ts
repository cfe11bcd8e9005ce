/**
 * Which kind of caller makes call i. Not drawn one by one, which would leave kinds out of small runs: each stretch of
 * calls has as many of each kind as its weight asks for (by largest remainder), spread evenly over it in an order that the
 * seed decides. A stretch is all that are planned; where nobody knows how many, a thousand after another. Pure.
 */

import type { Plan } from '../plan/plan.ts';
import { Random } from '../word/random.ts';

const STRETCH = 1000;

interface Drawn {
  readonly stretch: number;
  readonly kinds: Uint32Array;
}

/** The stretch that was asked for last, of each plan: a thousand calls ask for the same one. */
const last = new WeakMap<Plan, Drawn>();

/** Index into the plan's callers. Throws RangeError where no caller has a weight. */
export function drawCaller(plan: Plan, index: number): number {
  const { load } = plan;
  const planned = load.mode === 'open' ? load.startsMs.length : load.calls;
  const size = planned !== undefined && index < planned ? planned : STRETCH;
  const stretch = size === planned ? 0 : Math.floor(index / size);
  let drawn = last.get(plan);
  if (drawn?.stretch !== stretch || drawn.kinds.length !== size) {
    drawn = { stretch, kinds: draw(plan, stretch, size) };
    last.set(plan, drawn);
  }
  return drawn.kinds[size === planned ? index : index % size] as number;
}

function draw(plan: Plan, stretch: number, size: number): Uint32Array {
  const random = new Random(plan.seed, 'callers', stretch);
  const counts = apportioned(
    plan.callers.map(({ weight }) => weight),
    size,
    random,
  );
  // Each of a kind somewhere in its own equal part of the stretch: any beginning of it has about its share of each kind.
  const places = counts.flatMap((count, kind) =>
    Array.from({ length: count }, (_, i) => ({ kind, at: (i + random.next()) / count })),
  );
  places.sort((a, b) => a.at - b.at);
  return Uint32Array.from(places, ({ kind }) => kind);
}

/** Whole numbers that add up to `size`, in proportion to the weights: by largest remainder, equal ones in seeded order. */
export function apportioned(weights: readonly number[], size: number, random: Random): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('weights add up to nothing');
  const shares = weights.map((weight) => (weight / total) * size);
  const counts = shares.map((share) => Math.floor(share + 1e-9));
  const byRemainder = shares
    .map((share, kind) => ({ kind, rest: share - (counts[kind] as number), tie: random.next() }))
    .sort((a, b) => (Math.abs(b.rest - a.rest) > 1e-9 ? b.rest - a.rest : a.tie - b.tie));
  const left = size - counts.reduce((sum, count) => sum + count, 0);
  for (const { kind } of byRemainder.slice(0, left)) counts[kind] = (counts[kind] as number) + 1;
  return counts;
}
