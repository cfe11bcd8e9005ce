/**
 * summary.json: the summary itself, for machines, with a line break at its end. Read back it is the same to the letter; printed, a
 * terminal obeys nothing in it and turns nothing round.
 */

import type { Summary } from '../summary.ts';

export function jsonReport(summary: Summary): string {
  return jsonText(summary);
}

/** What JSON itself leaves as it is: controls beyond ASCII’s first, formats such as bidi marks, ends of lines and paragraphs. */
const OBEYED = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

export function jsonText(value: unknown): string {
  // They stand in texts alone, where each may be an escape.
  return `${JSON.stringify(value, null, 2).replaceAll(OBEYED, escaped)}\n`;
}

function escaped(sign: string): string {
  return Array.from({ length: sign.length }, (_, at) => {
    const digits = sign.charCodeAt(at).toString(16).padStart(4, '0');
    return String.raw`\u${digits}`;
  }).join('');
}
