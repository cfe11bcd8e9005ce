/** One argument of a fault: what may be said of it, and what a text says. Pure. Mistakes are data. */

import { durationMs, durationText } from '../core/word/duration.ts';
import { didYouMean } from '../core/word/nearest.ts';

export interface Argument {
  readonly means: string;
  /** `ms`: a duration; `number`; `bytes`, such as 16kB; `bytesPerS`, such as 30kB/s; or one of these words. */
  readonly kind: 'ms' | 'number' | 'bytes' | 'bytesPerS' | readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly whole?: true;
  /** Another name that it goes by. */
  readonly also?: string;
}

/** What goes for one that nobody gave. */
export type Defaulted = Argument & { readonly otherwise: number | string };

/** Timers hold no more than 24 days, and sessions much less. */
const LONGEST_MS = 24 * 3_600_000;

/** In the negative: what was expected. */
export function readArgument(
  argument: Argument,
  text: string,
): number | string | { readonly mistake: string } {
  const { kind, min = 0, max = kind === 'ms' ? LONGEST_MS : Infinity, whole } = argument;
  if (kind === 'bytes' || kind === 'bytesPerS') {
    const value = bytesOf(text, kind === 'bytes' ? '' : '/s');
    if (value !== undefined && value >= min && value <= max) return value;
    const expected =
      kind === 'bytes' ? 'a number of bytes such as 512B or 16kB' : 'bytes in a second such as 30kB/s';
    return mistaken(`${expected}, ${min}B${kind === 'bytes' ? '' : '/s'} or more`, text);
  }
  if (kind !== 'ms' && kind !== 'number') {
    if (kind.includes(text)) return text;
    return mistaken(`one of ${kind.join(', ')}`, text, didYouMean(text, kind));
  }
  const plain = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  const value = kind === 'ms' ? (plain ?? durationMs(text)) : plain;
  const right =
    value !== undefined && value >= min && value <= max && (whole !== true || Number.isSafeInteger(value));
  if (right) return value;
  if (kind === 'number')
    return mistaken(`${whole === true ? 'a whole number' : 'a number'}${range(min, max)}`, text);
  return value === undefined
    ? mistaken('a duration such as 2s', text)
    : mistaken(`a duration from ${durationText(min)} to ${durationText(max)}`, text);
}

const unitBytes: Readonly<Record<string, number>> = { B: 1, kB: 1000, KB: 1000, MB: 1_000_000 };

/** Kilo is a thousand. Plain numbers are refused: whoever writes 30 may mean either. */
function bytesOf(text: string, per: '' | '/s'): number | undefined {
  const [, amount, unit = '', rest] = /^(\d+(?:\.\d+)?) ?([kKM]?B)(\/s)?$/.exec(text) ?? [];
  if (amount === undefined || (rest ?? '') !== per) return undefined;
  const bytes = Number(amount) * (unitBytes[unit] as number);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

function range(min: number, max: number): string {
  return max === Infinity ? ` of at least ${min}` : ` from ${min} to ${max}`;
}

function mistaken(expected: string, found: string, wayOut = ''): { readonly mistake: string } {
  return { mistake: `expected ${expected}, found "${found}"${wayOut}` };
}
