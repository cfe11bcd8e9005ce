/** What failed and what was fallen back to, by code: how often, what it means, and what the target said. Pure. */

import type { Counted, PageData } from '../../page/page_data.ts';
import { count, plural } from '../figure.ts';
import { borne, lossText, toldErrors } from '../view/outline.ts';
import { lostTexts } from '../view/lost_block.ts';
import { html, type Hypertext, type Part } from './hypertext.ts';
import { noData, tableOf } from './table.ts';

export function failureTable({ summary, recorded }: PageData): Hypertext {
  const failures = Object.entries(summary.failures);
  const fallbacks = recorded?.series.fallbacks ?? [];
  const loss = lossText(summary);
  const more = [
    ...borne(summary).map((text) => `Failed ${text}`),
    ...toldErrors(summary),
    ...(loss === null ? [] : [loss]),
  ];
  return html`${
    failures.length === 0
      ? noneFailed(summary)
      : tableOf({
          caption: 'Calls that failed, by code',
          head: ['code', 'calls', 'what it means', 'for example'],
          rows: failures.map(([code, { count: n, meaning, example }]): Part[] => [
            html`<code>${code}</code>`,
            count(n),
            meaning,
            example === null ? '' : html`<code class="long">${example}</code>`,
          ]),
          words: [0, 2, 3],
        })
  }
  ${
    more.length === 0
      ? null
      : html`<ul class="remarks">
          ${more.map((text) => html`<li>${text}</li>`)}
        </ul>`
  }
  ${togetherList(summary)} ${fallbackTable(summary, fallbacks)}`;
}

function noneFailed({ calls }: PageData['summary']): Hypertext {
  if (calls.started === 0) return noData('no call began');
  return html`<p class="nothing">No call failed, of ${plural(calls.started, 'call')}.</p>`;
}

/** With a link to the first of those calls. */
function togetherList({ lostTogether, failures }: PageData['summary']): Hypertext {
  if (lostTogether === undefined)
    return Object.keys(failures).length === 0
      ? html``
      : html`<p class="nothing">What the failed calls have in common could as well be chance.</p>`;
  const lines = lostTexts(lostTogether).map((text, at) => {
    const [call] = lostTogether.shared[at]?.calls ?? [];
    return html`<li>
      ${text}${call === undefined ? null : html` <a href="#call=${call}">call ${count(call)}</a>`}
    </li>`;
  });
  return html`<h3>What lost calls have in common</h3>
    <ul>
      ${lines}
    </ul>`;
}

function fallbackTable({ metrics }: PageData['summary'], fallbacks: readonly Counted[]): Hypertext {
  const rate = metrics.fallback_rate;
  if (rate?.kind !== 'rate' || rate.of === 0) return noData('nobody judged what the answers were');
  if (fallbacks.length === 0) return noData(`no answer of ${count(rate.of)} was a fallback`);
  return html`<h3>Fallbacks</h3>
    ${tableOf({
      caption: 'Turns answered by a fallback, by what it was',
      head: ['fallback', 'turns'],
      rows: fallbacks.map(({ name, counts }) => [
        html`<code>${name}</code>`,
        count(counts.reduce((sum, n) => sum + n, 0)),
      ]),
    })}`;
}
