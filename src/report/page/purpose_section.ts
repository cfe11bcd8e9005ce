/** What was expected of the calls, and what was done to them on purpose: what came, and how long it took to recover. Pure. */

import type { PageData } from '../../page/page_data.ts';
import { count, percent, range, seconds } from '../figure.ts';
import { chaosExtent, chaosFacts, struckName } from '../view/chaos_block.ts';
import { exampleText, expectationExtent, expectationName, goalText } from '../view/expectation_block.ts';
import { recoveryText, togetherIn, windowName, WINDOW_COLUMNS, windowRows } from '../view/window_block.ts';
import { html, type Hypertext, type Part } from './hypertext.ts';
import { noData, tableOf } from './table.ts';

export function expectationTable({ summary: { expectations = [] } }: PageData): Hypertext {
  if (expectations.length === 0) return noData('the scenario expects nothing in particular of its calls');
  // What did not always come is what is looked for.
  const rank = ({ met, of }: (typeof expectations)[number]): number =>
    of === 0 ? 1 : met < of ? met / of - 1 : 2;
  const rows = [...expectations]
    .sort((a, b) => rank(a) - rank(b))
    .map((one): Part[] => [
      one.of === 0
        ? html`<span class="sign">– never</span>`
        : html`<span class="sign ${one.met === one.of ? 'pass' : 'fail'}"
            >${one.met === one.of ? '✓' : '✗'} ${percent(one.met / one.of)}</span
          >`,
      expectationName(one),
      count(one.of),
      range(one.ci, percent) || '–',
      one.example === null ? '' : html`<a href="#call=${one.example.call}">${exampleText(one)}</a>`,
    ]);
  const goals = expectations.filter(({ goal, of }) => goal && of > 0);
  return html`<p>${expectationExtent(expectations)}</p>
    ${tableOf({ caption: 'What was expected', head: ['came', 'expected', 'n', '95% interval', 'for example'], rows, words: [0, 1, 4] })}
    ${
      goals.length === 0
        ? null
        : html`<ul class="remarks">
            ${goals.map((one) => html`<li>${goalText(one)}</li>`)}
          </ul>`
    }`;
}

export function chaosTable({ summary: { chaos, windows = [] }, recorded }: PageData): Hypertext {
  if (chaos === undefined && windows.length === 0) return noData('nothing was done to the calls on purpose');
  const when = (fault: string): string => {
    const strikes = recorded?.series.strikes.find(({ name }) => name === fault)?.counts ?? [];
    const [first, last] = [strikes.findIndex((n) => n > 0), strikes.findLastIndex((n) => n > 0)];
    if (first === -1 || recorded === null) return '–';
    const { bucketMs } = recorded.series;
    return `${seconds((first * bucketMs) / 1000)} to ${seconds(((last + 1) * bucketMs) / 1000)}`;
  };
  return html`${
    chaos === undefined
      ? null
      : html`<p>${chaosExtent(chaos)}</p>
          ${tableOf({
            caption: 'Faults, and what became of the calls that they struck',
            head: ['fault', 'calls', 'struck', 'what came of it'],
            rows: chaos.faults.map((struck): Part[] => [
              html`<code>${struckName(struck)}</code>`,
              count(struck.calls),
              when(struck.fault),
              chaosFacts(struck).join(' · '),
            ]),
            words: [0, 2, 3],
          })}`
  }
  ${togetherIn(windows).map(
    (window) =>
      html`<h3>${windowName(window)}</h3>
        <p>${recoveryText(window)}</p>
        ${tableOf({ caption: `Before, during and after ${windowName(window)}`, head: ['', ...WINDOW_COLUMNS], rows: windowRows(window) })}`,
  )}`;
}
