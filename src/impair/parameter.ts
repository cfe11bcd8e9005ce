/** One argument of an impairment: what may be said of it, and what a text says. Pure. Mistakes are data. */

import { durationMs } from '../core/word/duration.ts';
import { didYouMean } from '../core/word/nearest.ts';

export interface Parameter {
  readonly means: string;
  /** A unit, a plain number, or one of these words. A share is read as 0 to 1. */
  readonly kind: Unit | readonly string[];
  readonly min: number;
  readonly max: number;
  readonly whole?: true;
  /** Besides its words, the name of a WAV. */
  readonly file?: true;
  /** What goes for one that nobody gave. */
  readonly otherwise: number | string;
}

/** `keys`: those of a telephone. */
type Unit = 'ms' | 'db' | 'hz' | 'kbps' | 'share' | 'number' | 'keys';

export type ParametersOf<Args> = {
  readonly [K in keyof Args]: Args[K] extends { readonly kind: infer Kind }
    ? Kind extends readonly (infer Word)[]
      ? Word
      : Kind extends 'keys'
        ? string
        : number
    : never;
};

/** As a text has them. Without one a number is in the same unit, but for a share, which is 0 to 1. */
const suffixes: Readonly<Record<Unit, string>> = {
  ms: 'ms',
  db: 'dB',
  hz: 'Hz',
  kbps: 'kbit/s',
  share: '%',
  number: '',
  keys: '',
};

export function readParameter(
  parameter: Parameter,
  text: string,
): number | string | { readonly mistake: string } {
  const { kind, min, max, whole } = parameter;
  if (typeof kind === 'object') {
    if (kind.includes(text) || (parameter.file === true && /[^/\\]\.wav$/i.test(text))) return text;
    const or = parameter.file === true ? ', or a file that ends in .wav' : '';
    return { mistake: `expected one of ${kind.join(', ')}${or}, found "${text}"${didYouMean(text, kind)}` };
  }
  if (kind === 'keys') {
    if (text.length <= max && /^[0-9A-D*#]+$/.test(text)) return text;
    return { mistake: `expected up to ${max} of the keys 0-9, A-D, * and #, found "${text}"` };
  }
  const value = valueOf(kind, text.trim());
  const right =
    value !== undefined && value >= min && value <= max && (whole !== true || Number.isSafeInteger(value));
  if (right) return value;
  return {
    mistake: `expected ${whole === true ? 'a whole number ' : ''}from ${shown(parameter, min)} to ${shown(parameter, max)}, found "${text}"`,
  };
}

function valueOf(kind: Exclude<Unit, 'keys'>, text: string): number | undefined {
  const plain = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  const before = (pattern: RegExp): number | undefined => {
    const number = pattern.exec(text)?.[1];
    return number === undefined ? plain : Number(number);
  };
  switch (kind) {
    case 'ms':
      return plain ?? durationMs(text);
    case 'db':
      return before(/^([+-]?\d+(?:\.\d+)?) ?dB$/i);
    case 'hz': {
      const kilo = /^(\d+(?:\.\d+)?) ?kHz$/i.exec(text)?.[1];
      return kilo === undefined ? before(/^(\d+(?:\.\d+)?) ?Hz$/i) : Number(kilo) * 1000;
    }
    case 'kbps':
      return before(/^(\d+(?:\.\d+)?) ?(?:kbit\/s|kbps|k)$/i);
    case 'share': {
      const percent = /^(\d+(?:\.\d+)?) ?%$/.exec(text)?.[1];
      return percent === undefined ? plain : Number(percent) / 100;
    }
    case 'number':
      return plain;
  }
}

/** A value as the notation has it. */
export function shown({ kind }: Parameter, value: number | string): string {
  if (typeof kind === 'object' || typeof value === 'string') return String(value);
  if (kind === 'share') return `${Number((value * 100).toFixed(6))}%`;
  return `${value}${suffixes[kind]}`;
}
