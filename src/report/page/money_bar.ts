/** Where a run’s money went, as one bar: each part as wide as it is dear, the dearest first, with its share in the key. Pure. */

import type { CostPart } from '../cost_summary.ts';
import { percent, usd } from '../figure.ts';
import { html, type Hypertext } from './hypertext.ts';

const COLOURS = 8;
const WIDE = 1000;

/** Null: nothing was paid for, or nobody knows for what. */
export function moneyBar(parts: readonly CostPart[]): Hypertext | null {
  const paid = parts
    .flatMap(({ part, usd: price }) => (price !== null && price > 0 ? [{ part, price }] : []))
    .sort((a, b) => b.price - a.price);
  const total = paid.reduce((sum, { price }) => sum + price, 0);
  if (total <= 0) return null;
  let before = 0;
  const pieces = paid.map(({ part, price }, at) => {
    const from = Math.round((before / total) * WIDE);
    before += price;
    const to = Math.round((before / total) * WIDE);
    return html`<rect class="part-${colourOf(at)}" x="${from}" y="0" width="${to - from}" height="10">
      <title>${part}: ${usd(price)} (${percent(price / total)})</title>
    </rect>`;
  });
  const told = paid.map(({ part, price }) => `${part} ${percent(price / total)}`).join(', ');
  return html`<p class="fall">Where the money goes</p>
    <svg
      class="waterfall"
      viewBox="0 0 ${WIDE} 10"
      preserveAspectRatio="none"
      role="img"
      aria-label="Where the money goes: ${told}; the table below has the sums"
    >
      ${pieces}
    </svg>
    <p class="key">
      ${paid.map(
        ({ part, price }, at) =>
          html`<span class="key-${colourOf(at)}">${part} ${percent(price / total)}</span> `,
      )}
    </p>`;
}

/** What is small shares the last one. */
function colourOf(at: number): number {
  return Math.min(at + 1, COLOURS);
}
