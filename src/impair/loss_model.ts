/**
 * The four-parameter Gilbert–Elliott model of lost packets: a line is good or bad, and loses a share of the packets in each of
 * the two. Pure. Its transitions follow from what people ask for: which share is lost in all, and how many in a row.
 */

import type { Random } from '../core/word/random.ts';

export interface LossModel {
  /** Chances, a packet: that a good line turns bad, and a bad one good; that a packet is lost in each. */
  readonly turnsBad: number;
  readonly turnsGood: number;
  readonly lostGood: number;
  readonly lostBad: number;
}

/** In the negative: what was expected. `burst`: mean number of packets lost in a row. */
export function lossModel(
  rate: number,
  burst: number,
  lostGood: number,
  lostBad: number,
): LossModel | { readonly mistake: string } {
  if (rate === 0) return { turnsBad: 0, turnsGood: 1, lostGood: 0, lostBad };
  if (rate <= lostGood || rate >= lostBad)
    return { mistake: 'expected a rate over what a good line loses and under what a bad one does' };
  const bad = (rate - lostGood) / (lostBad - lostGood);
  // Runs of losses end as often as they begin: rate ÷ burst. Part of that is there without any turning.
  const unturned = bad * lostBad * (1 - lostBad) + (1 - bad) * lostGood * (1 - lostGood);
  const turnsGood = (rate / burst - unturned) / (bad * (lostBad - lostGood) ** 2);
  const turnsBad = (turnsGood * bad) / (1 - bad);
  if (!(turnsGood > 0) || turnsGood > 1)
    return { mistake: `expected another burst than ${burst} where so much is lost when good and bad` };
  if (turnsBad > 1) return { mistake: 'expected longer bursts, or a lower rate' };
  return { turnsBad, turnsGood, lostGood, lostBad };
}

/** Which of so many packets are lost. */
export function lostPackets(count: number, model: LossModel, random: Random): readonly boolean[] {
  const { turnsBad, turnsGood, lostGood, lostBad } = model;
  let bad = random.chance(turnsBad / (turnsBad + turnsGood));
  return Array.from({ length: count }, () => {
    const lost = random.chance(bad ? lostBad : lostGood);
    if (random.chance(bad ? turnsGood : turnsBad)) bad = !bad;
    return lost;
  });
}
