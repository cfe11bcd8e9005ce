import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { initCommand } from '../../src/cli/init.ts';
import { estimatePlan } from '../../src/forecast/estimate.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { fullFor, hasFullDevice } from '../disk/full.ts';

let dir: string;
let said: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'callstorm-init-'));
  said = '';
});
afterEach(() => rm(dir, { recursive: true }));

async function init(...args: string[]): Promise<number | null> {
  let code: number | null = null;
  const out = (text: string): void => void (said += text);
  const io = { out, err: out, isTTY: false, columns: 100, env: {}, cwd: dir };
  await initCommand(io, (exit) => void (code = exit)).parseAsync(args, { from: 'user' });
  return code;
}

describe('callstorm init', () => {
  it('writes a scenario that is valid as it stands', async () => {
    expect(await init()).toBe(0);
    expect(said).toMatch(
      /wrote {2}scenario\.yaml[\s\S]*callstorm validate scenario\.yaml[\s\S]*callstorm run scenario\.yaml/,
    );
    const { scenario, repertoire } = await loadScenario('scenario.yaml', { cwd: dir });
    expect(scenario.callers.map(({ name }) => name)).toEqual(['order-status', 'impatient']);
    const { plan } = await compileWith(repertoire, scenario);
    expect(estimatePlan(plan).calls).toBe(15);
  });

  it('shows every step and every part of a scenario', async () => {
    await init();
    const text = await readFile(join(dir, 'scenario.yaml'), 'utf8');
    for (const word of ['say', 'listen', 'interrupt', 'backchannel', 'silence', 'hangup'])
      expect(text).toContain(`- ${word}`);
    for (const key of ['seed', 'target', 'callers', 'load', 'limits', 'thresholds', 'pricing', 'budget']) {
      expect(text).toMatch(new RegExp(`^${key}:`, 'm'));
    }
  });

  it('makes the folder it is to write into, and points outside the project at no schema', async () => {
    expect(await init('deep/down/storm.yml')).toBe(0);
    const text = await readFile(join(dir, 'deep/down/storm.yml'), 'utf8');
    expect(text.startsWith('#\n# A Callstorm scenario')).toBe(true);
  });

  it('never overwrites a file unless it is told to', async () => {
    await writeFile(join(dir, 'scenario.yaml'), 'mine');
    await expect(init()).rejects.toThrow('this file is there already, and was left as it is');
    expect(await readFile(join(dir, 'scenario.yaml'), 'utf8')).toBe('mine');
    expect(await init('--force')).toBe(0);
    expect(await readFile(join(dir, 'scenario.yaml'), 'utf8')).not.toBe('mine');
  });

  it('writes a workflow beside it, into the repository around the project', async () => {
    await mkdir(join(dir, '.git'));
    await mkdir(join(dir, 'apps/voice'), { recursive: true });
    dir = join(dir, 'apps/voice');
    try {
      await writeFile(join(dir, 'package-lock.json'), '{}');
      expect(await init('--ci')).toBe(0);
      expect(said).toMatch(
        /wrote {2}scenario\.yaml\nwrote {2}\.\.\/\.\.\/\.github\/workflows\/callstorm\.yml/,
      );
      const file = join(dir, '../../.github/workflows/callstorm.yml');
      const text = await readFile(file, 'utf8');
      expect(text).toContain('npm ci');
      expect(text).toContain('working-directory: "apps/voice"');
      await expect(init('--ci')).rejects.toThrow('this file is there already, and was left as it is');
    } finally {
      dir = join(dir, '../..');
    }
  });

  it('leaves a scenario that is there as it is, and hands its secrets on', async () => {
    await writeFile(join(dir, 'mine.yaml'), 'target: { key_env: MY_KEY }');
    expect(await init('mine.yaml', '--ci')).toBe(0);
    expect(await readFile(join(dir, 'mine.yaml'), 'utf8')).toBe('target: { key_env: MY_KEY }');
    expect(await readFile(join(dir, '.github/workflows/callstorm.yml'), 'utf8')).toContain(
      'MY_KEY: ${{ secrets.MY_KEY }}',
    );
    expect(said).not.toContain('wrote  mine.yaml');
  });

  it('refuses a file that would not be YAML', async () => {
    await expect(init('scenario.json')).rejects.toThrow('expected a file that ends in .yaml or .yml');
  });

  it('says so when it cannot write', async () => {
    await writeFile(join(dir, 'file'), '');
    await expect(init('file/scenario.yaml')).rejects.toThrow(
      /cannot be written: a file is in the way of the directory \((ENOTDIR|EEXIST)\)/,
    );
  });

  it.skipIf(!hasFullDevice)('leaves no empty file on a full disk', async () => {
    fullFor(join(dir, 'scenario.yaml'));
    await expect(init()).rejects.toMatchObject({
      name: 'ConfigError',
      message: 'cannot be written: the disk is full (ENOSPC)',
      place: { file: 'scenario.yaml', hint: 'Make room, or choose a place on another disk.' },
    });
    expect(await readdir(dir)).toEqual([]);
  });
});
