/** What a run has cost and would cost, for the terminal. */

import { estimateParts } from '../estimate_summary.ts';
import { count, percent, seconds, usd } from '../figure.ts';
import type { CostSummary } from '../cost_summary.ts';
import type { Summary } from '../summary.ts';
import { LABEL, labelled } from './block.ts';
import { aligned, fitting, listed, visibleWidth, without } from './columns.ts';
import type { Style } from './terminal_style.ts';

export function costBlock({ cost, estimate, run }: Summary, style: Style, width: number): string[] {
  if (cost.leastUsd === null) return [];
  const { projected, prices } = cost;
  const room = width - LABEL;
  const told =
    cost.totalUsd === null
      ? listed([style.bold(totalText(cost))], ' · ', room)
      : [
          ...listed(
            [
              style.bold(totalText(cost)),
              `${usd(cost.perCallUsd)} a call`,
              `${usd(cost.perMinuteUsd)} a minute`,
              `${usd(cost.perTurnUsd)} a turn`,
            ],
            ' · ',
            room,
          ),
          ...listed(
            [
              `at scale: ${usd(projected.per1000CallsUsd)} per 1,000 calls`,
              ...(projected.perMonthUsd === null
                ? []
                : [`${usd(projected.perMonthUsd)} a month at ${count(projected.callsPerMonth)} calls`]),
            ],
            ' · ',
            room,
          ),
        ];
  const lines = labelled('cost', told, style);
  const parts = cost.parts.filter((part) => part.amount > 0);
  const table = parts.map((part) => [
    part.part,
    part.of === 's' ? seconds(part.amount) : `${count(Math.round(part.amount))} tokens`,
    usd(part.usd),
  ]);
  const tables = [[], [1]].map((left) => aligned(without(table, left), ['left'], 'right'));
  const rows = fitting(tables, width - 2).map((cells) => cells.join('  '));
  const indent = rows.every((row) => visibleWidth(row) <= room) ? LABEL : 2;
  for (const row of rows) lines.push(' '.repeat(indent) + style.dim(row));
  const facts = [
    `cache hit ${percent(cost.cacheHitRate)}`,
    `wasted audio ${seconds(cost.wasted.audioS)} (${usd(cost.wasted.usd)})`,
    ...(prices === null
      ? []
      : [`prices: ${prices.model}, ${prices.source}${prices.date === null ? '' : `, ${prices.date}`}`]),
  ];
  for (const line of listed(facts, ' · ', room)) lines.push(' '.repeat(LABEL) + style.dim(line));
  if (estimate === undefined) return lines;
  const compared = listed(estimateParts(estimate, run.ended), ' · ', room);
  return [...lines, ...compared.map((line) => ' '.repeat(LABEL) + line)];
}

/** One figure where all was told, two where it lies between them, and the lower one alone where not all is known. */
export function totalText({ totalUsd, leastUsd }: Pick<CostSummary, 'totalUsd' | 'leastUsd'>): string {
  if (totalUsd === null)
    return leastUsd === null || leastUsd === 0 ? 'unknown' : `unknown, at the least ${usd(leastUsd)}`;
  const [most, least] = [usd(totalUsd), usd(leastUsd)];
  return leastUsd === null || most === least ? most : `${least} to ${most}`;
}
