/**
 * Whether two runs differ in a metric by more than dealing the same calls to them at random would make: the share of deals that
 * differ as much. Exact for whatever the figures are distributed like, if calls are independent of each other. Pure.
 *
 * What is compared is a ratio per side. Of a rate or a mean it is the thing itself; of a median the mean rank of its values among those
 * of both runs; of any other percentile the share of values over that percentile of both runs. Swapping the percentiles themselves
 * would not do: the median of two halves mixed is that of the one or the other, however far apart they are.
 */

import { nearestRank } from '../statistics.ts';
import { ratioOf, valuesOf, type Ratio } from './column.ts';
import { percentOf, type ComparedMetric } from './compared_metric.ts';
import type { Deal, Frame, Range } from './frame.ts';

export class SwapTest {
  private readonly ranges: readonly [Range, Range];
  private readonly scores: readonly [Ratio, Ratio];
  private readonly total: { readonly amount: number; readonly of: number };
  private readonly observed: number;
  private asMuch = 1;
  private deals = 1;

  constructor(frame: Frame, ranges: readonly [Range, Range], metric: ComparedMetric, asMade: Deal) {
    this.ranges = ranges;
    this.scores = scoresOf(frame, ranges, metric);
    const sum = (of: keyof Ratio): number =>
      this.scores.reduce((so, score) => so + score[of].reduce((all, value) => all + value, 0), 0);
    this.total = { amount: sum('amounts'), of: sum('ofs') };
    this.observed = Math.abs(this.difference(asMade)) * (1 - 1e-9);
  }

  /** No deal would differ from any other: there is nothing to tell by. */
  get isIdle(): boolean {
    return !(this.observed > 0);
  }

  take(deal: Deal): void {
    const difference = this.difference(deal);
    if (Number.isNaN(difference) || Math.abs(difference) >= this.observed) this.asMuch++;
    this.deals++;
  }

  get p(): number {
    return this.isIdle ? 1 : this.asMuch / this.deals;
  }

  private difference(deal: Deal): number {
    let [amount, of] = [0, 0];
    for (const side of [0, 1] as const) {
      const { amounts, ofs } = this.scores[side];
      const { from, to } = this.ranges[side];
      const dealt = deal[side];
      for (let k = from; k < to; k++) {
        if (dealt[k] === 0) continue;
        amount += amounts[k] as number;
        of += ofs[k] as number;
      }
    }
    // What is not dealt to the one side is dealt to the other.
    const [otherAmount, otherOf] = [this.total.amount - amount, this.total.of - of];
    return of === 0 || otherOf === 0 ? NaN : amount / of - otherAmount / otherOf;
  }
}

function scoresOf(
  { sides }: Frame,
  ranges: readonly [Range, Range],
  metric: ComparedMetric,
): readonly [Ratio, Ratio] {
  const percent = percentOf(metric.stat);
  if (percent === null) return [ratioOf(sides[0], ranges[0], metric), ratioOf(sides[1], ranges[1], metric)];
  const laid = [valuesOf(sides[0], ranges[0], metric), valuesOf(sides[1], ranges[1], metric)] as const;
  const both = Float64Array.from([...laid[0].sorted, ...laid[1].sorted]).sort();
  const limit = both[nearestRank(percent, both.length) - 1] ?? Infinity;
  // Values often are the very limit: those count half, so that neither they nor those beyond it are lost.
  const beyond = (value: number): number => (value > limit ? 1 : value === limit ? 0.5 : 0);
  const scoreOf = percent === 50 ? midRanks(both) : beyond;
  const [before, after] = laid.map(({ sorted, owners }, side): Ratio => {
    const size = sides[side as 0 | 1].length;
    const [amounts, ofs] = [new Float64Array(size), new Float64Array(size)];
    for (const [at, owner] of owners.entries()) {
      amounts[owner] = (amounts[owner] as number) + scoreOf(sorted[at] as number);
      ofs[owner] = (ofs[owner] as number) + 1;
    }
    return { amounts, ofs };
  });
  return [before as Ratio, after as Ratio];
}

/** The mean of the ranks of those that are equal, twice: by which of them all are larger is all the same. */
function midRanks(sorted: Float64Array): (value: number) => number {
  const ranks = new Map<number, number>();
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (sorted[to] === sorted[from]) to++;
    ranks.set(sorted[from] as number, from + to);
    from = to;
  }
  return (value) => ranks.get(value) ?? 0;
}
