/**
 * Small checks of what a client sent, combined into the shape of an event. Pure. A check gives the first problem it
 * finds, in the words the Realtime service uses (code, message, dotted path); it never throws.
 *
 * Null for an optional field means that it is absent: clients whose languages have no other word for that send it. The field is
 * taken out of what was just parsed, so that nobody after the check has to ask; where null says something of its own
 * (`nullable`: off, or the default), it stays. Nothing else is changed.
 */

export interface Problem {
  readonly code: string;
  readonly message: string;
  /** Dotted path of the offending field, e.g. `session.audio.input.format`. */
  readonly param: string | null;
}

export type Check = (value: unknown, path: string) => Problem | null;

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For a field that another check has seen already. */
export const anything: Check = () => null;

/**
 * Any JSON value that is not nested beyond all sense: it is kept and written out again, which a value of some thousand levels
 * would not survive.
 */
export const json: Check = (value, path) => {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) {
      const message = `Invalid '${path}': nested more than ${MAX_DEPTH} levels deep.`;
      return { code: 'invalid_value', message, param: path };
    }
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return null;
};

const MAX_DEPTH = 100;

export function text(maxLength = 10_485_760): Check {
  return (value, path) => {
    if (typeof value !== 'string') return wrongType(path, 'a string', value);
    if (value.length > maxLength) {
      return {
        code: 'string_above_max_length',
        message: `Invalid '${path}': string too long. Expected a string with maximum length ${maxLength}, but got a string with length ${value.length} instead.`,
        param: path,
      };
    }
    return null;
  };
}

/** A name as the service takes them for functions: letters, digits, underscores and dashes. */
export const functionName: Check = (value, path) => {
  const problem = text(64)(value, path);
  if (problem !== null || NAME.test(value as string)) return problem;
  return {
    code: 'invalid_value',
    message: `Invalid '${path}': string does not match pattern. Expected a string that matches the pattern '${NAME.source}'.`,
    param: path,
  };
};

const NAME = /^[a-zA-Z0-9_-]+$/;

export const flag: Check = (value, path) =>
  typeof value === 'boolean' ? null : wrongType(path, 'a boolean', value);

export function number(min: number, max: number): Check {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return wrongType(path, 'a decimal', value);
    return outOfRange('decimal', value, min, max, path);
  };
}

export function integer(min: number, max: number): Check {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return wrongType(path, 'an integer', value);
    return outOfRange('integer', value, min, max, path);
  };
}

export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, path) => {
    if (typeof value !== 'string' && typeof value !== 'number') return wrongType(path, 'a string', value);
    return allowed.includes(value) ? null : unsupported(path, value, allowed);
  };
}

export function nullable(check: Check): Check {
  return (value, path) => (value === null ? null : check(value, path));
}

/** The first of the checks that has nothing to say wins; if all have, the last one speaks. */
export function either(...checks: readonly Check[]): Check {
  return (value, path) => {
    let problem: Problem | null = null;
    for (const check of checks) {
      problem = check(value, path);
      if (problem === null) return null;
    }
    return problem;
  };
}

/** An object by its own check, anything else by the other. */
export function objectOr(check: Check, plain: Check): Check {
  return (value, path) => (isFields(value) ? check(value, path) : plain(value, path));
}

export function list(check: Check, maxLength = 1024): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return wrongType(path, 'an array', value);
    if (value.length > maxLength) {
      return { code: 'array_above_max_length', message: `Invalid '${path}': array too long.`, param: path };
    }
    for (let i = 0; i < value.length; i++) {
      const problem = check(value[i], `${path}[${i}]`);
      if (problem !== null) return problem;
    }
    return null;
  };
}

