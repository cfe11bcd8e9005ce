/**
 * What a matrix varies, as somebody writes it: `noise=none,babble@10dB`, `latency=none,200ms,jitter=50ms`, `concurrency=10,100`,
 * `target.model=a,b`. A factor is an impairment, a toxic, or a key of the scenario, with two levels or more; the first is what the
 * others are compared with. Pure. Mistakes are ConfigErrors that say what can be varied.
 */

import type { PlanToxic, RecipeStep } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { durationMs } from '../config/value.ts';
import { found, pathText, type Path } from '../config/source.ts';
import { readImpairText, usualText } from '../impair/impair_text.ts';
import { impairments } from '../impair/impairments.ts';
import { readToxic } from '../network/read_toxic.ts';
import { toxics } from '../network/toxics.ts';
import { keyPath, shortKeys, VARIED_KEYS } from './varied_key.ts';

interface Level {
  /** As it was written. */
  readonly text: string;
}

export type Factor = { readonly name: string } & (
  | {
      readonly kind: 'impairment';
      /** Of the scenario's own impairments, those in whose place the levels stand. */
      readonly replaces: readonly string[];
      /** Null: none. */
      readonly levels: readonly (Level & { readonly step: RecipeStep | null })[];
    }
  | { readonly kind: 'toxic'; readonly levels: readonly (Level & { readonly toxic: PlanToxic | null })[] }
  | { readonly kind: 'concurrency'; readonly levels: readonly (Level & { readonly calls: number })[] }
  | {
      readonly kind: 'key';
      readonly path: Path;
      /** Undefined: the key is left out, so that its default goes. */
      readonly levels: readonly (Level & { readonly value: unknown })[];
    }
);

const FEWEST_LEVELS = 2;
const NOT_APPLIED: ReadonlySet<string> = new Set(['none', '0', '0%', '']);
const codecs = [...impairments.values()].filter(({ stage }) => stage === 'codec').map(({ name }) => name);

/** Throws ConfigError: it cannot be varied, or a level is nothing that it can be. */
export function readFactor(text: string): Factor {
  const at = text.indexOf('=');
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const words = at < 0 ? [] : text.slice(at + 1).split(',');
  const factor = factorOf(name, words, text);
  const texts = factor.levels.map((level) => level.text);
  if (texts.length < FEWEST_LEVELS) {
    throw mistake(text, `expected at least two levels, found ${texts.length}`, `e.g. ${example(name)}`);
  }
  const twice = texts.find((level, index) => texts.indexOf(level) < index);
  if (twice !== undefined)
    throw mistake(text, `the level ${found(twice)} stands here a second time; keep one`);
  if (texts.includes('')) throw mistake(text, 'expected a level between the commas, found nothing');
  return factor;
}

function factorOf(name: string, words: readonly string[], text: string): Factor {
  if (name === 'codec') {
    const levels = words
      .map((word) => word.trim())
      .map((word) => ({ text: word, step: codecStep(word, text) }));
    return { name, kind: 'impairment', replaces: codecs, levels };
  }
  const impairment = impairments.get(name);
  if (impairment !== undefined) {
    // 0 is a key of a telephone too.
    const isNone = (level: string): boolean =>
      name === 'dtmf' ? level === 'none' || level === '' : NOT_APPLIED.has(level);
    const args = Object.keys(impairment.args);
    const notation = (level: string): string =>
      args.length === 0 && level === 'on' ? name : `${name}=${level}`;
    const levels = joined(words, args).map((level) => ({
      text: level,
      step: isNone(level) ? null : stepOf(notation(level), text),
    }));
    return { name, kind: 'impairment', replaces: [name], levels };
  }
  const toxic = toxics.get(name);
  if (toxic !== undefined) {
    const known = [...Object.keys(toxic.args), 'stream', 'from', 'until'];
    const levels = joined(words, known).map((level) => ({
      text: level,
      toxic: NOT_APPLIED.has(level) ? null : toxicOf(name, level, text),
    }));
    return { name, kind: 'toxic', levels };
  }
  if (name === 'concurrency') {
    const levels = words.map((word) => ({ text: word.trim(), calls: callsAtOnce(word.trim(), text) }));
    return { name, kind: 'concurrency', levels };
  }
  const path = keyPath(name);
  if (path === null) throw unknown(name, text);
  const levels = words.map((word) => ({ text: word.trim(), value: valueOf(word.trim()) }));
  return { name: shortKeys[name] === undefined ? pathText(path) : name, kind: 'key', path, levels };
}

