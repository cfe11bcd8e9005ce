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
});
