/** What the blocks of the terminal's report have in common: a column of labels, and what is worth a colour. */

import type { Style } from './terminal_style.ts';

/** Width of the column of labels. */
export const LABEL = 11;

export function label(text: string, style: Style): string {
  return style.dim(text.padEnd(LABEL));
}

export function tinted(amount: number, text: string, tint: (text: string) => string): string {
  return amount > 0 ? tint(text) : text;
}
