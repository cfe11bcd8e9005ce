import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { constant, scenario } from './scenario_text.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = readFileSync(join(root, 'docs/programming.md'), 'utf8');
const samples = [...page.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language,
  text: text ?? '',
}));

/** A project with Callstorm installed. */
function project(): string {
  const file = scenario({ load: constant(5), target: 'url: simulator' });
  const folder = dirname(file);
  writeFileSync(
    join(folder, 'scenario.yaml'),
    readFileSync(file, 'utf8').replace('profile: terse.yaml, ', ''),
  );
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/callstorm'), 'dir');
  return folder;
}

describe('the page on programs', () => {
  it('begins with one that runs as it stands', () => {
    const [first] = samples;
    expect(first?.language).toBe('js');
    const folder = project();
    writeFileSync(join(folder, 'load.mjs'), first?.text ?? '');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['load.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/p95: \d/);
    expect(status).toBe(0);
    expect(existsSync(join(folder, 'reports/mine/calls.ndjson'))).toBe(true);
  });

  it('rehearses, and nobody is dialled', () => {
    const sample = samples.find(({ text }) => text.includes('rehearsePlan'));
    expect(sample?.language).toBe('js');
    const folder = project();
    writeFileSync(join(folder, 'rehearsal.mjs'), sample?.text ?? '');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['rehearsal.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('completed: 5');
    expect(stdout).toMatch(/\d+ s of virtual time/);
    expect(status).toBe(0);
  });

  it('has programs that compile, with the types that it says they want', () => {
    const folder = project();
    for (const [i, { language, text }] of samples.entries()) {
      // In strict TypeScript all the same: what is JavaScript is its subset.
      if (language === 'js' || language === 'ts') writeFileSync(join(folder, `sample${i}.mts`), text);
    }
    const options = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, skipLibCheck: true };
    const types = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')] };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { ...options, ...types }, include: ['*.mts'] }),
    );
    const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
