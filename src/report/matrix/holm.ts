/**
 * Holm's step-down correction (1979): of many effects that were looked at, some look like one by chance. Those that survive are,
 * all together, wrong in at most 5 of 100 matrices, however they depend on each other. Pure.
 */

const FAMILY_ERROR = 0.05;

/** For each, in the order given. Null is no test. */
export function survivors(ps: readonly (number | null)[]): readonly boolean[] {
  const ranked = ps.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const survives = ps.map(() => false);
  for (const [rank, { p, index }] of ranked.entries()) {
    if (p > FAMILY_ERROR / (ranked.length - rank)) break;
    survives[index] = true;
  }
  return survives;
}
