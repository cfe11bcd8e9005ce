/** What calls are expected to show: bare words, or maps with one condition and how soon it is to hold. */

import { Type } from '../../config/type.ts';
import { Duration, Text } from '../../config/notation.ts';

const Words = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 1000,
    description: `${description} A regular expression between slashes, or words that it is to contain.`,
    expected: 'a regular expression such as /order number/i, or plain words',
  });

type ArgumentFile = string | number | boolean | null;

export interface ConditionFile {
  readonly says?: string;
  readonly says_not?: string;
  readonly tool?: string;
  readonly no_tool?: string | boolean;
  readonly fallback?: string;
  readonly escalates?: true;
  readonly silence_acknowledged?: true;
  readonly hangup?: true;
  readonly yields?: boolean | number | string;
  readonly keeps_talking?: true;
  readonly reconnects?: true;
  readonly remembers?: string;
  readonly all?: readonly ConditionEntry[];
  readonly any?: readonly ConditionEntry[];
  readonly not?: ConditionEntry;
  /** Of `tool`. */
  readonly arguments?: Readonly<Record<string, ArgumentFile>>;
}

export type ConditionEntry = string | ConditionFile;

/** At its top it may also say how soon, and what it is called in reports. */
export interface ExpectationFile extends ConditionFile {
  readonly within?: number | string;
  readonly name?: string;
}

export type ExpectFile = string | ExpectationFile | readonly (string | ExpectationFile)[];

const yes = (description: string) => Type.Literal(true, { description, expected: 'true' });
const entry = { $ref: '#/definitions/condition' };
const several = (description: string) => ({ type: 'array', minItems: 1, items: entry, description });

/** Conditions by their key; `meaning` sees to it that there is one. */
const conditions = {
  says: Words('The agent says it, in words that are heard.'),
  says_not: Words('It does not.'),
  tool: Text('It calls this tool.'),
  no_tool: Type.Unsafe({
    type: ['string', 'boolean'],
    description: 'It calls no tool (true), or not this one.',
    expected: 'true, or the name of a tool',
  }),
  fallback: Text('It falls back: audio_quality, understanding_failed and the like, a label, or any.'),
  escalates: yes('The caller is handed to a person.'),
  silence_acknowledged: yes('The caller’s silence is noticed aloud.'),
  hangup: yes('The agent ends the call.'),
  yields: Type.Unsafe({
    type: ['string', 'number', 'boolean'],
    description: 'Talked over, it falls silent, in 2s or the time given.',
    expected: 'true, or a duration such as 1s',
  }),
  keeps_talking: yes('Murmured at, it talks on.'),
  reconnects: yes('A connection that was lost comes back.'),
  remembers: Words('After it came back, the agent says it.'),
  all: several('All of these.'),
  any: several('At least one of these.'),
  not: { ...entry, description: 'Not this.' },
};

const argumentsOfTool = Type.Unsafe<Readonly<Record<string, ArgumentFile>>>({
  type: 'object',
  minProperties: 1,
  additionalProperties: {
    type: ['string', 'number', 'boolean', 'null'],
    expected: 'a value, a /pattern/, or persona.order_number or persona.phone',
  },
  description: 'Of tool: arguments that it is called with, among others.',
});

/** As the properties of a map that holds one of them. */
export const conditionProperties = { ...conditions, arguments: argumentsOfTool };

export const conditionKeys: readonly string[] = Object.keys(conditions);

/** Those that are whole as a bare word. */
export const bareConditions: readonly string[] = [
  'escalates',
  'silence_acknowledged',
  'hangup',
  'yields',
  'keeps_talking',
  'reconnects',
  'no_tool',
];

const bare = {
  type: 'string',
  minLength: 1,
  expected: `one of ${bareConditions.join(', ')}, or a map such as {says: /order number/i}`,
};

const map = (more: object) => ({
  type: 'object',
  properties: { ...conditionProperties, ...more },
  additionalProperties: false,
  minProperties: 1,
  expected: `a condition: ${conditionKeys.join(', ')}`,
});

const whole = map({
  within: Duration('How soon: after the caller’s words, or of a call after it is ready.', 'wait'),
  name: Text('What it is called in reports.'),
});

/** Stand once, at the root. */
export const expectDefinitions = {
  condition: { anyOf: [bare, map({})], expected: bare.expected },
  expectation: { anyOf: [bare, whole], expected: bare.expected },
};

const one = { $ref: '#/definitions/expectation' };

export const Expect = (of: string) =>
  Type.Unsafe<ExpectFile>({
    anyOf: [bare, whole, { type: 'array', minItems: 1, items: one, expected: 'at least one expectation' }],
    description: `What is expected ${of}.`,
    expected: bare.expected,
  });

/** What a caller came for. */
export const Goal = Type.Unsafe<string | ExpectationFile>({
  ...one,
  description: 'When the call has reached what the caller came for.',
});

/** A step by itself. */
export const ExpectStep = Expect('of the turn before');
