/**
 * The page of a run: one file that needs no network and opens from a disk. Every word from outside is text, in the markup by
 * escaping and in the data by JSON; and the policy of the page lets nothing run but its own script.
 */

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ownFile } from '../../disk/own_file.ts';
import type { PageData } from '../../page/page_data.ts';
import type { Reported } from '../view/views.ts';
import { inspectedOf } from './call_inspection.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Needs what `npm run build` makes of src/page. */
export async function htmlReport(reported: Reported): Promise<string> {
  const [script, css] = await Promise.all(
    ['dist/page/main.js', 'dist/page/page.css'].map((path) => readFile(ownFile(path), 'utf8')),
  );
  const { summary } = reported;
  const data: PageData = { version: 1, summary, inspected: await inspectedOf(reported) };
  const policy = `default-src 'none'; script-src ${hashOf(script ?? '')}; style-src ${hashOf(css ?? '')}; img-src data:; media-src data: blob:; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="Content-Security-Policy" content="${policy}">`,
    `<title>${escaped(summary.name)}</title><style>${css}</style>`,
    `<h1>${escaped(summary.verdict.result)}: ${escaped(summary.name)}</h1>`,
    '<section id="inspector"></section>',
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
