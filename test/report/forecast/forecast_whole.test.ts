/**
 * A forecast in all its views, whole, against committed files. After a change that is meant, write them anew with UPDATE_GOLDEN=1 and
 * read the difference.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forecastTerminal } from '../../../src/report/forecast/forecast_terminal.ts';
import { forecastViews } from '../../../src/report/forecast/forecast_views.ts';
import { madeCall, manyCalls, oneYear, projected } from '../../forecast/projection/made_calls.ts';
import { marked, markedStyle } from '../marked_style.ts';
import { once } from '../once.ts';

const rehearsed = {
  given: 'reports/a',
  scenario: 'support-line',
  plan: 'p',
  engine: 'virtual',
  startedAt: '2026-12-01T00:00:00.000Z',
  model: 'gpt-realtime-2.1',
  prices: 'gpt-realtime-2.1',
  calls: 60,
} as const;

/** Two kinds of callers, of which one did not tell all and was struck by faults; a what-if and one that is refused; a budget. */
const whole = once(() =>
  projected({
    calls: [
      ...manyCalls(40, 1, { caller: 'refund', otherwise: [{ least: 0.05, most: 0.06 }, null] }),
      ...Array.from({ length: 20 }, (_, at) =>
        madeCall(500 + at, 0.2, {
          caller: 'complaint',
          untold: at < 3,
          usd: { least: 0.1, most: at < 3 ? 0.4 : 0.1 },
          parts: { 'audio in': 0.1, 'text cached': 0.0001 },
          signs: at < 10 ? ['fault'] : [],
          own: { unheardUsd: 0.01, silenceUsd: 0, replayUsd: 0 },
          otherwise: [{ least: 0.02, most: 0.02 }, null],
        }),
      ),
    ],
    demand: { ...oneYear, months: 4, spread: 0.1, growthPerMonth: { low: 0, high: 0.02 } },
    demandFrom: ['from the option --calls'],
    runs: [rehearsed],
    whatIfs: [
      {
        text: 'model=mini',
        assumes: ['the same words'],
        refused: null,
        measureBy: 'callstorm run --model mini',
      },
      { text: 'vad=off', assumes: [], refused: 'nobody told', measureBy: null },
    ],
    notes: ['a note'],
    budgetUsd: 1500,
  }),
);
/** One kind of caller, of one month, for whom nothing was set aside. */
const bare = once(() => projected({ demand: { ...oneYear, months: 1 }, runs: [rehearsed] }));
/** Over three calendar years: of the months only each third has room for its name. */
const long = once(() =>
  projected({
    demand: { ...oneYear, start: '2027-11', months: 27, growthPerMonth: { low: 0.01, high: 0.05 } },
    runs: [rehearsed],
  }),
);

describe.each([
  ['whole', whole],
  ['bare', bare],
  ['long', long],
] as const)('the forecast %s', (name, forecast) => {
  const committed = async (ending: string, text: string): Promise<string> => {
    const file = join(import.meta.dirname, '../../golden/forecast', `${name}.${ending}`);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return readFile(file, 'utf8');
  };

  it.each([160, 100, 60])('on a terminal of %d columns is the committed one', async (columns) => {
    const text = marked(forecastTerminal(forecast(), markedStyle, columns));
    expect(text).toBe(await committed(`${columns}.txt`, text));
  });

  it.each([
    ['markdown', 'md'],
    ['html', 'html'],
    ['csv', 'csv'],
    ['svg', 'svg'],
    ['money-svg', 'money.svg'],
  ])('as %s is the committed one', async (view, ending) => {
    const text = forecastViews.get(view)?.(forecast()) ?? '';
    expect(text).not.toBe('');
    expect(text).toBe(await committed(ending, text));
  });
});
