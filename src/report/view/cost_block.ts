/** What a run has cost and would cost, for the terminal. */

import { count, percent, seconds, usd } from '../figure.ts';
import type { CostSummary, Summary } from '../summary.ts';
import { label, LABEL } from './block.ts';
import { aligned, listed } from './columns.ts';
import type { Style } from './terminal_style.ts';

export function costBlock({ cost }: Summary, style: Style, width: number): string[] {
  if (cost.leastUsd === null) return [];
  const { projected, prices } = cost;
  const lines =
    cost.totalUsd === null
      ? [label('cost', style) + style.bold(totalText(cost))]
      : [
          label('cost', style) +
            [
              style.bold(totalText(cost)),
              `${usd(cost.perCallUsd)} a call`,
              `${usd(cost.perMinuteUsd)} a minute`,
              `${usd(cost.perTurnUsd)} a turn`,
            ].join(' · '),
          ' '.repeat(LABEL) +
            [
              `at scale: ${usd(projected.per1000CallsUsd)} per 1,000 calls`,
              ...(projected.perMonthUsd === null
                ? []
                : [`${usd(projected.perMonthUsd)} a month at ${count(projected.callsPerMonth)} calls`]),
            ].join(' · '),
        ];
  const parts = cost.parts.filter((part) => part.amount > 0);
  const table = parts.map((part) => [
    part.part,
    part.of === 's' ? seconds(part.amount) : `${count(Math.round(part.amount))} tokens`,
    usd(part.usd),
  ]);
  for (const cells of aligned(table, ['left'], 'right'))
    lines.push(' '.repeat(LABEL) + style.dim(cells.join('  ')));
  const facts = [
    `cache hit ${percent(cost.cacheHitRate)}`,
    `wasted audio ${seconds(cost.wasted.audioS)} (${usd(cost.wasted.usd)})`,
    ...(prices === null
      ? []
      : [`prices: ${prices.model}, ${prices.source}${prices.date === null ? '' : `, ${prices.date}`}`]),
  ];
  for (const line of listed(facts, ' · ', width - LABEL)) lines.push(' '.repeat(LABEL) + style.dim(line));
  return lines;
}

/** One figure where all was told, two where it lies between them, and the lower one alone where not all is known. */
export function totalText({ totalUsd, leastUsd }: Pick<CostSummary, 'totalUsd' | 'leastUsd'>): string {
  if (totalUsd === null)
    return leastUsd === null || leastUsd === 0 ? 'unknown' : `unknown, at the least ${usd(leastUsd)}`;
  const [most, least] = [usd(totalUsd), usd(leastUsd)];
  return leastUsd === null || most === least ? most : `${least} to ${most}`;
}
