/** The views of a forecast besides the terminal’s, by the name that `--format` has for them. */

import type { Forecast } from '../../forecast/projection/forecast.ts';
import { fanFile } from './fan_chart.ts';
import { forecastCsv } from './forecast_csv.ts';
import { forecastMarkdown } from './forecast_markdown.ts';
import { forecastPage } from './forecast_page.ts';
import { moneyFile } from './money_chart.ts';

export const forecastViews: ReadonlyMap<string, (forecast: Forecast) => string> = new Map([
  ['markdown', forecastMarkdown],
  ['html', forecastPage],
  ['csv', forecastCsv],
  ['svg', fanFile],
  ['money-svg', moneyFile],
  ['json', (forecast: Forecast) => `${JSON.stringify(forecast, null, 2)}\n`],
]);
