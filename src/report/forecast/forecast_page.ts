/** A forecast as a page of one file: the answer, the fan, where the money goes, and every table behind them. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { Forecast } from '../../forecast/projection/forecast.ts';
import { staticPage } from '../compare/static_page.ts';
import { escapedText as escaped } from '../page/hypertext.ts';
import { DRAWING_STYLE } from './drawing_style.ts';
import { fanChart } from './fan_chart.ts';
import { forecastTables, type ForecastTable } from './forecast_rows.ts';
import { budgetText, busiestText, demandText, headline, moreCallsText, runTexts } from './forecast_text.ts';
import { moneyChart } from './money_chart.ts';

export function forecastPage(forecast: Forecast): string {
  const names = [...new Set(forecast.runs.map(({ scenario }) => visible(scenario)))];
  const title = `Forecast: ${names.join(', ')}`;
  const more = moreCallsText(forecast);
  const budget = budgetText(forecast);
  const [months, ...tables] = forecastTables(forecast);
  return staticPage(
    title,
    [
      `<h1>${escaped(title)}</h1>`,
      `<p class="lead">${escaped(headline(forecast))}</p>`,
      ...(budget === null ? [] : [`<p class="lead">${escaped(budget)}</p>`]),
      `<p class="dim">${escaped(demandText(forecast))}.</p>`,
      '<h2>Cost by month</h2>',
      fanChart(forecast),
      ...(months === undefined ? [] : tableOf(months, false)),
      '<h2>Where the money goes</h2>',
      moneyChart(forecast),
      ...tables.flatMap((each) => tableOf(each, true)),
      '<h2>The busiest hour</h2>',
      `<p>${escaped(busiestText(forecast))}.</p>`,
      '<h2>What to know</h2>',
      '<ul class="notes">',
      ...[
        ...forecast.notes,
        ...(more === null ? [] : [more]),
        ...forecast.demand.from,
        ...runTexts(forecast),
        'Nine of ten intervals of 90% hold what comes, as long as the calls that come are like those that were made, and demand is as given. Prices are of their dates; docs/forecast.md says how all of it is reckoned.',
      ].map((note) => `<li>${escaped(visible(note))}</li>`),
      '</ul>',
    ],
    DRAWING_STYLE,
  );
}

function tableOf({ title, head, rows, words }: ForecastTable, titled: boolean): readonly string[] {
  const of = (column: number): string =>
    words.includes(column) ? ` class="text${column > 2 ? ' note' : ''}"` : '';
  return [
    ...(titled ? [`<h2>${escaped(title)}</h2>`] : []),
    `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(title)}"><table>`,
    `<thead><tr>${head.map((name, column) => `<th scope="col"${of(column)}>${escaped(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map(
      (cells) =>
        `<tr>${cells.map((cell, column) => (column === 0 ? `<th scope="row"${of(0)}>${escaped(cell)}</th>` : `<td${of(column)}>${escaped(cell)}</td>`)).join('')}</tr>`,
    ),
    '</tbody></table></div>',
  ];
}
