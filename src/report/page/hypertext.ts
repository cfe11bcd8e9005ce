/**
 * Markup as it is written down in this program, and text from anywhere: only the former is ever taken for markup. The page is put
 * together from these on disk and redrawn from the same in the browser. Pure.
 */

import { visible } from '../../core/word/visible.ts';

/** Made by `html` alone. */
export class Hypertext {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type Part = Hypertext | string | number | null | readonly Part[];

/** What is put into it is text, in an attribute between quotes too, unless it is such markup itself. Null is nothing. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Hypertext {
  return new Hypertext(
    markup.reduce((whole, piece, index) => whole + marked(parts[index - 1] ?? null) + piece),
  );
}

function marked(part: Part): string {
  if (part === null) return '';
  if (part instanceof Hypertext) return part.markup;
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapedText(part);
  return part.map(marked).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For a page that is put together by hand: as `html` takes a text. */
export function escapedText(text: string): string {
  return visible(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');
}
