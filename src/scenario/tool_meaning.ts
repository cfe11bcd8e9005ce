/** Whether the tools make sense: names and parameters a service takes, and one thing that a call comes to. */

import type { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import { nearest } from '../core/word/nearest.ts';
import { outcomeKeys, toolKeys } from './schema/tool_schema.ts';
import { found, get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { durationMs } from '../config/value.ts';

/** What the Realtime API takes for the name of a function. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const replies = ['result', 'error', 'never'] as const;

export function toolIssues(data: unknown): readonly Issue[] {
  const tools = get(data, 'tools');
  if (!isMap(tools)) return [];
  return Object.entries(tools).flatMap(([name, tool]): readonly Issue[] => {
    const path: Path = ['tools', name];
    const issues: Issue[] = [];
    if (!NAME.test(name)) {
      const message = `expected a name of at most 64 letters, digits, _ and -, found ${found(name)}`;
      issues.push({ path, on: 'key', message });
    }
    if (!isMap(tool)) return issues;
    const outcomes = listAt(tool, 'outcomes');
    return [
      ...issues,
      ...parameterIssues(tool, path),
      ...replyIssues(tool, path, [...replies, 'outcomes'], toolKeys),
      ...latencyIssues(tool, path),
      ...outcomes.flatMap(([index, outcome]) => {
        const at: Path = [...path, 'outcomes', index];
        if (!isMap(outcome)) return [];
        return [...replyIssues(outcome, at, replies, outcomeKeys), ...latencyIssues(outcome, at)];
      }),
    ];
  });
}

function replyIssues(
  node: object,
  path: Path,
  expected: readonly string[],
  known: readonly string[],
): readonly Issue[] {
  const given = expected.filter((key) => Object.hasOwn(node, key));
  if (given.length === 1) return [];
  const wanted = `expected one of ${expected.slice(0, -1).join(', ')} or ${expected.at(-1)}`;
  if (given.length > 1) {
    const extra = given.at(-1) as string;
    return [{ path: [...path, extra], on: 'key', message: `${wanted}, found ${given.join(' and ')}` }];
  }
  // A misspelt key is one mistake, and reported already.
  const misspelt = Object.keys(node).some(
    (key) => !known.includes(key) && expected.includes(nearest(key, known) ?? ''),
  );
  return misspelt ? [] : [{ path, on: 'key', message: `${wanted}: what a call comes to` }];
}

function latencyIssues(node: object, path: Path): readonly Issue[] {
  const latency = get(node, 'latency');
  if (latency === undefined) return [];
  const at: Path = [...path, 'latency'];
  if (get(node, 'never') === true) {
    return [
      {
        path: at,
        on: 'key',
        message: 'a call that never gets a result has no latency',
        hint: 'Take it out.',
      },
    ];
  }
  const [least, most] = [0, 1].map((i) => durationMs(get(latency, i)));
  if (least === undefined || most === undefined || least <= most) return [];
  return [
    { path: at, on: 'value', message: `expected the shortest first, found ${least}ms before ${most}ms` },
  ];
}

const require = createRequire(import.meta.url);

let ajv: Ajv | undefined;

/** Draft-07's own schema, which later drafts' keywords pass as well. Loaded for the first parameters: few scenarios have tools. */
function schemaChecker(): Ajv {
  if (ajv !== undefined) return ajv;
  const { Ajv: Checker } = require('ajv') as typeof import('ajv');
  return (ajv = new Checker({ strict: false, logger: false }));
}

function parameterIssues(tool: object, path: Path): readonly Issue[] {
  const parameters = get(tool, 'parameters');
  if (!isMap(parameters)) return [];
  const at: Path = [...path, 'parameters'];
  if (get(parameters, 'type') !== 'object') {
    const message = `expected type: object, since arguments come by name; found ${found(get(parameters, 'type'))}`;
    return [{ path: [...at, 'type'], on: 'value', message }];
  }
  const { $schema: _, ...schema } = parameters as Readonly<Record<string, unknown>>;
  const checker = schemaChecker();
  if (checker.validateSchema(schema) === true) return [];
  const [mistake] = checker.errors ?? [];
  const within = (mistake?.instancePath ?? '').split('/').slice(1).map(unescaped);
  const message = `not a JSON Schema: this ${mistake?.message ?? 'does not fit'}`;
  return [{ path: [...at, ...within], on: 'value', message }];
}

/** A part of a JSON pointer. */
function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
