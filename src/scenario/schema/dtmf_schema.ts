/** What a caller types on the keys of its telephone. */

import { Duration, Word } from '../../config/notation.ts';
import { Type } from '../../config/type.ts';

export type NumberName = 'order_number' | 'phone';

export type DtmfFile =
  | string
  | ({ readonly pause?: number | string } & (
      | { readonly digits: string }
      | { readonly number: NumberName; readonly then?: string }
    ));

const KEYS = '^[w ]*[0-9*#A-D][0-9*#A-Dw ]*$';
const keys = {
  pattern: KEYS,
  expected: 'keys in quotes, such as "407112#": 0 to 9, *, #, A to D, and w for a wait',
};

/** One map: so a mistake in it is told by its key. That it has one of the two, `typed_keys` checks. */
const DtmfMap = {
  type: 'object',
  properties: {
    digits: Type.String({ ...keys, description: 'The keys. w: a wait of half a second. Quote them.' }),
    number: Word(['order_number', 'phone'], { description: "A number of the persona's." }),
    // oxlint-disable-next-line unicorn/no-thenable -- nobody awaits a schema
    then: Type.String({ ...keys, description: 'Keys after the number, such as "#".' }),
    pause: Duration('How long to wait before the first key.'),
  },
  minProperties: 1,
  additionalProperties: false,
  expected: '{digits: "407112#"} or {number: order_number, then: "#"}',
};

export const dtmf = Type.Unsafe<DtmfFile>({
  anyOf: [{ type: 'string', ...keys }, DtmfMap],
  description: 'Type on the keys of a telephone, where the protocol has them.',
  expected: 'keys in quotes, such as "407112#", or {number: order_number, then: "#"}',
});
