/**
 * Checks that a value from outside has the shape that is relied on, down to the fields of its fields. Pure; a check gives
 * the first thing that is wrong, with its path, and throws nothing. Fields that no check names may be anything.
 */

export interface Wrong {
  /** Below the checked value, e.g. `.marks.speechEnd` or `.tools[2]`. */
  readonly path: string;
  readonly expected: string;
  readonly found: unknown;
}

export type Check = (value: unknown) => Wrong | null;

/** The furthest that a date reaches, in ms: nothing that is measured or counted is larger. */
const LARGEST = 8.64e15;

export const isNumber: Check = (value) =>
  typeof value === 'number' && Math.abs(value) <= LARGEST ? null : wrong('number', value);
/** Nobody is paid for using something, and nothing is counted below none. */
export const isAmount: Check = (value) =>
  isNumber(value) ?? ((value as number) < 0 ? wrong('a number of at least 0', value) : null);
/** Of things that are there or not: there is no half of one. */
export const isCount: Check = (value) =>
  isAmount(value) ?? (Number.isInteger(value) ? null : wrong('a whole number', value));
export const isString: Check = (value) => (typeof value === 'string' ? null : wrong('string', value));
export const isBoolean: Check = (value) => (typeof value === 'boolean' ? null : wrong('boolean', value));

export function oneOf(...words: readonly string[]): Check {
  const known = new Set<unknown>(words);
  return (value) => (known.has(value) ? null : wrong(`one of ${words.join(', ')}`, value));
}

export function fields(checks: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(checks);
  const all = Object.values(checks);
  // A long log has millions of fields: nothing is made for one that is right.
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('object', value);
    for (let index = 0; index < all.length; index++) {
      const name = names[index] as string;
      const found = (all[index] as Check)((value as Readonly<Record<string, unknown>>)[name]);
      if (found !== null) return { ...found, path: `.${name}${found.path}` };
    }
    return null;
  };
}

export function listOf(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return wrong('array', value);
    for (let index = 0; index < value.length; index++) {
      const found = check(value[index]);
      if (found !== null) return { ...found, path: `[${index}]${found.path}` };
    }
    return null;
  };
}

export function orNull(check: Check): Check {
  return (value) => (value === null ? null : also('null', check(value)));
}

export function orNothing(check: Check): Check {
  return (value) => (value === undefined ? null : also('nothing', check(value)));
}

/** Only where the value itself is wrong, not one inside it, is what else it may be of any help. */
function also(what: string, found: Wrong | null): Wrong | null {
  return found === null || found.path !== '' ? found : { ...found, expected: `${found.expected} or ${what}` };
}

export function wrong(expected: string, found: unknown): Wrong {
  return { path: '', expected, found };
}
