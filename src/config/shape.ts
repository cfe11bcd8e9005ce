/**
 * Checks the shape of what people write (a scenario, a profile) with ajv and says each mistake once, in plain words. ajv
 * reports every branch of a union that did not fit; here only the branch that was meant is kept, or, when none was, one
 * line that names them all.
 */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Ajv, CodeOptions, ErrorObject, ValidateFunction } from 'ajv';
import { durationMs, durationText } from '../core/word/duration.ts';
import { didYouMean, nearest } from '../core/word/nearest.ts';
import { found, pathText } from './source.ts';
import type { Issue, Path } from './source.ts';

const require = createRequire(import.meta.url);

/** Loaded where a schema has to be compiled: most commands check nothing, or by what the build compiled. */
function compiler(code: CodeOptions): Ajv {
  const { Ajv: Compiler, _ } = require('ajv') as typeof import('ajv');
  const ajv = new Compiler({
    allErrors: true,
    verbose: true,
    discriminator: true,
    allowUnionTypes: true,
    // A check runs once or twice in a process: written out short, the schema is there four times sooner.
    inlineRefs: false,
    // What the build writes is read by every command: there it is worth the while.
    code: { ...code, optimize: code.source === true },
  });
  ajv.addKeyword({ keyword: 'expected', schemaType: 'string' });
  ajv.addKeyword({ keyword: 'suggests', schemaType: 'string' });
  ajv.addKeyword({
    keyword: 'leastPlainMs',
    type: 'number',
    schemaType: 'number',
    code: (at) => at.fail(_`${at.data} > 0 && ${at.data} < ${at.schemaCode}`),
  });
  ajv.addKeyword({
    keyword: 'mostMs',
    type: ['string', 'number'],
    schemaType: 'number',
    code: (at) => {
      const duration = at.gen.scopeValue('func', { ref: durationMs, code: _`durationMs` });
      // What is no duration is a mistake of its own.
      at.fail(_`(${duration}(${at.data}) ?? 0) > ${at.schemaCode}`);
    },
  });
  return ajv;
}

/** A CommonJS module whose `validatorWith(durationMs)` gives the schema's validator. For the build. */
export function validatorModule(schema: object): string {
  const { default: standaloneCode } =
    require('ajv/dist/standalone/index.js') as typeof import('ajv/dist/standalone/index.js');
  const ajv = compiler({ source: true });
  const code = standaloneCode(ajv, ajv.compile(schema));
  const { transformSync } = require('esbuild') as typeof import('esbuild');
  const whole = `exports.validatorWith = (durationMs) => {\nconst module = { exports: {} };\n${code}\nreturn module.exports;\n};\n`;
  return transformSync(whole, { minify: true, target: 'node20.19' }).code;
}

interface ValidatorModule {
  readonly validatorWith: (duration: typeof durationMs) => ValidateFunction;
}

interface Annotated {
  readonly type?: string | readonly string[];
  readonly expected?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly { readonly enum?: readonly string[] }[];
  readonly properties?: Readonly<Record<string, Annotated>>;
  readonly oneOf?: readonly { readonly properties: { readonly type: { readonly const: string } } }[];
}

/**
 * Every mistake of shape, in the order of the schema. Empty: the data is what the schema describes. `built`: the schema's
 * `validatorModule`, where the package is built.
 */
export function shapeChecker(schema: object, built?: string): (data: unknown) => readonly Issue[] {
  let validator: ValidateFunction | undefined;
  return (data) => {
    // Not before it is needed: most commands load this, and check nothing by it.
    const validate = (validator ??=
      (built === undefined ? null : validatorOf(built)) ?? compiler({}).compile(schema));
    if (validate(data)) return [];
    const errors = forgetFollowOns(keepMeantBranches(validate.errors ?? []));
    const issues = errors.map((error) => issueOf(error, pathOf(error.instancePath, data)));
    return issues.filter((issue, i) => i === issues.findIndex((other) => sameMistake(issue, other)));
  };
}

/** Null: it is not there. */
function validatorOf(file: string): ValidateFunction | null {
  if (!existsSync(file)) return null;
  return (require(file) as ValidatorModule).validatorWith(durationMs);
}

/** `const: true` of a number breaks two rules of the schema, and is one mistake. */
function sameMistake(a: Issue, b: Issue): boolean {
  return a.message === b.message && pathText(a.path) === pathText(b.path);
}

/** Of each union that did not fit: the mistakes in the branch of the right type, or the union's own. */
function keepMeantBranches(all: readonly ErrorObject[]): readonly ErrorObject[] {
  let errors = all;
  const unions = all
    .filter((error) => error.keyword === 'anyOf')
    .sort((a, b) => a.schemaPath.length - b.schemaPath.length);
  for (const union of unions) {
    if (!errors.includes(union)) continue;
    const branchOf = (error: ErrorObject): number | undefined => {
      const within =
        error !== union &&
        error.schemaPath.startsWith(`${union.schemaPath}/`) &&
        (error.instancePath === union.instancePath ||
          error.instancePath.startsWith(`${union.instancePath}/`));
      return within ? Number(error.schemaPath.slice(union.schemaPath.length + 1).split('/')[0]) : undefined;
    };
    const wrongType = new Set<number>();
    const branches = new Set<number>();
    for (const error of errors) {
      const branch = branchOf(error);
      if (branch === undefined) continue;
      branches.add(branch);
      if (error.keyword === 'type' && error.instancePath === union.instancePath) wrongType.add(branch);
    }
    const meant = [...branches].filter((branch) => !wrongType.has(branch));
    errors = errors.filter((error) => {
      if (error === union) return meant.length !== 1;
      const branch = branchOf(error);
      return branch === undefined || (meant.length === 1 && branch === meant[0]);
    });
  }
  return errors;
}

