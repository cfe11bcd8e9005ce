import { expect, it } from 'vitest';
import { pageData } from '../../../src/report/page/html.ts';
import { pageBody, sections } from '../../../src/report/page/sections.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { call, footer, gathered, generator, header } from '../log_builder.ts';
import { toolRun } from '../tool_run.ts';
import { damaged, good, metered, stopped, unreached } from '../view_runs.ts';

const silent = gathered([header(), call({ turns: 0 }), generator(), footer()]);
const runs = { good, stopped, damaged, unreached, metered, silent, tools: gathered(toolRun) };

it.each(Object.entries(runs))('%s: no part is empty, and each without data says why', (_, log) => {
  const data = pageData({ summary: summarize(log), log });
  const told = sections.map((section) => section.draw(data, null)?.markup ?? '');
  for (const markup of told) {
    expect(markup.replaceAll(/<[^>]*>|\s/g, '').length).toBeGreaterThan(10);
    expect(markup).not.toMatch(/NaN|undefined|Infinity|\[object/);
  }
});

it('has every part though only the summary is at hand', () => {
  const data = pageData({ summary: summarize(good), log: null });
  for (const section of sections) expect(section.draw(data, null)?.markup ?? '').not.toBe('');
});

it('is well-formed: what is opened is closed, ids are there once, and links lead somewhere', () => {
  const { markup } = pageBody(pageData({ summary: summarize(stopped), log: stopped }));
  const open: string[] = [];
  for (const [, close, name = '', single] of markup.matchAll(/<(\/?)([a-z0-9]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (name === 'br' || single === '/') continue;
    if (close === '/' && open.at(-1) === name) open.pop();
    else open.push(close === '/' ? `/${name}` : name);
  }
  expect(open).toEqual([]);
  const ids = Array.from(markup.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target = ''] of markup.matchAll(/ href="#([^"=]+)"/g)) expect(ids).toContain(target);
});

it('draws no axes, and explains none, where no turn asked for an answer', () => {
  const told = (log: typeof good): string => pageBody(pageData({ summary: summarize(log), log })).markup;
  expect(told(good)).toMatch(/Dots: answers/);
  expect(told(good)).toMatch(/Bars: answers/);
  const none = told(unreached);
  expect(none).not.toMatch(/Dots: answers|Bars: answers/);
  expect(none).toContain('no turn asked for an answer, so there is no latency to draw');
  expect(none).not.toContain('No data: what the failed calls');
});
