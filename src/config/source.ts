/**
 * What somebody wrote (a scenario, a profile) as it was read: plain data, and where each piece of it stands in the file.
 * YAML, JSON and modules all come down to this, so that whatever is checked afterwards need not know which it was.
 */

import { ConfigError } from '../core/word/config_error.ts';
import { looksSecret } from '../core/word/secret.ts';

export type Path = readonly (string | number)[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Source {
  /** As the user named it. */
  readonly file: string;
  readonly data: unknown;
  /** Where a key or its value stands; the nearest enclosing piece where there is none; undefined where nothing is known. */
  place(path: Path, on: 'key' | 'value'): Place | undefined;
}

/** One mistake, before it is given its place. */
export interface Issue {
  readonly path: Path;
  /** Point at the key (it is wrong, or something is missing under it) or at the value. */
  readonly on: 'key' | 'value';
  readonly message: string;
  readonly hint?: string;
  /** Not worth saying beside another mistake in the same place. */
  readonly onlyIfAlone?: true;
}

/** `callers[0].script[2].say` */
export function pathText(path: Path): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else if (!/^[\w-]+$/.test(part)) text += `[${JSON.stringify(part)}]`;
    else text += text === '' ? part : `.${part}`;
  }
  return text;
}

/** `what` was written, e.g. `scenario`: the code of its mistakes is `scenario_invalid`. */
export function issueError(source: Source, issue: Issue, what: string): ConfigError {
  return new ConfigError(issue.message, {
    code: `${what}_invalid`,
    file: source.file,
    ...source.place(issue.path, issue.on),
    ...(issue.path.length > 0 ? { path: pathText(issue.path) } : {}),
    ...(issue.hint === undefined ? {} : { hint: issue.hint }),
  });
}

/** What stands at a path, or undefined where the path leads nowhere. */
export function get(data: unknown, ...path: Path): unknown {
  let node = data;
  for (const part of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return undefined;
    node = (node as Readonly<Record<string | number, unknown>>)[part];
  }
  return node;
}

/** The list at a path with each entry's index; empty where there is no list. */
export function listAt(data: unknown, ...path: Path): readonly (readonly [number, unknown])[] {
  const list = get(data, ...path);
  return Array.isArray(list) ? [...list.entries()] : [];
}

/** How a wrong value is shown: short, and never anything that could be a key. */
export function found(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') {
    if (looksSecret(value)) return 'what looks like a key (not shown)';
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    return keys.length === 0 ? 'an empty map' : `a map with ${keys.slice(0, 6).join(', ')}`;
  }
  return `${value as number | boolean}`;
}
