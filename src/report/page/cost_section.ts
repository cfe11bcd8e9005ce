/** What it has cost and would cost, by kind of token, with what came from the cache and what nobody heard. Pure. */

import type { Summary } from '../summary.ts';
import { estimateParts } from '../estimate_summary.ts';
import { count, percent, seconds, usd } from '../figure.ts';
import { totalText } from '../view/cost_block.ts';
import { html, type Hypertext } from './hypertext.ts';
import { moneyBar } from './money_bar.ts';
import { noData, tableOf } from './table.ts';

export function costTable({ cost, estimate, run }: Summary): Hypertext {
  if (cost.leastUsd === null) return noData('no prices are known for the model');
  const { projected, prices, wasted } = cost;
  const facts = [
    `in all ${totalText(cost)}`,
    ...(cost.totalUsd === null
      ? []
      : [
          `${usd(cost.perCallUsd)} a call`,
          `${usd(cost.perMinuteUsd)} a minute`,
          `${usd(cost.perTurnUsd)} a turn`,
          `${usd(projected.per1000CallsUsd)} per 1,000 calls`,
        ]),
    ...(projected.perMonthUsd === null
      ? []
      : [`${usd(projected.perMonthUsd)} a month at ${count(projected.callsPerMonth)} calls`]),
    ...(cost.budgetUsd === null ? [] : [`of a budget of ${usd(cost.budgetUsd)}`]),
  ];
  const { unreported, cutOff, unknownCalls } = cost.reported;
  const parts = cost.parts.filter(({ amount }) => amount > 0);
  return html`<p>${facts.join(' · ')}</p>
    ${estimate === undefined ? null : html`<p>${estimateParts(estimate, run.ended).join(' · ')}</p>`}
    ${moneyBar(parts)}
    ${
      parts.length === 0
        ? noData('no usage was told')
        : tableOf({
            caption: 'Cost by what was used',
            head: ['', 'tokens or time', 'USD'],
            rows: parts.map(({ part, of, amount, usd: price }) => [
              part,
              of === 's' ? seconds(amount) : count(Math.round(amount)),
              usd(price),
            ]),
          })
    }
    <ul class="remarks">
      <li>
        ${cost.cacheHitRate === null ? 'no input, so nothing from the cache' : `${percent(cost.cacheHitRate)} of input tokens came from the cache`}
      </li>
      <li>${seconds(wasted.audioS)} of audio was received and never heard (${usd(wasted.usd)})</li>
      ${unreported + cutOff > 0 ? html`<li>${count(unreported + cutOff)} responses told no usage; the cost of ${count(unknownCalls)} calls is not known</li>` : null}
      ${prices === null ? null : html`<li>prices of ${prices.model}: ${prices.source}${prices.date === null ? '' : `, ${prices.date}`}</li>`}
    </ul>`;
}
