/** Parsed JSON read field by field: nothing is trusted to have a shape, and nothing throws. */

export type Fields = Readonly<Record<string, unknown>>;

const none: Fields = {};

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No fields where it has no such object. */
export function fields(of: Fields, name: string): Fields {
  const value = of[name];
  return isFields(value) ? value : none;
}

/** Null where it is no string. */
export function text(of: Fields, name: string): string | null {
  const value = of[name];
  return typeof value === 'string' ? value : null;
}

/** 0 where it is no number above that. */
export function count(of: Fields, name: string): number {
  const value = of[name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
