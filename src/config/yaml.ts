/**
 * Reads YAML and JSON (which YAML contains) into plain data that knows its lines and columns. Duplicate keys are
 * mistakes like any other and reported with the rest; what cannot be parsed at all ends the reading.
 */

import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import { jsonMistake } from './json_mistake.ts';
import type { Path, Place, Source } from './source.ts';

export interface Read {
  readonly source: Source;
  /** Mistakes that do not keep the rest from being checked. */
  readonly errors: readonly ConfigError[];
}

/** Throws ConfigErrors where the text is not YAML, or not JSON in a `.json` file. `what` it is, for the codes of its mistakes. */
export function readYaml(text: string, file: string, what: string): Read {
  const syntax = `${what}_syntax`;
  if (file.endsWith('.json')) refuseBrokenJson(text, file, syntax);
  const lines = new LineCounter();
  // The parser compares each key with each other: with 200,000 of them, for most of a minute.
  const options = { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: false };
  const document = parseDocument(text, options);
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const errors = document.errors.map((error) => {
    const message =
      error.code === 'MULTIPLE_DOCS'
        ? 'expected one document, found a second one (after ---); keep one, or a file for each'
        : `not ${file.endsWith('.json') ? 'JSON' : 'YAML'}: ${error.message.replace(/\s+/g, ' ').slice(0, MOST_OF_A_MESSAGE)}`;
    return new ConfigError(message, { code: syntax, file, ...place(error.pos[0]) });
  });
  if (errors.length > 0) throw new ConfigErrors(errors.slice(0, MOST_MISTAKES));
  return {
    source: {
      file,
      data: plain(document, file, syntax),
      place: (path, on) => place(offsetOf(document, path, on)),
    },
    errors: repeatedKeys(document)
      .slice(0, MOST_MISTAKES)
      .map(({ key, offset }) => {
        const shown = JSON.stringify(key.slice(0, MOST_OF_A_MESSAGE));
        const message = `the key ${shown} stands here a second time; keep one`;
        return new ConfigError(message, { code: `${what}_invalid`, file, ...place(offset) });
      }),
  };
}

/** More of them nobody reads, and a file of junk has as many as it has lines. */
const MOST_MISTAKES = 100;
const MOST_OF_A_MESSAGE = 300;

/** Each key that its mapping has already; `<<` may stand in one as often as it likes. */
function repeatedKeys(document: Document): { key: string; offset: number }[] {
  const found: { key: string; offset: number }[] = [];
  visit(document, {
    Map: (_, map) => {
      const keys = new Set<string>();
      for (const pair of map.items) {
        const key = keyText(pair);
        if (keys.has(key) && key !== '<<') found.push({ key, offset: startOf(pair.key) ?? 0 });
        keys.add(key);
      }
    },
  });
  return found;
}

function plain(document: Document, file: string, code: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigErrors([new ConfigError(`not YAML: ${message}`, { code, file })]);
  }
}

/** YAML forgives what JSON does not (comments, bare words); a `.json` file that only YAML can read is a mistake. */
function refuseBrokenJson(text: string, file: string, code: string): void {
  const mistake = jsonMistake(text);
  if (mistake === null) return;
  const before = text.slice(0, mistake.offset).split('\n');
  throw new ConfigErrors([
    new ConfigError(`not JSON: ${mistake.message}`, {
      code,
      file,
      line: before.length,
      column: (before.at(-1) ?? '').length + 1,
    }),
  ]);
}

/** Walks down as far as the path goes. What is missing stands where its parent's key does. */
function offsetOf(document: Document, path: Path, on: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let keyOffset = startOf(document.contents) ?? 0;
  let valueOffset = keyOffset;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && keyText(item) === String(part));
      if (pair === undefined) return keyOffset;
      keyOffset = startOf(pair.key) ?? keyOffset;
      valueOffset = startOf(pair.value) ?? keyOffset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(part)];
      if (item === undefined) return keyOffset;
      keyOffset = startOf(item) ?? keyOffset;
      valueOffset = keyOffset;
      node = item;
    } else return keyOffset;
  }
  return on === 'key' ? keyOffset : valueOffset;
}

function startOf(node: unknown): number | undefined {
  const range = (node as Node | null)?.range;
  return range === undefined || range === null ? undefined : range[0];
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}
