/** What somebody asks to be reckoned otherwise: `caching=off`, `model=gpt-realtime-mini,answers=-30%`. Pure. Mistakes are ConfigErrors. */

import { durationMs } from '../../config/value.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { didYouMean } from '../../core/word/nearest.ts';
import { modelPrice, transcriptionPrice } from '../../pricing/prices.ts';
import type { PriceRow } from '../../core/plan/price_row.ts';
import type { PriceEntry, TranscriptionPriceEntry } from '../../pricing/price_table.ts';

export interface WhatIf {
  /** As it was written. */
  readonly text: string;
  readonly model?: PriceEntry;
  readonly caching?: 'on' | 'off';
  /** Tokens after the instructions over which items leave the context, and the share of them that stays. */
  readonly truncation?: { readonly tokens: number; readonly retention: number };
  /** 0.7: answers of 70% of their length. */
  readonly answers?: number;
  /** Null: nothing is transcribed. */
  readonly transcription?: TranscriptionPriceEntry | null;
  readonly vad?: OtherVad;
}

export type OtherVad =
  | { readonly type: 'semantic' }
  | { readonly type: 'silence'; readonly silenceMs: number };

const KEYS = ['model', 'caching', 'truncation', 'retention', 'answers', 'transcription', 'vad'] as const;
type Key = (typeof KEYS)[number];

export const WHAT_IF_EXAMPLES =
  'model=gpt-realtime-mini, caching=off, retention=0.8,truncation=8000, answers=-30%, transcription=off, vad=semantic, vad=silence=800ms';

/** Throws ConfigError. Several changes with commas between them are made together. `rows`: prices of the user's own. */
export function readWhatIf(text: string, rows: readonly PriceRow[] = []): WhatIf {
  const given = new Map<Key, string>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    const key = (at < 0 ? part : part.slice(0, at)).trim();
    const value = at < 0 ? '' : part.slice(at + 1).trim();
    if (!isKey(key)) {
      throw wrong(text, `expected one of ${KEYS.join(', ')}, found "${key}"${didYouMean(key, KEYS)}`);
    }
    if (value === '') throw wrong(text, `expected ${key}=…, found no value`);
    if (given.has(key)) throw wrong(text, `${key} stands there twice`);
    given.set(key, value);
  }
  return { text, ...changesOf(text, given, rows) };
}

function changesOf(
  text: string,
  given: ReadonlyMap<Key, string>,
  rows: readonly PriceRow[],
): Omit<WhatIf, 'text'> {
  const [model, caching, answers, transcription, vad] = (
    ['model', 'caching', 'answers', 'transcription', 'vad'] as const
  ).map((key) => given.get(key));
  const truncation = truncationOf(text, given.get('truncation'), given.get('retention'));
  return {
    ...(model === undefined ? {} : { model: priced(text, () => modelPrice(model, rows)) }),
    ...(caching === undefined ? {} : { caching: onOrOff(text, caching) }),
    ...(truncation === null ? {} : { truncation }),
    ...(answers === undefined ? {} : { answers: factorOf(text, answers) }),
    ...(transcription === undefined
      ? {}
      : {
          transcription:
            transcription === 'off' ? null : priced(text, () => transcriptionPrice(transcription, rows)),
        }),
    ...(vad === undefined ? {} : { vad: vadOf(text, vad) }),
  };
}

/** A price that is not known is the what-if's mistake, and not the scenario's. */
function priced<Row>(text: string, find: () => Row): Row {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const known = error.place.hint?.split(';')[0] ?? '';
    throw new ConfigError(error.message, {
      code: error.place.code,
      path: `--what-if "${text}"`,
      hint: `${known}; a model of your own needs its prices in the scenario before it is run`,
    });
  }
}

function onOrOff(text: string, value: string): 'on' | 'off' {
  if (value === 'on' || value === 'off') return value;
  throw wrong(text, `expected caching=on or caching=off, found "${value}"`);
}

function truncationOf(
  text: string,
  tokens: string | undefined,
  retention: string | undefined,
): NonNullable<WhatIf['truncation']> | null {
  if (tokens === undefined && retention === undefined) return null;
  if (tokens === undefined) {
    throw wrong(text, 'expected truncation=<tokens> beside retention: a share of what?');
  }
  const limit = Number(tokens);
  if (!Number.isInteger(limit) || limit < 1) {
    throw wrong(text, `expected truncation to be a number of tokens such as 8000, found "${tokens}"`);
  }
  const share = shareOf(retention ?? '1');
  if (share === null || share > 1) {
    throw wrong(text, `expected retention to be a share such as 0.8 or 80%, found "${retention}"`);
  }
  return { tokens: limit, retention: share };
}

function shareOf(value: string): number | null {
  const found = /^(\d+(?:\.\d+)?|\.\d+)(%?)$/.exec(value);
  return found === null ? null : Number(found[1]) / (found[2] === '%' ? 100 : 1);
}

function factorOf(text: string, value: string): number {
  const found = /^([+−-])(\d+(?:\.\d+)?)%$/.exec(value);
  const factor = found === null ? Number.NaN : 1 + ((found[1] === '+' ? 1 : -1) * Number(found[2])) / 100;
  if (!(factor > 0 && factor <= 10)) {
    throw wrong(text, `expected answers to be a change such as -30% or +20%, found "${value}"`);
  }
  return factor;
}

function vadOf(text: string, value: string): OtherVad {
  if (value === 'semantic') return { type: 'semantic' };
  const [word, time = ''] = value.split('=');
  const silenceMs = word === 'silence' ? durationMs(time) : undefined;
  if (time === '' || silenceMs === undefined || silenceMs <= 0) {
    throw wrong(text, `expected vad=semantic or vad=silence=800ms, found "${value}"`);
  }
  return { type: 'silence', silenceMs };
}

function isKey(word: string): word is Key {
  return (KEYS as readonly string[]).includes(word);
}

function wrong(text: string, message: string): ConfigError {
  return new ConfigError(message, {
    code: 'what_if_invalid',
    path: `--what-if "${text}"`,
    hint: `e.g. ${WHAT_IF_EXAMPLES}`,
  });
}
