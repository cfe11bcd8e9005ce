/**
 * The page of runs which, between them, take every branch of it, against committed files: the first screen, and what lies below it.
 * After a change that is meant, write them anew with UPDATE_GOLDEN=1 and read the difference.
 */

import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { everything, type Choice } from '../../../src/page/choice.ts';
import type { RunLog } from '../../../src/report/log.ts';
import { distribution } from '../../../src/report/page/distribution_section.ts';
import { pageData, pageHtml, pagePolicy } from '../../../src/report/page/html.ts';
import { latenciesOf, pick } from '../../../src/report/page/picked.ts';
import { firstParts, sections, type PagePart } from '../../../src/report/page/sections.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { judged, unjudged } from '../judged_run.ts';
import { call, footer, gathered, generator, header } from '../log_builder.ts';
import { once } from '../once.ts';
import { toolRun } from '../tool_run.ts';
import { damaged, good, metered, stopped, unreached } from '../view_runs.ts';

const folder = join(import.meta.dirname, '../../golden/page');

async function committed(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
  return readFile(file, 'utf8');
}

const dataOf = (log: RunLog) => pageData({ summary: summarize(log), log });

function textOf(parts: readonly PagePart[], log: RunLog): string {
  const data = dataOf(log);
  return parts
    .map(
      ({ id, draw }) =>
        `<!-- ${id} -->\n${(draw(data, null)?.markup ?? 'nothing').replaceAll(/\s*\n\s*/g, '\n')}\n`,
    )
    .join('\n');
}

const silent = gathered([header(), call({ turns: 0 }), generator(), footer()]);

describe.each<[name: string, log: RunLog]>([
  ['good', good],
  ['stopped', stopped],
  ['damaged', damaged],
  ['unreached', unreached],
  ['metered', metered],
  ['judged', judged],
  ['unjudged', unjudged],
  ['silent', silent],
  ['tools', gathered(toolRun)],
])('of the run %s', (name, log) => {
  it('the first screen is the committed one', async () => {
    const text = textOf(firstParts, log);
    expect(text).toBe(await committed(`${name}.html`, text));
  });

  it('what lies below it is the committed one', async () => {
    const text = textOf(sections, log);
    expect(text).toBe(await committed(`${name}.below.html`, text));
  });
});

describe('the parts that can show what is chosen', () => {
  const { recorded } = dataOf(stopped);
  it.each<[name: string, choice: Choice]>([
    ['caller', { ...everything, caller: recorded?.callers.indexOf('refund') ?? -1 }],
    ['code', { ...everything, code: recorded?.codes.indexOf('no_answer') ?? -1 }],
    ['stretch', { ...everything, stretch: { fromMs: 1500, untilMs: 2500 } }],
    ['nothing', { ...everything, stretch: { fromMs: 90_000, untilMs: 91_000 } }],
  ])('show it: %s', async (name, choice) => {
    const data = dataOf(stopped);
    if (data.recorded === null) throw new Error('nothing is recorded');
    const picked = pick(data.recorded, choice);
    const parts = [
      ...sections.flatMap(({ id, draw }) => (id === 'parts' || id === 'callers' ? [draw(data, picked)] : [])),
      distribution(data, { log: true, width: 500 }, latenciesOf(picked)),
    ];
    const text = parts.map((part) => part?.markup.replaceAll(/\s*\n\s*/g, '\n') ?? '').join('\n\n');
    expect(text).toBe(await committed(`chosen.${name}.html`, text));
  });
});

describe('a page', () => {
  const parts = { script: 'let a = "</b>" < 1;', css: 'p { color: red }' };
  const page = once(() =>
    pageHtml(
      dataOf(gathered([header({ scenario: { name: '<b>"&\u001B[31m', sha256: 'a'.repeat(64) } })])),
      parts,
    ),
  );
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  it('has its parts in their order, each in its place', async () => {
    const text = page().replaceAll(/>[^<]*<\/script>/g, '></script>');
    expect(text).toBe(await committed('whole.html', text));
  });

  it('lets its own script and style run, as they stand in it, and nothing else', () => {
    const policy = `default-src 'none'; script-src ${hashOf(parts.script)}; style-src ${hashOf(parts.css)}; img-src data:; media-src data: blob:; base-uri 'none'; form-action 'none'`;
    expect(pagePolicy(parts, false)).toBe(policy);
    expect(pagePolicy(parts, true)).toBe(`${policy}; connect-src 'self'`);
    expect(page()).toContain(`http-equiv="Content-Security-Policy" content="${policy}"`);
    expect(page()).toContain(`<script>${parts.script}</script>`);
    expect(page()).toContain(`<style>${parts.css}</style>`);
    expect(page().match(/<script/g)).toHaveLength(2);
  });

  it('takes no text from outside for markup', () => {
    expect(page()).not.toContain('<b>"');
    expect(page()).not.toContain('\u001B');
    expect(page()).toContain('&lt;b&gt;&quot;&amp;');
    const [, data = ''] =
      /<script type="application\/json" id="callstorm-data">(.*)<\/script>/.exec(page()) ?? [];
    expect(data).not.toContain('<');
    expect(JSON.parse(data)).toMatchObject({ version: 1, inspected: null });
  });

  it('has no records where there are none at hand', () => {
    expect(pageData({ summary: summarize(good), log: null }).recorded).toBeNull();
  });
});
