/** A few words to write a JSON Schema with, so that it can be read as what it describes. Pure. */

export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: 'string' };
export const flag: Schema = { type: 'boolean' };
export const number: Schema = { type: 'number' };
/** Not below 0, as counts and lengths are. */
export const count: Schema = { type: 'integer', minimum: 0 };
export const amount: Schema = { type: 'number', minimum: 0 };
/** From 0 to 1. */
export const share: Schema = { type: 'number', minimum: 0, maximum: 1 };

export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

/** By names that are not known beforehand. */
export function map(values: Schema): Schema {
  return { type: 'object', additionalProperties: values };
}

/** Later versions may know more words. */
export function words(...known: readonly string[]): Schema {
  return { type: 'string', description: `One of ${known.join(', ')}; there may be more.`, examples: known };
}

export function told(schema: Schema, description: string): Schema {
  return { ...schema, description };
}

/** Fields that end in `?` may be absent; others that are not named may be there. */
export function object(fields: Readonly<Record<string, Schema>>, description?: string): Schema {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    ...(description === undefined ? {} : { description }),
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace(/\?$/, ''), schema])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
  };
}
