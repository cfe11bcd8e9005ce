/** What the quality monitor says, for people: of stretches that alert each kind's worst, of advice how much it explains. Pure. */

import { count, seconds } from '../figure.ts';
import type { Alert, Quality, Recommendation } from '../summary.ts';
import { severityOf } from '../quality/alert.ts';

/** None of single turns: a slow one in a run that is fast enough is nothing to tell everybody. */
export function momentTexts({ moments }: Pick<Quality, 'moments'>): readonly string[] {
  return moments.raised
    .filter(({ over }) => over !== 'turn')
    .flatMap(({ category, over, count: raised }) => {
      const worst = moments.alerts
        .filter((one) => one.category === category && one.over === over)
        .reduce<Alert | null>(
          (best, one) => (best === null || severity(one) > severity(best) ? one : best),
          null,
        );
      if (worst === null) return [];
      const more = raised > 1 ? ` (the worst of ${count(raised)} such stretches)` : '';
      return `${worst.text}, ${spanText(worst)}${more}`;
    });
}

/** What speaks for advice, and how much of the whole it is, where that is not the same. */
export function reasonText({ because, effect }: Recommendation): string {
  return effect.text === null ? because : `${because}: ${effect.text}`;
}

function severity({ category, observed, limit }: Alert): number {
  return severityOf(category, observed, limit);
}

function spanText({ fromMs, untilMs }: Alert): string {
  const [from, until] = [seconds((fromMs ?? 0) / 1000), seconds((untilMs ?? 0) / 1000)];
  return from === until ? `at ${from} into the run` : `from ${from} to ${until} into the run`;
}
