/**
 * A page of one file without a script: its style is hashed, its policy lets nothing else in, and every word from outside is text. Light
 * and dark, on a phone, on paper. Pure.
 */

import { createHash } from 'node:crypto';
import { escapedText } from '../page/hypertext.ts';

/** `body`: markup whose words from outside are escaped. `more`: a style of its own, after the common one. */
export function staticPage(title: string, body: readonly string[], more = ''): string {
  const css = `${STYLE}${more}`;
  const hash = createHash('sha256').update(css).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapedText(title)}</title>`,
    `<style>${css}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1f24; --dim: #5b6270; --line: #d5d9e0; --paper: #fff; --bad: #b3261e; --good: #1a7f37; --other: #8a5a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ec; --dim: #9aa3b2; --line: #3a404b; --paper: #15181d; --bad: #ff7b72; --good: #56d364; --other: #e3b341; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.2rem 1rem 3rem; }
h1 { font-size: 1.35rem; margin: 0 0 .4rem; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .4rem; }
p, li { overflow-wrap: anywhere; }
.lead { font-size: 1.1rem; font-weight: 600; }
.dim { color: var(--dim); }
.worse { color: var(--bad); }
.better { color: var(--good); }
.changed, .warning { color: var(--other); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; vertical-align: top; }
th { color: var(--dim); font-weight: 500; }
th.text, td.text, tbody th { text-align: left; }
tbody th { color: inherit; font-weight: 500; }
td.wide { white-space: normal; min-width: 10rem; }
td small { display: block; color: var(--dim); }
svg { display: block; color: var(--ink); }
svg .axis { stroke: var(--line); }
svg .bar { stroke: var(--dim); stroke-width: 2; }
svg .dot { fill: var(--dim); }
svg .worse { stroke: var(--bad); fill: var(--bad); }
svg .better { stroke: var(--good); fill: var(--good); }
svg .changed { stroke: var(--other); fill: var(--other); }
svg path.line { fill: none; stroke: var(--ink); stroke-width: 1.5; }
svg text { fill: var(--dim); font: 11px system-ui, sans-serif; }
@media print { body { background: none; } main { max-width: none; padding: 0; } .scroll { overflow: visible; } }
`;
