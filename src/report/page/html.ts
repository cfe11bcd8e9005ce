/**
 * The page of a run: one file that needs no network and opens from a disk. It is written whole, so that it is read and printed without
 * its script, which adds the charts. Every word from outside is text, in the markup by escaping and in the data by JSON; and the policy
 * of the page lets nothing run but its own script.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadReasonOf } from '../../disk/disk_trouble.ts';
import { ownFile } from '../../disk/own_file.ts';
import type { PageData } from '../../page/page_data.ts';
import type { Reported } from '../view/views.ts';
import { html, type Hypertext } from './hypertext.ts';
import { shown } from '../view/shown.ts';
import { recordedOf } from './page_records.ts';
import { pageBody } from './sections.ts';
import { inspectedOf } from './call_inspection.ts';
import { pageTally } from './page_tally.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export async function htmlReport(reported: Reported): Promise<string> {
  const { log, summary, calls } = reported;
  if (log === null) return pageHtml(pageData(reported), await readPageParts());
  const { page = pageTally(log, calls) } = reported;
  const recorded = recordedOf(log, summary, page);
  const inspected = await inspectedOf(reported, page.candidates.all);
  return pageHtml(pageData(reported, inspected, recorded), await readPageParts());
}

/** What every page has, whatever run it is of. */
export interface PageParts {
  readonly script: string;
  readonly css: string;
}

/** Needs what `npm run build` makes of src/page. Throws where it is not there. */
export async function readPageParts(folder = ownFile('dist/page')): Promise<PageParts> {
  const [script, css] = await Promise.all([partIn(folder, 'main.js'), partIn(folder, 'page.css')]);
  return { script, css };
}

async function partIn(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    throw new Error(
      `the built page is missing: dist/page/${name}: ${unreadReasonOf(error)}; \`npm run build\` makes it, or install Callstorm again`,
      { cause: error },
    );
  }
}

/** Every text in it is made visible, and cut: it is data, and some of it will be shown. */
export function pageData(
  { summary, log }: Pick<Reported, 'summary' | 'log'>,
  inspected: PageData['inspected'] = null,
  recorded = log === null ? null : recordedOf(log, summary),
): PageData {
  return {
    version: 1,
    summary: shown(summary),
    inspected,
    recorded,
  };
}

/** `connects`: whether the page may talk to the server it came from. */
export function pagePolicy({ script, css }: PageParts, connects: boolean): string {
  const sources = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(css)}; img-src data:; media-src data: blob:`;
  return `${sources}; base-uri 'none'; form-action 'none'${connects ? "; connect-src 'self'" : ''}`;
}

/** The page of a run that is being watched talks to its server. */
export function pageHtml(data: PageData, parts: PageParts): string {
  const { verdict, name } = data.summary;
  // What is indented here is none of the script's and the style's: their hashes are of what they are.
  const tidied = (part: Hypertext): string => part.markup.replaceAll(/\n\s*/g, '\n');
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${pagePolicy(parts, data.live !== undefined)}">`,
    tidied(html`<meta name="color-scheme" content="light dark" /><title>${verdict.result}: ${name}</title>`),
    `<style>${parts.css}</style></head>`,
    tidied(
      html`<body>
        ${pageBody(data)}
      </body>`,
    ),
    `<script type="application/json" id="callstorm-data">${jsonBlock(data)}</script>`,
    `<script>${parts.script}</script>`,
    '</body></html>',
    '',
  ].join('\n');
}

/** JSON that ends no script element and opens no comment in one. */
function jsonBlock(data: PageData): string {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}