/** Every field of `required` must be there, fields of `optional` may be, or be null; any other is an error. */
export function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  const checks = new Map([...Object.entries(required), ...Object.entries(optional)]);
  const names = Object.keys(required);
  const isOptional = new Set(Object.keys(optional));
  return (value, path) => {
    if (!isFields(value)) return wrongType(path, 'an object', value);
    for (const name of names) {
      if (value[name] === undefined) return missing(join(path, name));
    }
    for (const [name, field] of Object.entries(value)) {
      const check = checks.get(name);
      const fieldPath = join(path, name);
      if (check === undefined) {
        return { code: 'unknown_parameter', message: `Unknown parameter: '${fieldPath}'.`, param: fieldPath };
      }
      const problem = field === undefined ? null : check(field, fieldPath);
      if (problem === null) continue;
      if (field !== null || !isOptional.has(name)) return problem;
      delete (value as Record<string, unknown>)[name];
    }
    return null;
  };
}

/** Any fields, at most so many, each with a name of at most 64 characters and a value that passes. */
export function fieldsOf(check: Check, maxCount = 1024): Check {
  return (value, path) => {
    if (!isFields(value)) return wrongType(path, 'an object', value);
    const entries = Object.entries(value);
    if (entries.length > maxCount) {
      return {
        code: 'object_above_max_properties',
        message: `Invalid '${path}': too many properties. Expected an object with at most ${maxCount} properties, but got an object with ${entries.length} properties instead.`,
        param: path,
      };
    }
    for (const [name, field] of entries) {
      if (name.length > MAX_NAME) {
        return {
          code: 'property_name_above_max_length',
          message: `Invalid property name in '${path}': '${shorten(name)}' is too long. Expected a string with maximum length ${MAX_NAME}, but got a string with length ${name.length} instead.`,
          param: path,
        };
      }
      const problem = check(field, join(path, name));
      if (problem !== null) return problem;
    }
    return null;
  };
}

const MAX_NAME = 64;

/** Picks the check by the value of one field. */
export function tagged(tag: string, cases: Readonly<Record<string, Check>>): Check {
  const known = new Map(Object.entries(cases));
  return (value, path) => {
    if (!isFields(value)) return wrongType(path, 'an object', value);
    const name = value[tag];
    const tagPath = join(path, tag);
    if (name === undefined) return missing(tagPath);
    if (typeof name !== 'string') return wrongType(tagPath, 'a string', name);
    const check = known.get(name);
    return check === undefined ? unsupported(tagPath, name, [...known.keys()]) : check(value, path);
  };
}

export function missing(path: string): Problem {
  return {
    code: 'missing_required_parameter',
    message: `Missing required parameter: '${path}'.`,
    param: path,
  };
}

export function unsupported(
  path: string,
  value: string | number,
  allowed: readonly (string | number)[],
): Problem {
  const supported = allowed.map((item) => `'${item}'`).join(', ');
  return {
    code: 'invalid_value',
    message: `Invalid value: '${shorten(String(value))}'. Supported values are: ${supported}.`,
    param: path,
  };
}

function wrongType(path: string, expected: string, value: unknown): Problem {
  const found = value === null ? 'null' : Array.isArray(value) ? 'an array' : `a ${typeof value}`;
  return {
    code: 'invalid_type',
    message: `Invalid type for '${path}': expected ${expected}, but got ${found} instead.`,
    param: path,
  };
}

function outOfRange(kind: string, value: number, min: number, max: number, path: string): Problem | null {
  if (value >= min && value <= max) return null;
  const above = value > max;
  return {
    code: `${kind}_${above ? 'above_max' : 'below_min'}_value`,
    message: `Invalid '${path}': ${kind} ${above ? 'above maximum' : 'below minimum'} value. Expected a value ${above ? '<=' : '>='} ${above ? max : min}, but got ${value} instead.`,
    param: path,
  };
}

function join(path: string, name: string): string {
  return path === '' ? shorten(name) : `${path}.${shorten(name)}`;
}

function shorten(value: string): string {
  return value.length <= 64 ? value : `${value.slice(0, 61)}...`;
}
