/**
 * A module of a user's that has been bundled into one text: how it is run from memory, and the way back from a place in that text to
 * the place in what the user wrote. Nothing is written to disk.
 */

import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Bundled {
  readonly code: string;
  readonly map: SourceMapPayload;
}

/** What can be imported in its place; in stacks it has the name of the file. */
export function runnable(code: string, path: string): string {
  return inMemory(`${code}\n//# sourceURL=${pathToFileURL(path).href}`);
}

export function inMemory(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}

/** Where it went wrong, in what the user wrote; undefined where the stack leads nowhere near it. */
export function placeOf(stack: string, map: SourceMapPayload, path: string, file: string): Place | undefined {
  const url = pathToFileURL(path).href;
  const at = stack.indexOf(`${url}:`);
  const [, line, column] = /^:(\d+):(\d+)/.exec(stack.slice(at + url.length)) ?? [];
  if (at === -1 || line === undefined || column === undefined) return undefined;
  const entry = new SourceMap(map).findEntry(Number(line) - 1, Number(column) - 1);
  if (!('originalSource' in entry)) return undefined;
  const source = resolve(dirname(path), entry.originalSource);
  return {
    file: source === resolve(path) ? file : join(dirname(file), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
}
