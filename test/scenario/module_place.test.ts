import { describe, expect, it } from 'vitest';
import type { Path } from '../../src/config/source.ts';
import { placesIn } from '../../src/scenario/module_place.ts';

/** What stands at the place: the rest of its line. */
function at(source: string, path: Path, on: 'key' | 'value' = 'value'): string | undefined {
  const place = placesIn(source)(path, on);
  return place === undefined ? undefined : source.split('\n')[place.line - 1]?.slice(place.column - 1);
}

const plain = `
import { defineScenario } from 'callstorm';

// export default { name: 'no' }
const pattern = /[{"']/;
export default defineScenario({
  name: 'quick', // { name: 'neither' }
  target: { url: 'simulator', 'model': \`m-\${1 + 1}\` },
  callers: [
    { name: 'a', script: ['listen', { say: 'hello' }] },
    { name: 'b', script: ['listen', { say: 'helo' }, 'hangup'] },
  ],
  load: { concurrency: 1, hold: 60 },
});
`;

describe('a place in a module', () => {
  it('is where a literal has it', () => {
    expect(at(plain, ['load', 'hold'])).toBe('60 },');
    expect(at(plain, ['load', 'hold'], 'key')).toBe('hold: 60 },');
    expect(at(plain, ['callers', 1, 'script', 1, 'say'])).toBe("'helo' }, 'hangup'] },");
    expect(at(plain, ['target', 'model'], 'key')).toMatch(/^'model'/);
    expect(at(plain, ['name'])).toMatch(/^'quick'/);
  });

  it('is the parent’s where something is missing, and the whole where nothing is known of it', () => {
    expect(at(plain, ['callers', 0, 'persona', 'pause'], 'key')).toMatch(/^\{ name: 'a'/);
    expect(at(plain, ['load', 'nothing'])).toMatch(/^load: /);
    expect(at(plain, [])).toMatch(/^defineScenario/);
  });

  it('is found through names, spreads and types', () => {
    const source = `
type Caller = { name: string };
const load = { concurrency: 1, hold: 60 } as const;
const base = { seed: -1 };
const callers: Caller[] = [{ name: 'a' }, { name: '' }];
const scenario = { ...base, callers, load };
export default scenario satisfies object;
`;
    expect(at(source, ['load', 'hold'])).toMatch(/^60 }/);
    expect(at(source, ['seed'])).toMatch(/^-1/);
    expect(at(source, ['callers', 1, 'name'])).toBe("'' }];");
  });

  it('is where the making stands, for what is made by a program', () => {
    const source = `
const questions = ['a', 'b'];
export default {
  name: 'x',
  callers: questions.map((question) => ({
    name: question,
    script: ['listen', { say: question }, 'hangup'],
  })),
  steps: [...questions, { say: 'late' }],
};
`;
    expect(at(source, ['callers', 1, 'script', 1, 'say'])).toBe("question }, 'hangup'],");
    expect(at(source, ['callers', 0, 'name'], 'key')).toBe('name: question,');
    expect(at(source, ['steps', 2, 'say'])).toBe("'late' }],");
  });

  it('is none where nothing is exported, and never hangs on names that go round', () => {
    expect(at('const a = 1;', ['name'])).toBeUndefined();
    expect(at('const a = { ...b };\nconst b = { ...a };\nexport default a;', ['name'])).toBe('a;');
    expect(at('const a = b;\nconst b = a;\nexport default { callers: a };', ['callers', 0])).toBeDefined();
    expect(at('export default {{{[(', ['name'])).toBeDefined();
  });
});
