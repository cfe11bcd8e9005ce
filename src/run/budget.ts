/**
 * Watches what a run costs, and stops it where that reaches its budget: about once a second, by the usage told so far. Where the
 * target does not tell what it uses the budget cannot be watched, and that is said at once, once.
 */

import type { Judgement } from '../core/plan/plan.ts';
import { usd } from '../report/figure.ts';
import { LiveTally } from '../report/live.ts';
import type { RunControl, Sink } from './sink.ts';

/** Null: the plan sets no limit. `warn`: told that it cannot be watched. */
export function budgetSink(
  judgement: Pick<Judgement, 'budget' | 'pricing'>,
  warn: (text: string) => void = () => {},
): Sink | null {
  const maxUsd = judgement.budget?.maxUsd;
  if (maxUsd === undefined) return null;
  const tally = new LiveTally(judgement.pricing);
  let control: RunControl | null = null;
  let warned = false;
  return {
    name: 'budget',
    begin: (_, given) => {
      control = given;
    },
    record: (record) => {
      tally.add(record);
      if (warned || tally.unreported === 0) return;
      warned = true;
      warn(
        `the budget of ${usd(maxUsd)} cannot be watched: the target does not tell what its answers use, and what the run costs is unknown`,
      );
    },
    gauge: (gauge) => {
      tally.add(gauge);
      const { spentUsd } = tally.figures(gauge.atMs);
      if (spentUsd !== null && spentUsd >= maxUsd) {
        control?.stop('budget', `spent ${usd(spentUsd)} of ${usd(maxUsd)}`);
      }
    },
  };
}
