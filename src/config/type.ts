/**
 * Writes JSON Schema whose type the compiler knows: typebox's own types, without typebox. To load that takes a command longer
 * than all else that it loads from elsewhere, and what is needed of it here is only to write a schema down, key by key as it does.
 */

import type { Type as TypeBox } from 'typebox';

type Known = Pick<
  typeof TypeBox,
  | 'Array'
  | 'Boolean'
  | 'Integer'
  | 'Literal'
  | 'Null'
  | 'Number'
  | 'Object'
  | 'Optional'
  | 'Record'
  | 'String'
  | 'Tuple'
  | 'Union'
  | 'Unsafe'
>;

type Options = Readonly<Record<string, unknown>>;

/** What an object need not have. */
const optional = new WeakSet<object>();

function objectOf(properties: Readonly<Record<string, object>>, options?: Options): object {
  const required = Object.keys(properties).filter((key) => !optional.has(properties[key] as object));
  return { type: 'object', ...(required.length === 0 ? {} : { required }), properties, ...options };
}

/** The same schema may be needed elsewhere. */
function optionalOf(schema: object): object {
  const own = { ...schema };
  optional.add(own);
  return own;
}

const builder = {
  Array: (items: object, options?: Options) => ({ type: 'array', items, ...options }),
  Boolean: (options?: Options) => ({ type: 'boolean', ...options }),
  Integer: (options?: Options) => ({ type: 'integer', ...options }),
  Literal: (value: unknown, options?: Options) => ({ type: typeof value, const: value, ...options }),
  Null: (options?: Options) => ({ type: 'null', ...options }),
  Number: (options?: Options) => ({ type: 'number', ...options }),
  Object: objectOf,
  Optional: optionalOf,
  /** By any words: the key's own schema is not looked at. */
  Record: (_key: object, value: object, options?: Options) => ({
    type: 'object',
    patternProperties: { '^.*$': value },
    ...options,
  }),
  String: (options?: Options) => ({ type: 'string', ...options }),
  Tuple: (items: readonly object[], options?: Options) => ({
    type: 'array',
    additionalItems: false,
    items,
    minItems: items.length,
    ...options,
  }),
  Union: (anyOf: readonly object[], options?: Options) => ({ anyOf, ...options }),
  Unsafe: (schema: object) => schema,
} satisfies Record<keyof Known, unknown>;

export const Type = builder as unknown as Known;
