/** A forecast as Markdown: the answer first, then its tables. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { Forecast } from '../../forecast/projection/forecast.ts';
import { escaped, table } from '../view/markup.ts';
import { forecastTables } from './forecast_rows.ts';
import { budgetText, busiestText, demandText, headline, moreCallsText, runTexts } from './forecast_text.ts';

export function forecastMarkdown(forecast: Forecast): string {
  const more = moreCallsText(forecast);
  const budget = budgetText(forecast);
  return [
    '## Forecast',
    '',
    `**${escaped(headline(forecast))}**`,
    ...(budget === null ? [] : ['', `**${escaped(budget)}**`]),
    '',
    `- ${escaped(demandText(forecast))}`,
    ...[...forecast.demand.from.map(visible), ...runTexts(forecast), `busiest: ${busiestText(forecast)}`].map(
      (text) => `- ${escaped(text)}`,
    ),
    '',
    ...forecastTables(forecast).flatMap(({ title, head, rows, words }) => [
      `### ${title}`,
      '',
      ...table(
        head,
        rows.map((cells) => cells.map(escaped)),
        words,
      ),
      '',
    ]),
    ...[...forecast.notes, ...(more === null ? [] : [more])].map((note) => `- ${escaped(visible(note))}`),
    '',
  ].join('\n');
}
