/** The page's colours as a canvas needs them: read from the style sheet, and anew whenever the theme changes. */

export interface Palette {
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly sheet: string;
  readonly bar: string;
  readonly fail: string;
  readonly warn: string;
  /** Of things of one kind, in their order. */
  readonly parts: readonly string[];
}

export function paletteNow(): Palette {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of('ink'),
    soft: of('soft'),
    line: of('line'),
    sheet: of('sheet'),
    bar: of('bar'),
    fail: of('fail'),
    warn: of('warn'),
    parts: [1, 2, 3, 4, 5, 6, 7, 8].map((part) => of(`p${part}`)),
  };
}

/** `#rrggbb` with so much of it. */
export function faint(colour: string, share: number): string {
  return `${colour}${Math.round(share * 255)
    .toString(16)
    .padStart(2, '0')}`;
}
