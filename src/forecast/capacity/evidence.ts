/**
 * A test that may be looked at as often as one likes: whether the share of bad cases is under a limit or over it. Pure.
 *
 * For each side the evidence is a mixture of likelihood ratios: how likely what was seen is at shares on that side of the limit,
 * against the limit itself. At any share on the other side such a ratio is a supermartingale that begins at 1, so that it ever
 * reaches 1/α with a chance of at most α (Ville's inequality), whenever one looks and however one decides to stop: an e-process,
 * as of Wald's sequential test. Exact for independent cases. Where cases are alike (of one call, of one moment), counts are
 * divided by how much they are (`alike.ts`), which holds as well as that is known.
 */

export interface Evidence {
  /** That the share is under the limit. 1: none; at most 1e12. */
  readonly under: number;
  /** That it is over it. */
  readonly over: number;
}

/** Odds of the alternatives, as multiples of the limit's: near it for long runs, far from it for short ones. */
const UNDER = [0, 0.05, 0.15, 0.3, 0.5, 0.65, 0.8, 0.9];
const OVER = [1.12, 1.3, 1.6, 2, 3, 5, 10, 30];
/** No bad case at all is what most often is seen of a rare failure: it has half of the weight. */
const WEIGHT_OF_NONE = 0.5;
const MOST = 1e12;

/** `bad` of `cases`, need not be whole; `limit` between 0 and 1. */
export function evidenceOf(bad: number, cases: number, limit: number): Evidence {
  const good = Math.max(0, cases - bad);
  const ratioAt = (share: number): number => {
    const ofBad = bad === 0 ? 0 : bad * Math.log(share / limit);
    const ofGood = good === 0 ? 0 : good * Math.log((1 - share) / (1 - limit));
    return ofBad + ofGood;
  };
  const odds = limit / (1 - limit);
  const shareAt = (multiple: number): number => (odds * multiple) / (1 + odds * multiple);
  const under = UNDER.map((multiple) => ({
    logRatio: ratioAt(shareAt(multiple)),
    weight: multiple === 0 ? WEIGHT_OF_NONE : (1 - WEIGHT_OF_NONE) / (UNDER.length - 1),
  }));
  const over = OVER.map((multiple) => ({ logRatio: ratioAt(shareAt(multiple)), weight: 1 / OVER.length }));
  return { under: mixed(under), over: mixed(over) };
}

function mixed(parts: readonly { readonly logRatio: number; readonly weight: number }[]): number {
  const highest = Math.max(...parts.map(({ logRatio }) => logRatio));
  if (highest === -Infinity) return 0;
  const sum = parts.reduce((total, { logRatio, weight }) => total + weight * Math.exp(logRatio - highest), 0);
  return Math.min(MOST, Math.exp(Math.min(40, highest)) * sum);
}

/** How many cases without a bad one it takes until `under` reaches 1/alpha. */
export function casesWithoutBad(limit: number, alpha: number): number {
  return Math.ceil(Math.log(alpha * WEIGHT_OF_NONE) / Math.log(1 - limit));
}
