/**
 * Expectations as a scenario writes them, read into the plan's words, and what is wrong with one at its place. `/…/i` is a regular
 * expression, anything else words that a text contains, in whatever case.
 */

import { found, get } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { durationMs, durationText } from '../core/word/duration.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { YIELD_WITHIN_MS } from '../core/log/timing.ts';
import type { ArgumentWish, Condition, Pattern, PlanExpectation } from '../core/plan/expectation.ts';
import { bareConditions, conditionKeys } from './schema/expect_schema.ts';
import type { ConditionFile, ExpectationFile } from './schema/expect_schema.ts';

/** What was read, or where in it what is wrong. */
type Reading<T> =
  | { readonly ok: T }
  | { readonly at: Path; readonly message: string; readonly hint?: string };

export type ExpectationReading = Reading<Omit<PlanExpectation, 'caller' | 'step' | 'conditional' | 'goal'>>;

export interface KnownNames {
  /** Tools of the scenario. */
  readonly tools: readonly string[];
  /** What may stand behind `fallback`. */
  readonly fallbacks: readonly string[];
}

/** `yields within 1s`, `escalates`. */
const PHRASE = /^\s*([a-z_]+)(?:\s+within\s+(\S+))?\s*$/;
const WRITTEN_PATTERN = /^\/(.*)\/([a-z]*)$/s;
const PERSONA = /^persona\.([a-z_]+)$/;
const ownNumbers: Readonly<Record<string, 'orderNumber' | 'phone'>> = {
  order_number: 'orderNumber',
  phone: 'phone',
};

export function readExpectation(entry: unknown, known: KnownNames): ExpectationReading {
  const file: unknown = typeof entry === 'string' ? phraseOf(entry) : entry;
  const within = durationMs(get(file, 'within'));
  const reading = readCondition(file, known, true);
  if (!('ok' in reading)) return typeof entry === 'string' ? { ...reading, at: [] } : reading;
  const condition = reading.ok;
  const name = get(file, 'name');
  return {
    ok: {
      text: typeof name === 'string' && name !== '' ? name : textOf(condition, within),
      condition,
      ...(within === undefined || condition.is === 'yields' ? {} : { withinMs: within }),
    },
  };
}

/** How soon it yields is the condition's own. */
function yielding(condition: Condition, within: number | undefined): Condition {
  return condition.is === 'yields' && within !== undefined ? { ...condition, withinMs: within } : condition;
}

function phraseOf(text: string): ExpectationFile | string {
  const match = PHRASE.exec(text);
  if (match === null) return text;
  const [, word = '', within] = match;
  // `says` alone says nothing.
  if (!bareConditions.includes(word)) return text;
  return { [word]: true, ...(within === undefined ? {} : { within }) };
}

/** `whole`: how soon is its own to say. A part of another, or what a caller goes by, is told of as that is. */
export function readCondition(entry: unknown, known: KnownNames, whole = false): Reading<Condition> {
  const file: unknown = typeof entry === 'string' ? phraseOf(entry) : entry;
  if (typeof file === 'string' || typeof file !== 'object' || file === null) return notOne(entry);
  const keys = Object.keys(file).filter((key) => conditionKeys.includes(key));
  const [key] = keys;
  if (key === undefined) return notOne(entry);
  if (keys.length > 1) {
    return {
      at: [],
      message: `expected one condition, found ${keys.join(' and ')}`,
      hint: `Write them as a list under all: or any:, or one by one.`,
    };
  }
  if (get(file, 'arguments') !== undefined && key !== 'tool')
    return { at: ['arguments'], message: 'only tool has arguments' };
  const within = get(file, 'within');
  if (typeof within === 'string' && durationMs(within) === undefined)
    return { at: ['within'], message: `expected a duration such as 5s, found ${found(within)}` };
  if (durationMs(within) === 0) return { at: ['within'], message: 'expected a time longer than nothing' };
  if (within !== undefined && !whole && key !== 'yields') {
    return {
      at: typeof entry === 'string' ? [] : ['within'],
      message: `expected no time of its own here, found ${found(entry)}`,
      hint: 'within is of a whole expectation: write it beside all, any or not, or make an expectation of each.',
    };
  }
  const reading = conditionOf(key as keyof ConditionFile, file, known);
  return 'ok' in reading ? { ok: yielding(reading.ok, durationMs(within)) } : reading;
}

