import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtModule, ownFile, ownModule, packageVersion } from '../../src/disk/own_file.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('the package finds', () => {
  it('its files from its own folder, wherever the code that asks is', () => {
    expect(ownFile('scenarios/agents')).toBe(join(root, 'scenarios/agents'));
    expect(existsSync(ownFile('fixtures/manifest.json'))).toBe(true);
  });

  it('modules of its own: sources in development, what is built for threads and processes', () => {
    expect(ownModule('scenario/define_scenario')).toBe(join(root, 'src/scenario/define_scenario.ts'));
    expect(builtModule('cli/main')).toBe(join(root, 'dist/cli/main.js'));
  });

  it('its version', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(packageVersion()).toBe(version);
  });

  // What is run by its path has to be an entry of the build: else it lies in a chunk, under a name of nobody’s choosing.
  it('each module that it runs by its path among the entries of its build', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const builds = Object.keys(scripts).filter((name) => name.startsWith('build:'));
    const entries = builds.flatMap((name) =>
      [...(scripts[name] ?? '').matchAll(/src\/(\S+)\.ts/g)].map(([, path]) => path),
    );
    const asked = sourceTexts(join(root, 'src')).flatMap((text) =>
      [...text.matchAll(/\b(?:builtModule|ownModule)\('([^']+)'\)/g)].map(([, path]) => path),
    );
    expect(asked.length).toBeGreaterThan(5);
    expect(entries).toEqual(expect.arrayContaining(asked));
  });
});

function sourceTexts(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}
