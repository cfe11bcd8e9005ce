/** Watches what a run costs, and stops it where that reaches its budget: about once a second, by the usage told so far. */

import type { Judgement } from '../core/plan/plan.ts';
import { usd } from '../report/figure.ts';
import { LiveTally } from '../report/live.ts';
import type { RunControl, Sink } from './sink.ts';

/** Null: the plan sets no limit. */
export function budgetSink(judgement: Pick<Judgement, 'budget' | 'pricing'>): Sink | null {
  const maxUsd = judgement.budget?.maxUsd;
  if (maxUsd === undefined) return null;
  const tally = new LiveTally(judgement.pricing);
  let control: RunControl | null = null;
  return {
    name: 'budget',
    begin: (_, given) => {
      control = given;
    },
    record: (record) => tally.add(record),
    gauge: (gauge) => {
      tally.add(gauge);
      const { spentUsd } = tally.figures(gauge.atMs);
      if (spentUsd !== null && spentUsd >= maxUsd) {
        control?.stop('budget', `spent ${usd(spentUsd)} of ${usd(maxUsd)}`);
      }
    },
  };
}