function notOne(entry: unknown): Reading<never> {
  const word = typeof entry === 'string' ? (PHRASE.exec(entry)?.[1] ?? entry) : undefined;
  const guess = word === undefined ? '' : didYouMean(word, conditionKeys);
  return {
    at: [],
    message: `expected what is to hold, found ${found(entry)}${guess}`,
    hint: `Bare words: ${bareConditions.join(', ')}. With a value: ${conditionKeys.filter((key) => !bareConditions.includes(key)).join(', ')}.`,
  };
}

function conditionOf(key: keyof ConditionFile, file: ConditionFile, known: KnownNames): Reading<Condition> {
  switch (key) {
    case 'says':
    case 'says_not':
    case 'remembers': {
      const pattern = readPattern(file[key], [key]);
      return 'ok' in pattern ? { ok: { is: key, pattern: pattern.ok } } : pattern;
    }
    case 'tool':
      return toolCondition(file, known);
    case 'arguments':
      return { at: ['arguments'], message: 'only tool has arguments' };
    case 'no_tool': {
      const name = file.no_tool;
      if (name === false)
        return { at: ['no_tool'], message: 'expected true or the name of a tool, found false' };
      if (typeof name !== 'string') return { ok: { is: 'no_tool' } };
      return named(name, ['no_tool'], known.tools, { is: 'no_tool', name });
    }
    case 'fallback': {
      const reason = String(file.fallback);
      if (known.fallbacks.includes(reason)) return { ok: { is: 'fallback', reason } };
      const message = `unknown fallback ${found(reason)}${didYouMean(reason, known.fallbacks)}`;
      return { at: ['fallback'], message, hint: `Known: ${known.fallbacks.join(', ')}.` };
    }
    case 'yields': {
      const given = file.yields;
      if (given === false) return { at: ['yields'], message: 'expected true or a duration, found false' };
      const withinMs = given === true || given === undefined ? YIELD_WITHIN_MS : durationMs(given);
      if (withinMs === undefined || withinMs === 0)
        return { at: ['yields'], message: `expected a duration such as 1s, found ${found(given)}` };
      return { ok: { is: 'yields', withinMs } };
    }
    case 'escalates':
    case 'silence_acknowledged':
    case 'hangup':
    case 'keeps_talking':
    case 'reconnects':
      return { ok: { is: key } };
    case 'all':
    case 'any': {
      const of: Condition[] = [];
      for (const [index, entry] of (file[key] ?? []).entries()) {
        const reading = readCondition(entry, known);
        if (!('ok' in reading)) return { ...reading, at: [key, index, ...reading.at] };
        of.push(reading.ok);
      }
      return { ok: { is: key, of } };
    }
    case 'not': {
      const reading = readCondition(file.not, known);
      return 'ok' in reading
        ? { ok: { is: 'not', what: reading.ok } }
        : { ...reading, at: ['not', ...reading.at] };
    }
  }
}

function toolCondition({ tool, arguments: given }: ConditionFile, known: KnownNames): Reading<Condition> {
  const name = String(tool);
  const wishes: Record<string, ArgumentWish> = {};
  for (const [argument, value] of Object.entries(given ?? {})) {
    const wish = readArgument(value, ['arguments', argument]);
    if (!('ok' in wish)) return wish;
    wishes[argument] = wish.ok;
  }
  return named(name, ['tool'], known.tools, {
    is: 'tool',
    name,
    ...(given === undefined ? {} : { arguments: wishes }),
  });
}

function named(name: string, at: Path, tools: readonly string[], ok: Condition): Reading<Condition> {
  if (tools.includes(name)) return { ok };
  const message = `unknown tool ${found(name)}${didYouMean(name, tools)}`;
  const hint =
    tools.length === 0
      ? 'The scenario declares no tools: write it under tools.'
      : `Declared under tools: ${tools.join(', ')}.`;
  return { at, message, hint };
}

