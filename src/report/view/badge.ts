/**
 * badge.svg: the verdict and the p95 of the response latency on one line, for a README. It needs no font of its own, asks nothing of a
 * network, and says the same to whoever hears it read. Pure.
 */

import { ms } from '../figure.ts';
import { distributionOf } from '../monitored.ts';
import type { Summary } from '../summary.ts';
import { html } from '../page/hypertext.ts';
import { verdictWord } from './outline.ts';
import { shown } from './shown.ts';

/** White is read on each. */
const COLOURS: Readonly<Record<Summary['verdict']['result'], string>> = {
  pass: '#2e7d32',
  fail: '#c62828',
  invalid: '#8d4e00',
  not_judged: '#5f6368',
};
const LABEL = 'voice load';
const HEIGHT = 20;
const PADDING = 6;
/** Of a letter, at this size; the text is stretched or squeezed to it, whatever font there is. */
const LETTER = 6.5;

export function badge(told: Summary): string {
  const { verdict, metrics, name } = shown(told);
  const latencyMs = distributionOf(metrics, 'response_latency')?.p95 ?? null;
  const p95 = latencyMs === null ? '' : `, p95 ${ms(latencyMs)}`;
  const value = `${verdictWord(verdict)}${p95}`;
  const left = widthOf(LABEL);
  const right = widthOf(value);
  const text = (words: string, from: number, width: number) =>
    html`<text
      x="${from + PADDING}"
      y="14"
      textLength="${width - 2 * PADDING}"
      lengthAdjust="spacingAndGlyphs"
      >${words}</text
    >`;
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${left + right}"
    height="${HEIGHT}"
    role="img"
    aria-labelledby="title"
  >
    <title id="title">${LABEL} of ${name}: ${value}</title>
    <rect width="${left + right}" height="${HEIGHT}" rx="3" fill="#3c4043" />
    <path
      d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v${HEIGHT - 6}a3 3 0 0 1-3 3h-${right - 3}z"
      fill="${COLOURS[verdict.result]}"
    />
    <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" aria-hidden="true">
      ${text(LABEL, 0, left)}${text(value, left, right)}
    </g>
  </svg> `.markup;
}

function widthOf(text: string): number {
  return Math.ceil(text.length * LETTER) + 2 * PADDING;
}
