/**
 * The small pieces that schemas of scenarios and profiles are made of: durations, amounts, rates, words, objects told apart by their type.
 *
 * `expected` on a node is what an error says was wanted there, `suggests` what editors are to offer. Neither is part of the
 * published schema.
 */

import type { TSchema } from 'typebox';
import { Type } from './type.ts';
import { DURATION_PATTERN, LONGEST_MS } from '../core/word/duration.ts';

export const MONEY_PATTERN = '^\\$\\d{1,9}(?:\\.\\d{1,9})?$';
/** `-50dBFS`: a level under full scale. */
export const LEVEL_PATTERN = '^-\\d+(?:\\.\\d+)? ?dBFS$';
export const RATE_PATTERN = '^\\d+(?:\\.\\d+)?/(?:s|min|h)$';

export interface Described {
  readonly description?: string;
  readonly expected?: string;
}

export const strict = { additionalProperties: false };

/**
 * A plain number of milliseconds under this is surely meant as seconds, and asked for its unit. Pauses, gaps and buffers
 * are short, so that only the shortest are in doubt; nobody waits less than a tenth of a second for an answer, and no
 * load lasts less than a second.
 */
export const leastPlainMs = { short: 10, wait: 100, load: 1000 } as const;

export function Duration(description: string, length: keyof typeof leastPlainMs = 'short') {
  return Type.Unsafe<number | string>({
    type: ['string', 'number'],
    pattern: DURATION_PATTERN,
    minimum: 0,
    leastPlainMs: leastPlainMs[length],
    mostMs: LONGEST_MS,
    description,
    expected: 'a duration such as 800ms, 8s or 1m30s (a plain number is milliseconds)',
  });
}

export function DurationRange(
  description: string,
  example: string,
  length: keyof typeof leastPlainMs = 'short',
) {
  return Type.Tuple([Duration('Shortest.', length), Duration('Longest.', length)], {
    additionalItems: false,
    description: `${description} Default: ${example}.`,
    expected: `a shortest and a longest, such as ${example}`,
  });
}

export function Money(description: string) {
  return Type.Unsafe<number | string>({
    type: ['string', 'number'],
    pattern: MONEY_PATTERN,
    minimum: 0,
    maximum: 999_999_999,
    description,
    expected: 'an amount in US dollars such as $0.20 or 0.2, under a billion',
  });
}

/** From −90 to −10 dBFS: lower is the noise of 16 bits, higher is louder than quiet speech. */
export function Level(description: string) {
  return Type.Unsafe<number | string>({
    type: ['string', 'number'],
    pattern: LEVEL_PATTERN,
    minimum: -90,
    maximum: -10,
    description,
    expected: 'a level from -90dBFS to -10dBFS, such as -50dBFS',
  });
}

export function Rate(description: string) {
  return Type.Unsafe<number | string>({
    type: ['string', 'number'],
    pattern: RATE_PATTERN,
    minimum: 0,
    description,
    expected: 'a rate of calls such as 2 (a second), 2/s or 90/min',
  });
}

/** Larger ones would add up to more than a number holds. */
const MOST_WEIGHT = 1_000_000_000;

/** A share beside the others' of its kind. */
export function Weight(description: string) {
  return Type.Number({ exclusiveMinimum: 0, maximum: MOST_WEIGHT, description });
}

/** One of a few words. */
export function Word<const T extends readonly string[]>(words: T, more: Described = {}) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: words, ...more });
}

/** Objects told apart by their `type`: ajv reports on the branch that is meant, and on that alone. */
export function Tagged<T>(branches: readonly TSchema[], more: Described = {}) {
  return Type.Unsafe<T>({
    type: 'object',
    required: ['type'],
    discriminator: { propertyName: 'type' },
    oneOf: branches,
    ...more,
  });
}

export function Text(description: string) {
  return Type.String({ minLength: 1, description, expected: 'some text' });
}

/** A name of something recorded. Editors are told those that come with Callstorm; there may be others. */
export function Recorded(suggests: 'utterance' | 'voice', description: string) {
  return Type.String({ minLength: 1, description, expected: 'some text', suggests });
}
