/** Prices in tables, a kind each, as wide as the terminal: on a narrow one a name has a line of its own, above its figures. Pure. */

import { visible } from '../core/word/visible.ts';
import type { PriceRow } from '../core/plan/price_row.ts';
import { count } from '../report/figure.ts';
import { table, visibleWidth, wrapped } from '../report/view/columns.ts';
import { priceKinds, type PriceKind } from '../scenario/price_file.ts';
import type { FoundPrice } from './prices_found.ts';
import type { Style } from '../report/view/terminal_style.ts';

const HEADINGS: Readonly<Record<PriceKind, string>> = {
  tokens: 'tokens: USD per million, in / cached / out',
  duration: 'duration: USD a minute of the session, whatever is said in it',
  transcription: 'transcription: USD a minute of the caller’s speech, or per million tokens in / out',
  telephony: 'telephony: USD a minute of a call, each call rounded up',
  infrastructure: 'infrastructure: USD an hour of a session',
};

const COLUMNS: Readonly<Record<PriceKind, readonly string[]>> = {
  tokens: ['model', 'text', 'audio'],
  duration: ['model', 'a minute'],
  transcription: ['model', 'a minute', 'tokens'],
  telephony: ['line', 'a minute', 'rounded to'],
  infrastructure: ['machines', 'a session-hour', 'paid by'],
};

export function priceTables(found: readonly FoundPrice[], style: Style, columns: number): string {
  return priceKinds
    .flatMap((kind) => {
      const own = found.filter(({ row }) => row.kind === kind);
      if (own.length === 0) return [];
      const heading = wrapped(HEADINGS[kind], Math.max(40, columns)).map((line) => style.bold(line));
      return [`${heading.join('\n')}\n${rowsOf(kind, own, style, columns)}`];
    })
    .join('\n');
}

function rowsOf(kind: PriceKind, found: readonly FoundPrice[], style: Style, columns: number): string {
  const head = [...COLUMNS[kind], 'as of'].map((word) => style.dim(word));
  const cells = found.map((price) => [...cellsOf(price.row), dateText(price)]);
  const whole = table([head, ...cells].map((row) => ['', ...row].map((cell) => cell)));
  const fits = whole.split('\n').every((line) => visibleWidth(line) <= columns);
  if (fits) return whole;
  return cells
    .map(([name = '', ...rest]) => {
      const figures = wrapped(rest.filter((cell) => cell !== '').join('  '), Math.max(36, columns - 6));
      return `  ${name}\n${figures.map((line) => `      ${line}\n`).join('')}`;
    })
    .join('');
}

/** The name, then its figures. */
export function cellsOf(row: PriceRow): readonly string[] {
  const name = visible(row.model);
  switch (row.kind) {
    case 'tokens': {
      const { textIn, textCached, textOut, audioIn, audioCached, audioOut } = row.usdPerMillion;
      return [
        name,
        [textIn, textCached, textOut].map(rate).join(' / '),
        [audioIn, audioCached, audioOut].map(rate).join(' / '),
      ];
    }
    case 'duration':
      return [name, rate(row.usdPerMinute)];
    case 'transcription': {
      const tokens = row.usdPerMillion;
      return [
        name,
        rate(row.usdPerMinute),
        tokens === null ? '' : [tokens.in, tokens.out].map(rate).join(' / '),
      ];
    }
    case 'telephony':
      return [name, rate(row.usdPerMinute), `a whole ${row.billedBy}`];
    case 'infrastructure':
      return [
        name,
        rate(row.usdPerSessionHour),
        row.machine === undefined ? 'the session' : `machines of ${count(row.machine.sessions)}`,
      ];
  }
}

export function dateText({ row, own }: FoundPrice): string {
  return own ? `${row.date}, yours` : row.date;
}

/** `0.40`, `4`, `0.0085`: as it is published, and never less than it says. */
export function rate(value: number): string {
  const text = String(Number(value.toPrecision(6)));
  return /\.\d$/.test(text) ? `${text}0` : text;
}
