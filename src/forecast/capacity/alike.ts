/**
 * By how much cases are alike: the variance of the count of bad ones in groups (the turns of one call, or of one stretch of
 * time) over what it would be of cases that stand alone: the design effect of a sample of clusters, by the ratio estimator
 * (Cochran, Sampling Techniques, 9A; in time: batch means). Pure.
 */

export interface Group {
  readonly bad: number;
  readonly cases: number;
}

/** Fewer groups say nothing of a variance. */
const FEWEST_GROUPS = 5;
/** A variance of few groups is uncertain: what is found of likeness is taken for so much more. */
const CAUTION = 1.25;

/** At least 1. What is told of is 1 too where there is too little to estimate it from. */
export function alikeIn(groups: readonly Group[]): number {
  const filled = groups.filter(({ cases }) => cases > 0);
  if (filled.length < FEWEST_GROUPS) return 1;
  const cases = filled.reduce((sum, group) => sum + group.cases, 0);
  const share = filled.reduce((sum, group) => sum + group.bad, 0) / cases;
  const alone = cases * share * (1 - share);
  if (alone === 0) return 1;
  const seen = filled.reduce((sum, group) => sum + (group.bad - share * group.cases) ** 2, 0);
  const found = (seen * filled.length) / (filled.length - 1) / alone;
  return found <= 1 ? 1 : 1 + (found - 1) * CAUTION;
}

/** One case, where it belongs. */
export interface Case {
  readonly call: number;
  readonly atMs: number;
  readonly bad: boolean;
}

/** Stretches of time that are looked at: with fewer they hide what lasts long, with more each is nearly empty. */
const STRETCHES = [8, 16, 32];

/**
 * The largest of what is found by call and by stretches of several lengths. `isBad` may ask something else of a case than
 * whether it is bad: where bad ones are rare, likeness is seen by what is not rare.
 */
export function alike(cases: readonly Case[], isBad: (index: number) => boolean): number {
  const first = cases[0];
  const last = cases.at(-1);
  if (first === undefined || last === undefined) return 1;
  const byCall = new Map<number, { bad: number; cases: number }>();
  const spanMs = Math.max(1, last.atMs - first.atMs);
  const byTime = STRETCHES.map((count) => Array.from({ length: count }, () => ({ bad: 0, cases: 0 })));
  for (const [index, { call, atMs }] of cases.entries()) {
    const bad = isBad(index) ? 1 : 0;
    const own = byCall.get(call) ?? { bad: 0, cases: 0 };
    byCall.set(call, own);
    own.bad += bad;
    own.cases++;
    for (const groups of byTime) {
      const at = Math.min(groups.length - 1, Math.floor(((atMs - first.atMs) / spanMs) * groups.length));
      const group = groups[at] as { bad: number; cases: number };
      group.bad += bad;
      group.cases++;
    }
  }
  return Math.max(alikeIn([...byCall.values()]), ...byTime.map(alikeIn));
}
