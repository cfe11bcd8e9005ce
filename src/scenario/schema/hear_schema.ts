/** How a caller goes on by what it hears: branches, and blocks of steps that have a name. */

import { Type } from '../../config/type.ts';
import { Duration, Text } from '../../config/notation.ts';
import { conditionProperties, type ConditionFile } from './expect_schema.ts';

export interface WhenFile<Step> extends ConditionFile {
  /** In place of a condition. */
  readonly nothing?: true;
  readonly then?: readonly Step[];
  readonly again?: true;
  readonly likely?: true;
}

export interface HearFile<Step> {
  readonly when: readonly WhenFile<Step>[];
  readonly else?: readonly Step[];
  readonly at_most?: number;
  readonly deadline?: number | string;
}

/** In place of a condition. */
export const NOTHING = 'nothing';

/** What `say`, `listen` and the like stand in: one definition, at the root. */
const steps = (description: string) => ({
  type: 'array',
  items: { $ref: '#/definitions/step' },
  description,
  expected: 'a list of steps',
});

const yes = (description: string) => Type.Literal(true, { description, expected: 'true' });

const whenProperties = {
  ...conditionProperties,
  [NOTHING]: yes('Nothing was heard by the deadline.'),
  // oxlint-disable-next-line unicorn/no-thenable -- a key of the notation, and never a promise
  then: steps('What the caller does. Absent: it goes on behind the hear.'),
  again: yes('After that it hears again.'),
  likely: yes('What the caller does where there is no transcript, and what estimates count.'),
};

export const hear = {
  type: 'object',
  properties: {
    when: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: whenProperties,
        additionalProperties: false,
        minProperties: 1,
        expected: 'a condition and what to do, such as {says: /order number/i, then: [{use: give-number}]}',
      },
      description: 'The first that holds counts.',
      expected: 'a list of conditions, each with what to do',
    },
    else: steps('What the caller does where none holds. Absent: it goes on behind the hear.'),
    at_most: Type.Integer({
      minimum: 1,
      maximum: 20,
      description: 'How often it hears again in a call; then it goes on behind the hear. Default: 3.',
      expected: 'a whole number from 1 to 20',
    }),
    deadline: Duration("End of speech to first heard answer. Default: the persona's patience.", 'wait'),
  },
  required: ['when'],
  additionalProperties: false,
  description: 'Wait for the answer and hear it out, then go on by what was said or called.',
  expected: '{when: [{says: /order number/i, then: [{use: give-number}]}], else: […]}',
};

export const use = Text('Do the steps of this block.');

/** Steps by name, used with `use`. */
export const Blocks = Type.Unsafe<Readonly<Record<string, readonly unknown[]>>>({
  type: 'object',
  propertyNames: { minLength: 1 },
  additionalProperties: { ...steps('Steps.'), minItems: 1, expected: 'at least one step' },
  description: 'Steps that have a name: a script does them where it says `use: name`.',
});
