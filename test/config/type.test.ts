import { Type as TypeBox } from 'typebox';
import { describe, expect, it } from 'vitest';
import { Type } from '../../src/config/type.ts';

/** The same written down by both; as text, for the keys' order is that of what is published. */
const written = {
  scalars: (type: typeof Type) => [
    type.String(),
    type.String({ minLength: 1, description: 'Words.' }),
    type.Number({ exclusiveMinimum: 0 }),
    type.Integer({ minimum: 1, maximum: 8 }),
    type.Boolean(),
    type.Null({ description: 'Nothing.' }),
    type.Literal('constant'),
    type.Literal(true, { expected: 'true' }),
    type.Literal(3),
  ],
  lists: (type: typeof Type) => [
    type.Array(type.String(), { minItems: 1 }),
    type.Tuple([type.String(), type.Number()]),
    type.Tuple([type.String()], { additionalItems: true, description: 'One, and more.' }),
    type.Union([type.String(), type.Null()], { description: 'Either.' }),
  ],
  maps: (type: typeof Type) => [
    type.Object({}),
    type.Object({ a: type.Optional(type.String()) }, { additionalProperties: false }),
    type.Object({ a: type.Optional(type.String()), b: type.Number(), c: type.Literal('c') }),
    type.Object({ a: type.Optional(type.Object({ b: type.Boolean() })) }),
    type.Record(type.String(), type.Integer(), { minProperties: 1 }),
  ],
  unsafe: (type: typeof Type) => [
    type.Unsafe<string>({ type: 'string', enum: ['a', 'b'] }),
    type.Unsafe<string>(type.Object({ a: type.Optional(type.String()) })),
    type.Object({ a: type.Unsafe<number>({ $ref: '#/definitions/a' }) }),
    type.Object({ a: type.Optional(type.Unsafe<number>({ type: 'number' })) }),
  ],
};

describe('schemas', () => {
  it.each(Object.entries(written))('are written as typebox writes them: %s', (_, write) => {
    expect(JSON.stringify(write(Type), null, 1)).toBe(JSON.stringify(write(TypeBox), null, 1));
  });

  it('may be needed in one place and not in another', () => {
    const word = Type.String();
    const { required } = Type.Object({ a: Type.Optional(word), b: word }) as { required?: string[] };
    expect(required).toEqual(['b']);
  });
});
