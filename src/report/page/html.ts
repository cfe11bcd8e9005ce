/**
 * The page of a run: one file that needs no network and opens from a disk. Every word from outside is text, in the markup by
 * escaping and in the data by JSON; and the policy of the page lets nothing run but its own script.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ownFile } from '../../disk/own_file.ts';
import type { PageData } from '../../page/page_data.ts';
import type { Reported } from '../view/views.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

export async function htmlReport(reported: Reported): Promise<string> {
  return pageHtml(pageData(reported), await readPageParts());
}

/** What every page has, whatever run it is of. */
export interface PageParts {
  readonly script: string;
  readonly css: string;
}

/** Needs what `npm run build` makes of src/page. */
export async function readPageParts(): Promise<PageParts> {
  const [script = '', css = ''] = await Promise.all(
    ['dist/page/main.js', 'dist/page/page.css'].map((path) => readFile(ownFile(path), 'utf8')),
  );
  return { script, css };
}

export function pageData({ summary }: Reported): PageData {
  return { version: 1, summary };
}

/** `connects`: whether the page may talk to the server it came from. */
export function pagePolicy({ script, css }: PageParts, connects: boolean): string {
  const sources = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(css)}; img-src data:; media-src data: blob:`;
  return `${sources}; base-uri 'none'; form-action 'none'${connects ? "; connect-src 'self'" : ''}`;
}

/** A page of a run that is being watched talks to its server. */
export function pageHtml(data: PageData, parts: PageParts): string {
  const { summary, live } = data;
  const { script, css } = parts;
  const policy = pagePolicy(parts, live !== undefined);
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${escaped(summary.name)}</title><style>${css}</style>`,
    `<h1>${escaped(summary.verdict.result)}: ${escaped(summary.name)}</h1>`,
    `<script type="application/json" id="callstorm-data">${jsonBlock(data)}</script>`,
    `<script>${script}</script>`,
    '</html>',
    '',
  ].join('\n');
}

/** JSON that ends no script element and opens no comment in one. */
function jsonBlock(data: PageData): string {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
