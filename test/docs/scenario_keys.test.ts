import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}

const schema = JSON.parse(readFileSync('scenarios/scenario.schema.json', 'utf8')) as Node;
const page = readFileSync('docs/scenario.md', 'utf8');

/** The keys in the rows of a section's tables, up to the next heading of its level. */
function rowsOf(heading: string): Set<string> {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [own = ''] = section.split('\n## ');
  return new Set([...own.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, key]) => key ?? ''));
}

function missing(keys: readonly string[], rows: ReadonlySet<string>): string[] {
  return keys.filter((key) => !rows.has(key));
}

function keysOf(...path: readonly string[]): string[] {
  const node = path.reduce<Node | undefined>(
    (at, key) => (key === '[]' ? at?.items : at?.properties?.[key]),
    schema,
  );
  return Object.keys(node?.properties ?? {});
}

describe('docs/scenario.md', () => {
  it('has a row for every key of a scenario, and none for another', () => {
    const rows = rowsOf('All keys');
    expect(keysOf()).toContain('callers');
    expect(missing(keysOf(), rows)).toEqual([]);
    expect(missing([...rows], new Set(keysOf()))).toEqual([]);
  });

  it.each([
    ['target', ['target']],
    ['target', ['target', 'session']],
    ['callers', ['callers', '[]']],
    ['callers', ['callers', '[]', 'persona']],
    ['reconnect', ['reconnect']],
    ['load', ['load']],
  ])('has a row in "%s" for every key of %j', (heading, path) => {
    expect(keysOf(...path).length).toBeGreaterThan(2);
    expect(missing(keysOf(...path), rowsOf(heading))).toEqual([]);
  });

  it('has a row in "tools" for every key of a tool', () => {
    const { tools } = schema.properties as Readonly<Record<string, { additionalProperties?: Node }>>;
    const keys = Object.keys(tools?.additionalProperties?.properties ?? {});
    expect(keys).toContain('latency');
    expect(missing(keys, rowsOf('tools'))).toEqual([]);
  });

  it.each(['limits', 'playback', 'pricing', 'budget', 'bands', 'monitor'])(
    'has a row for every key of %s, by its whole name',
    (name) => {
      const keys = keysOf(name).map((key) => `${name}.${key}`);
      expect(keys.length).toBeGreaterThan(0);
      expect(
        missing(keys, new Set([...page.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, key]) => key ?? ''))),
      ).toEqual([]);
    },
  );

  it('tells every bound that a number has, by the key’s name', () => {
    const bounds = boundsOf('', schema);
    expect(bounds.size).toBeGreaterThan(20);
    const [, section = ''] = page.split('\n## bounds\n');
    const rows = section.split('\n').filter((line) => line.startsWith('|'));
    const untold = [...bounds].filter(([key, [from, to]]) => {
      const row =
        rows.find((line) => ['`', '.'].some((before) => line.includes(`${before}${key}\``))) ??
        rows.find((line) => line.includes(key)) ??
        '';
      const [, , least = '', most = ''] = row.split('|').map((cell) => cell.trim());
      return row === '' || (from !== undefined && !least.endsWith(String(from))) || String(to ?? '') !== most;
    });
    expect(untold).toEqual([]);
  });
});

interface Bounded {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** Of each key with more of a bound than that it is not negative; prices are all alike. */
function boundsOf(
  key: string,
  node: unknown,
  found = new Map<string, readonly [from: number | undefined, to: number | undefined]>(),
): typeof found {
  if (typeof node !== 'object' || node === null) return found;
  const { minimum, exclusiveMinimum, maximum } = node as Bounded;
  const from = minimum ?? exclusiveMinimum;
  if (typeof maximum === 'number' || (typeof from === 'number' && (from > 0 || exclusiveMinimum === 0))) {
    found.set(PRICES.has(key) ? 'price' : key, [from, maximum]);
  }
  for (const [name, part] of Object.entries(node)) {
    const named = name === 'properties' ? Object.entries(part as object) : [[key, part] as const];
    for (const [inner, schemaOf] of named) boundsOf(inner, schemaOf, found);
  }
  return found;
}

const PRICES = new Set(['text_in', 'text_cached', 'text_out', 'audio_in', 'audio_cached', 'audio_out']);
