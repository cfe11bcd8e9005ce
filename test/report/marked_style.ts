/** Colours for a terminal's views in tests: codes that take no room until the lines are laid out, and marks that can be read after that. */

import type { Style } from '../../src/report/view/terminal_style.ts';

const names = ['red', 'green', 'yellow', 'dim', 'bold'] as const;

export const markedStyle = Object.fromEntries(
  names.map((name, code) => [name, (text: string) => `\u001B[${code + 1}m${text}\u001B[0m`]),
) as unknown as Style;

/** `{red text}`. */
export function marked(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the escape character is what a colour code starts with
  return text.replaceAll(/\u001B\[(\d)m/g, (_, code: string) =>
    code === '0' ? '}' : `{${names[Number(code) - 1]} `,
  );
}