/** A comma ends a level, but for one before an argument by its name: `3%@4,conceal=repeat`. */
function joined(words: readonly string[], args: readonly string[]): readonly string[] {
  const levels: string[] = [];
  for (const word of words.map((one) => one.trim())) {
    const key = word.split('=')[0] ?? '';
    if (levels.length > 0 && word.includes('=') && args.includes(key)) levels.push(`${levels.pop()},${word}`);
    else levels.push(word);
  }
  return levels;
}

function stepOf(notation: string, text: string): RecipeStep {
  const reading = readImpairText(notation);
  if ('ok' in reading) return reading.ok;
  throw mistake(text, reading.mistake, '`callstorm hear --list` shows every impairment and what it takes.');
}

function codecStep(level: string, text: string): RecipeStep | null {
  if (NOT_APPLIED.has(level)) return null;
  const name = level.split('=')[0] ?? '';
  if (!codecs.includes(name)) {
    throw mistake(text, `expected a codec (${codecs.join(', ')}) or none, found ${found(level)}`);
  }
  return stepOf(level, text);
}

function toxicOf(name: string, level: string, text: string): PlanToxic {
  const [first = '', ...pairs] = level.split(',');
  const key = Object.keys(toxics.get(name)?.args ?? {})[0];
  if (key === undefined && first !== 'on') {
    throw mistake(text, `${name}: expected on or none, found ${found(first)}`);
  }
  const given = Object.fromEntries([
    ...(key === undefined || first.includes('=') ? [] : [[key, first]]),
    ...(first.includes('=') ? [first, ...pairs] : pairs).map((pair) => pair.split('=')),
  ]) as Record<string, string>;
  const { stream = 'downstream', from, until, ...own } = given;
  if (stream !== 'downstream' && stream !== 'upstream') {
    throw mistake(text, `${name}: expected stream=upstream or stream=downstream, found ${found(stream)}`);
  }
  const [fromMs, untilMs] = [durationMs(from), durationMs(until)];
  for (const [word, ms] of [
    [from, fromMs],
    [until, untilMs],
  ] as const) {
    if (word !== undefined && ms === undefined)
      throw mistake(text, `${name}: expected a time, found ${found(word)}`);
  }
  const reading = readToxic(name, own);
  if (!('ok' in reading)) throw mistake(text, reading.mistake);
  return {
    toxic: name,
    stream,
    toxicity: 1,
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
    args: reading.ok,
  };
}

const MOST_AT_ONCE = 100_000;

function callsAtOnce(word: string, text: string): number {
  const calls = Number(word);
  if (/^\d+$/.test(word) && calls >= 1 && calls <= MOST_AT_ONCE) return calls;
  throw mistake(
    text,
    `expected so many calls at once, a whole number from 1 to ${MOST_AT_ONCE}, found ${found(word)}`,
  );
}

/** As YAML would read a plain word. */
function valueOf(word: string): unknown {
  if (word === 'none') return undefined;
  if (word === 'true' || word === 'false') return word === 'true';
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}

function example(name: string): string {
  const impairment = impairments.get(name);
  if (impairment === undefined) return `${name}=first,second`;
  const usual = usualText(impairment);
  return `${name}=none,${usual === name ? 'on' : usual.slice(name.length + 1)}`;
}

function unknown(name: string, text: string): ConfigError {
  const known = ['codec', 'concurrency', ...Object.keys(shortKeys), ...impairments.keys(), ...toxics.keys()];
  return mistake(
    text,
    `${found(name)} cannot be varied${didYouMean(name, [...known, ...VARIED_KEYS])}`,
    `What can: impairments (${[...impairments.keys()].join(', ')}), codec, toxics (${[...toxics.keys()].join(', ')}), ` +
      `concurrency, ${Object.keys(shortKeys).join(', ')}, and keys of the scenario: ${VARIED_KEYS.join(', ')}. ` +
      'Who calls, and what is said, stays the same in every cell: that is what makes pairs.',
  );
}

function mistake(text: string, message: string, hint?: string): ConfigError {
  const path = `--vary ${text.slice(0, 100)}`;
  return new ConfigError(message, { code: 'option_invalid', path, ...(hint === undefined ? {} : { hint }) });
}