function readArgument(value: unknown, at: Path): Reading<ArgumentWish> {
  if (typeof value !== 'string') return { ok: { value: value as number | boolean | null } };
  const own = PERSONA.exec(value)?.[1];
  if (own !== undefined) {
    const persona = Object.hasOwn(ownNumbers, own) ? ownNumbers[own] : undefined;
    if (persona !== undefined) return { ok: { persona } };
    const names = Object.keys(ownNumbers);
    return {
      at,
      message: `expected persona.order_number or persona.phone, found ${found(value)}${didYouMean(own, names)}`,
    };
  }
  if (!WRITTEN_PATTERN.test(value)) return { ok: { value } };
  const pattern = readPattern(value, at);
  return 'ok' in pattern ? { ok: { pattern: pattern.ok } } : pattern;
}

function readPattern(text: unknown, at: Path): Reading<Pattern> {
  const written = WRITTEN_PATTERN.exec(String(text));
  const [, source = '', flags = ''] = written ?? [];
  const pattern =
    written === null
      ? {
          source: String(text)
            .trim()
            .replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
          flags: 'iu',
        }
      : { source, flags };
  if (pattern.source === '') return { at, message: 'expected something to look for, found nothing' };
  try {
    // Also of a text in which there is nothing: what fits that fits anything.
    if (new RegExp(pattern.source, pattern.flags).test(''))
      return { at, message: `expected a pattern that can fail: ${found(text)} fits every text` };
    return { ok: pattern };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : '';
    return { at, message: `expected a regular expression, found ${found(text)}: ${why}` };
  }
}

/** As it would be written. */
export function textOf(condition: Condition, withinMs?: number): string {
  const soon = withinMs === undefined || condition.is === 'yields' ? '' : ` within ${durationText(withinMs)}`;
  return wordsOf(condition) + soon;
}

function wordsOf(condition: Condition): string {
  switch (condition.is) {
    case 'says':
    case 'says_not':
    case 'remembers':
      return `${condition.is.replace('_', ' ')} /${condition.pattern.source}/${condition.pattern.flags}`;
    case 'tool': {
      const wishes = Object.entries(condition.arguments ?? {}).map(
        ([name, wish]) => `${name}: ${argumentText(wish)}`,
      );
      return `tool ${condition.name}${wishes.length === 0 ? '' : ` (${wishes.join(', ')})`}`;
    }
    case 'no_tool':
      return condition.name === undefined ? 'no tool' : `no tool ${condition.name}`;
    case 'fallback':
      return `fallback ${condition.reason}`;
    case 'yields':
      return `yields within ${durationText(condition.withinMs)}`;
    case 'all':
    case 'any':
      return `${condition.is} of (${condition.of.map(wordsOf).join(', ')})`;
    case 'not':
      return `not ${wordsOf(condition.what)}`;
    case 'escalates':
    case 'silence_acknowledged':
    case 'hangup':
    case 'keeps_talking':
    case 'reconnects':
      return condition.is.replaceAll('_', ' ');
  }
}

function argumentText(wish: ArgumentWish): string {
  if ('persona' in wish) return `persona.${wish.persona === 'phone' ? 'phone' : 'order_number'}`;
  return 'pattern' in wish ? `/${wish.pattern.source}/${wish.pattern.flags}` : JSON.stringify(wish.value);
}

/** Issues of one entry or a list of them. */
export function expectIssues(value: unknown, path: Path, known: KnownNames): readonly Issue[] {
  const entries: readonly (readonly [unknown, Path])[] = Array.isArray(value)
    ? value.map((entry: unknown, index) => [entry, [...path, index]] as const)
    : [[value, path]];
  return entries.flatMap(([entry, at]): readonly Issue[] => {
    const reading = readExpectation(entry, known);
    if ('ok' in reading) return [];
    const { message, hint } = reading;
    return [{ path: [...at, ...reading.at], on: 'value', message, ...(hint === undefined ? {} : { hint }) }];
  });
}
