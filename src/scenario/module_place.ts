/**
 * Where in a module's text a piece of the scenario that it exports is written: along keys and entries of what stands after
 * `export default`, through names that are declared in the same file. What is made by a program (a loop, another file) has
 * no place of its own; then it is the nearest that has.
 */

import type { Path, Place } from '../config/source.ts';
import { outlineOf, type Group, type Item } from './module_outline.ts';

type Items = readonly Item[];

interface Step {
  readonly keyOffset: number;
  readonly value: Items;
}

export function placesIn(source: string): (path: Path, on: 'key' | 'value') => Place | undefined {
  const root = outlineOf(source);
  const declared = declarationsIn(root);
  const exported = exportedIn(root);
  return (path, on) => {
    if (exported === undefined) return undefined;
    let region: Items = exported;
    let keyOffset = region[0]?.offset ?? 0;
    let valueOffset = keyOffset;
    for (const part of path) {
      const step = typeof part === 'number' ? entryOf(region, part, declared) : keyIn(region, part, declared);
      if (step === undefined) return placeAt(source, keyOffset);
      region = step.value;
      keyOffset = step.keyOffset;
      valueOffset = region[0]?.offset ?? keyOffset;
    }
    return placeAt(source, on === 'key' ? keyOffset : valueOffset);
  };
}

type Declared = ReadonlyMap<string, Items>;

function exportedIn(root: Items): Items | undefined {
  const at = root.findIndex((item, i) => isWord(item, 'export') && isWord(root[i + 1], 'default'));
  return at === -1 ? undefined : statement(root, at + 2);
}

/** `const name = …` and `let`, at the top level, with or without a type. */
function declarationsIn(root: Items): Declared {
  const found = new Map<string, Items>();
  for (const [i, item] of root.entries()) {
    const name = root[i + 1];
    if (!(isWord(item, 'const') || isWord(item, 'let')) || name?.kind !== 'word') continue;
    const equals = root.findIndex((each, j) => j > i && isSign(each, '='));
    if (equals !== -1) found.set(name.text, statement(root, equals + 1));
  }
  return found;
}

/** Up to a semicolon, or what begins another statement. */
function statement(items: Items, from: number): Items {
  const end = items.findIndex(
    (item, i) =>
      i > from &&
      (isSign(item, ';') ||
        (item.kind === 'word' &&
          /^(?:const|let|var|export|import|function|class|type|interface)$/.test(item.text))),
  );
  return items.slice(from, end === -1 ? undefined : end);
}

/** Of a literal its own key, or one that is spread into it; of anything else (a call, a loop) the first one inside. */
function keyIn(
  region: Items,
  key: string,
  declared: Declared,
  seen: ReadonlySet<Items> = new Set(),
): Step | undefined {
  if (seen.has(region)) return undefined;
  const passed = new Set([...seen, region]);
  const whole = literal(region, '{');
  if (whole !== undefined) return own(whole, key) ?? spreadInto(whole, key, declared, passed);
  for (const item of region) {
    const found =
      item.kind === 'group'
        ? item.open === '{'
          ? (own(item, key) ?? keyIn(item.items, key, declared, passed))
          : keyIn(item.items, key, declared, passed)
        : named(item, declared, (value) => keyIn(value, key, declared, passed));
    if (found !== undefined) return found;
  }
  return undefined;
}

function own(group: Group, key: string): Step | undefined {
  for (const entry of entriesOf(group)) {
    const [name, colon] = entry;
    if (name === undefined || name.kind === 'group' || name.kind === 'sign' || name.text !== key) continue;
    if (entry.length === 1) return { keyOffset: name.offset, value: entry };
    if (isSign(colon, ':')) return { keyOffset: name.offset, value: entry.slice(2) };
  }
  return undefined;
}

function spreadInto(
  group: Group,
  key: string,
  declared: Declared,
  seen: ReadonlySet<Items>,
): Step | undefined {
  for (const entry of entriesOf(group)) {
    if (!isSign(entry[0], '...')) continue;
    const found = keyIn(entry.slice(1), key, declared, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Of a list that is written out, the entry; of one that is made, all of it: its keys are looked for inside. */
function entryOf(region: Items, index: number, declared: Declared, hops = 0): Step | undefined {
  const whole = literal(region, '[');
  if (whole !== undefined) {
    const entries = entriesOf(whole);
    const entry = entries[index];
    const shifted = entries.slice(0, index + 1).some(([first]) => isSign(first, '...'));
    if (shifted || entry === undefined) return { keyOffset: whole.offset, value: whole.items };
    return { keyOffset: entry[0]?.offset ?? whole.offset, value: entry };
  }
  const [only, more] = region;
  if (only?.kind === 'word' && (more === undefined || isSign(more, '!'))) {
    const value = declared.get(only.text);
    if (value !== undefined && hops < declared.size) return entryOf(value, index, declared, hops + 1);
  }
  return only === undefined ? undefined : { keyOffset: only.offset, value: region };
}

function named<T>(item: Item, declared: Declared, then: (value: Items) => T | undefined): T | undefined {
  const value = item.kind === 'word' ? declared.get(item.text) : undefined;
  return value === undefined ? undefined : then(value);
}

/** The group that a region is, but for a type after it. */
function literal(region: Items, open: Group['open']): Group | undefined {
  const [first, next] = region;
  if (first?.kind !== 'group' || first.open !== open) return undefined;
  return next === undefined || isWord(next, 'as') || isWord(next, 'satisfies') ? first : undefined;
}

function entriesOf({ items }: Group): readonly Items[] {
  const entries: Item[][] = [[]];
  for (const item of items) {
    if (isSign(item, ',')) entries.push([]);
    else entries.at(-1)?.push(item);
  }
  return entries.filter((entry) => entry.length > 0);
}

function isWord(item: Item | undefined, text: string): boolean {
  return item?.kind === 'word' && item.text === text;
}

function isSign(item: Item | undefined, text: string): boolean {
  return item?.kind === 'sign' && item.text === text;
}

function placeAt(source: string, offset: number): Place {
  const before = source.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
