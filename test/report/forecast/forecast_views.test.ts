/** Every view of a forecast: what stands in it, and that text from outside stays text. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Forecast } from '../../../src/forecast/projection/forecast.ts';
import { fanFile, niceStep } from '../../../src/report/forecast/fan_chart.ts';
import { forecastPage } from '../../../src/report/forecast/forecast_page.ts';
import { forecastSchema } from '../../../src/report/forecast/forecast_schema.ts';
import { forecastTerminal } from '../../../src/report/forecast/forecast_terminal.ts';
import { money } from '../../../src/report/forecast/forecast_text.ts';
import { forecastViews } from '../../../src/report/forecast/forecast_views.ts';
import { moneyFile } from '../../../src/report/forecast/money_chart.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { madeCall, manyCalls, oneYear, projected } from '../../forecast/projection/made_calls.ts';
import { cellsOf } from '../csv/read_csv.ts';

const EVIL = `<img src=x onerror=alert(1)>"' | \`x\` [y](javascript:z) \u202E\u001B[2J @all =1+1\n# qzx`;

function told(word: string): Forecast {
  const calls = [
    ...manyCalls(40, 1, { caller: `refund ${word}`, otherwise: [{ least: 0.05, most: 0.06 }, null] }),
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
  ];
  const asked = (refused: string | null) => ({
    text: `model=${word}`,
    assumes: [`that ${word}`],
    refused,
    measureBy: `callstorm run ${word}`,
  });
  return projected({
    calls,
    demand: { ...oneYear, spread: 0.1, growthPerMonth: { low: 0, high: 0.02 } },
    demandFrom: [`from ${word}`],
    runs: [
      {
        given: `reports/${word}`,
        scenario: word,
        plan: 'p',
        engine: 'virtual',
        startedAt: '2026-12-01T00:00:00.000Z',
        model: word,
        prices: word,
        calls: 60,
      },
    ],
    whatIfs: [asked(null), asked(`for ${word}`)],
    notes: [`note ${word}`],
    budgetUsd: 4500,
  });
}

const plain = told('plain');
const evil = told(EVIL);

describe('the terminal', () => {
  it.each([60, 100, 160])('fits into %d columns, with all of it', (columns) => {
    const text = forecastTerminal(plain, plainStyle, columns);
    for (const line of text.split('\n')) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
    for (const words of [
      '2027-12',
      'refund plain',
      'audio out',
      'faults on purpose',
      'model=plain',
      'refused',
      'busiest',
      'do with a probability of',
    ])
      expect(text).toContain(words);
  });

  it('obeys nothing from outside', () => {
    // oxlint-disable-next-line no-control-regex -- what a terminal would obey
    expect(forecastTerminal(evil, plainStyle, 100)).not.toMatch(/[\u001B\u202E\u009B]/);
  });

  it('tells how many calls a percentile takes', () => {
    expect(forecastTerminal(plain, plainStyle, 200)).toContain('takes 1,000 calls');
  });
});

describe('the page', () => {
  const elements = (text: string): readonly string[] =>
    [...text.matchAll(/<([a-z][\w-]*)\b/gi)].map(([, name]) => (name ?? '').toLowerCase()).sort();

  it('is made of the same elements, whatever stands in it', () => {
    const page = forecastPage(evil);
    expect(elements(page)).toEqual(elements(forecastPage(plain)));
    expect(page).not.toContain('<img');
    expect(page).not.toMatch(/\son\w+=(?![^<]*<\/)/);
    // oxlint-disable-next-line no-control-regex -- what a terminal would obey
    expect(page).not.toMatch(/[\u001B\u202E]/);
  });

  it('loads nothing, and lets nothing run', () => {
    const page = forecastPage(plain);
    expect(page).toMatch(/content="default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'/);
    expect(page).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org)|style="/);
  });

  it('has both drawings, each told in words', () => {
    const page = forecastPage(plain);
    expect(page.match(/<svg role="img"/g)).toHaveLength(2);
    expect(page).toContain('<title>Cost by month');
    expect(page).toContain('<title>Where the money goes');
  });
});

describe('the fan', () => {
  const numbersOf = (path: string): number[] => [...path.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number);

  it('is wide where it is unsure: the bands lie in one another, about the line', () => {
    const [p90 = '', p80 = '', p50 = ''] = [...fanFile(plain).matchAll(/class="band" d="([^"]+)"/g)].map(
      ([, path]) => path,
    );
    const heights = (path: string, at: number): number => {
      const numbers = numbersOf(path);
      const months = numbers.length / 4;
      // There and back: the last month’s lower edge follows its upper one.
      return (numbers[(2 * months - 1 - at) * 2 + 1] ?? 0) - (numbers[at * 2 + 1] ?? 0);
    };
    for (let at = 0; at < 12; at++) {
      expect(heights(p90, at)).toBeGreaterThanOrEqual(heights(p80, at));
      expect(heights(p80, at)).toBeGreaterThanOrEqual(heights(p50, at));
      expect(heights(p50, at)).toBeGreaterThan(0);
    }
    expect(heights(p90, 11)).toBeGreaterThan(heights(p90, 0));
  });

  it('is drawn for one month too', () => {
    const one = projected({ demand: { ...oneYear, months: 1 } });
    expect(fanFile(one).match(/<rect class="band"/g)).toHaveLength(3);
    expect(fanFile(one)).not.toContain('NaN');
  });

  it('has round figures at its edge', () => {
    expect([niceStep(3), niceStep(0.21), niceStep(26), niceStep(1000), niceStep(0)]).toEqual([
      5, 0.25, 50, 1000, 1,
    ]);
  });
});

describe('where the money goes', () => {
  it('has a band for each caller and part, as thick as it is dear', () => {
    const drawing = moneyFile(plain);
    const thick = [
      ...drawing.matchAll(/class="flow m\d" d="M190 ([\d.]+)C[^L]+L500 [\d.]+C[^Z]+ 190 ([\d.]+)Z"/g),
    ].map(([, from, to]) => Number(to) - Number(from));
    expect(thick).toHaveLength(3);
    expect(thick.reduce((sum, each) => sum + each, 0)).toBeCloseTo(240, 0);
    expect(drawing).not.toContain('NaN');
  });

  it('says so where nothing was billed', () => {
    const free = projected({ calls: Array.from({ length: 20 }, (_, at) => madeCall(at, 0, { parts: {} })) });
    expect(moneyFile(free)).toContain('Nothing was billed');
    expect(forecastTerminal(free, plainStyle, 80)).not.toContain('NaN');
    expect(forecastPage(free)).not.toContain('NaN');
  });
});

describe('the other views', () => {
  it('Markdown has tables of even rows, and text that stays text', () => {
    const text = forecastViews.get('markdown')?.(evil) ?? '';
    for (const [block] of text.matchAll(/(?:^\|.*\n)+/gm)) {
      const widths = block
        .trimEnd()
        .split('\n')
        .map((line) => line.match(/(?<!\\)\|/g)?.length);
      expect(new Set(widths).size).toBe(1);
    }
    expect(text).not.toMatch(/(?<!\\)<(?!!-- -->)|(?<!\\)\[|@all|^# qzx/m);
  });

  it('CSV has a line a month, and numbers alone', () => {
    const rows = cellsOf(forecastViews.get('csv')?.(plain) ?? '');
    expect(rows).toHaveLength(13);
    expect(rows[0]?.[0]).toBe('month');
    for (const row of rows.slice(1))
      expect(row.slice(1).every((cell) => Number.isFinite(Number(cell)))).toBe(true);
    const [least = 0, low = 0, high = 0] = ['usd_least', 'usd_p5', 'usd_p95'].map((name) =>
      Number(rows[1]?.[rows[0]?.indexOf(name) ?? 0]),
    );
    expect(low).toBeLessThan(least);
    expect(least).toBeLessThan(high);
  });

  it('JSON is what its schema says', () => {
    const valid = new Ajv2020({ strict: false }).compile(forecastSchema);
    for (const forecast of [plain, evil]) {
      valid(JSON.parse(forecastViews.get('json')?.(forecast) ?? ''));
      expect(valid.errors).toBeNull();
    }
    expect(valid({ version: 1 })).toBe(false);
  });

  it('the schema is published as it is checked', async () => {
    const file = join(fileURLToPath(new URL('../../..', import.meta.url)), 'reports/forecast.schema.json');
    const text = `${JSON.stringify(forecastSchema, null, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('SVG files escape what stands in them', () => {
    for (const name of ['svg', 'money-svg']) {
      const text = forecastViews.get(name)?.(evil) ?? '';
      expect(text).not.toContain('<img');
      expect(text).toMatch(/^<svg xmlns=/);
    }
  });
});

describe('money', () => {
  it.each([
    [1_234_567, '$1,234,600'],
    [-20_432.1, '−$20,400'],
    [1234.4, '$1,234'],
    [456.78, '$457'],
    [12.345, '$12.35'],
    [0.0331, '$0.0331'],
    [0, '$0.00'],
  ])('%d is %s', (value, text) => {
    expect(money(value)).toBe(text);
  });
});