/** One mistake, one error: a misspelt key is not also a missing one, a missing tag is not also a wrong one. */
function forgetFollowOns(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const missing = (error: ErrorObject): string => String(error.params['missingProperty']);
  return errors.filter((error) => {
    const siblings = errors.filter((other) => other !== error && other.instancePath === error.instancePath);
    if (error.keyword === 'required') {
      return !siblings.some(
        (other) =>
          other.keyword === 'additionalProperties' &&
          nearest(String(other.params['additionalProperty']), knownKeys(other)) === missing(error),
      );
    }
    if (error.keyword === 'discriminator') return !siblings.some((other) => other.keyword === 'required');
    if (error.keyword === 'minProperties' || error.keyword === 'maxProperties') {
      return !siblings.some((other) => other.keyword === 'additionalProperties');
    }
    return true;
  });
}

function knownKeys(error: ErrorObject): readonly string[] {
  return Object.keys((error.parentSchema as Annotated).properties ?? {});
}

/** A JSON pointer as a path; the data says which parts are indices. */
function pathOf(pointer: string, data: unknown): Path {
  const path: (string | number)[] = [];
  let node = data;
  for (const raw of pointer.split('/').slice(1)) {
    const part = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(node) ? Number(part) : part);
    node = (node as Record<string, unknown>)[part];
  }
  return path;
}

function issueOf(error: ErrorObject, path: Path): Issue {
  const schema = error.parentSchema as Annotated;
  const value: unknown = error.data;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params['additionalProperty']);
      const known = knownKeys(error);
      const message = `unknown key ${found(key)}, expected one of ${known.filter((name) => name !== '$schema').join(', ')}`;
      return { path: [...path, key], on: 'key', message: message + didYouMean(key, known) };
    }
    case 'required': {
      const key = String(error.params['missingProperty']);
      const wanted =
        schema.oneOf === undefined ? describe(schema.properties?.[key], key) : oneOfTypes(schema);
      return { path: [...path, key], on: 'key', message: `missing: expected ${wanted}` };
    }
    case 'discriminator': {
      const tag: unknown = error.params['tagValue'];
      const suggestion = typeof tag === 'string' ? didYouMean(tag, tagsOf(schema)) : '';
      const message = `expected ${oneOfTypes(schema)}, found ${found(tag)}${suggestion}`;
      return { path: [...path, 'type'], on: 'value', message };
    }
    case 'enum': {
      const words = schema.enum ?? [];
      const suggestion = typeof value === 'string' ? didYouMean(value, words) : '';
      const expected = schema.expected ?? `one of ${words.join(', ')}`;
      return { path, on: 'value', message: `expected ${expected}, found ${found(value)}${suggestion}` };
    }
    case 'maxProperties': {
      const keys = Object.keys(value as object);
      return {
        path,
        on: 'value',
        message: `expected ${describe(schema)}, found ${keys.length} keys (${keys.join(', ')})`,
        hint: 'In YAML, start each step on a line of its own with a dash.',
      };
    }
    case 'leastPlainMs':
      return {
        path,
        on: 'value',
        message: `expected a unit: ${found(value)} would be ${found(value)} milliseconds`,
        hint: `Write ${found(value)}s, or ${found(value)}ms.`,
      };
    case 'mostMs':
      return {
        path,
        on: 'value',
        message: `expected a duration of at most ${durationText(error.schema as number)}, found ${found(value)}`,
      };
    case 'uniqueItems':
      return { path, on: 'value', message: 'expected each entry once, found one twice' };
    default: {
      const words = (schema.anyOf ?? []).flatMap((branch) => branch.enum ?? []);
      const suggestion = typeof value === 'string' ? didYouMean(value, words) : '';
      const message = `expected ${describe(schema)}${range(error)}, found ${found(value)}${suggestion}`;
      return { path, on: 'value', message };
    }
  }
}

function tagsOf(schema: Annotated): readonly string[] {
  return (schema.oneOf ?? []).map((branch) => branch.properties.type.const);
}

function oneOfTypes(schema: Annotated): string {
  return `one of ${tagsOf(schema).join(', ')}`;
}

/** What was wanted: the node's own words, or its type's. */
function describe(schema: Annotated | undefined, name?: string): string {
  if (schema?.expected !== undefined) return schema.expected;
  if (schema?.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  const words: Readonly<Record<string, string>> = {
    object: 'a map',
    array: 'a list',
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    null: 'nothing',
  };
  const types = schema?.type === undefined ? [] : [schema.type].flat();
  const text = types.map((type) => words[type] ?? type).join(' or ');
  return text === '' ? (name ?? 'something else') : text;
}

/** The bound that was broken, where it is a number's and not said already. */
function range(error: ErrorObject): string {
  const limit = error.params['limit'] as number | undefined;
  const signs: Readonly<Record<string, string>> = {
    minimum: 'of at least',
    maximum: 'of at most',
    exclusiveMinimum: 'greater than',
    exclusiveMaximum: 'less than',
  };
  const sign = signs[error.keyword];
  const said = (error.parentSchema as Annotated).expected !== undefined;
  return said || sign === undefined || limit === undefined ? '' : ` ${sign} ${limit}`;
}
