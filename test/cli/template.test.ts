import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import { initCommand } from '../../src/cli/init.ts';
import { templateNames } from '../../src/cli/template.ts';
import { rehearsePlan } from '../../src/run/rehearse_plan.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import type { Processor } from '../../src/scenario/variant.ts';

/** Of one load: it takes most of a test's time. */
const standard = loadAgent({ seed: 1 });
/** What callers' lines do to their voices takes the rest, and is tried by test/run/shipped_scenarios.test.ts. */
const unspoiled: Processor = { apply: (samples) => samples };
let dir: string;
let said: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'callstorm-template-'));
  said = '';
});
afterEach(() => rm(dir, { recursive: true }));

async function init(...args: string[]): Promise<void> {
  const out = (text: string): void => void (said += text);
  const io = { out, err: out, isTTY: false, columns: 100, env: {}, cwd: dir, command: 'npx callstorm' };
  await initCommand(io, () => {}).parseAsync(args, { from: 'user' });
}

describe('callstorm init --template', () => {
  it.each(templateNames())('writes %s so that it is valid, and rehearses, where it is', async (name) => {
    await init('--template', name);
    const { scenario, repertoire, path } = await loadScenario(`${name}.yaml`, { cwd: dir });
    const { plan, audio } = await compileWith(repertoire, scenario, { calls: 1 }, unspoiled);
    const { profile } = plan.target;
    const { summary } = await rehearsePlan(plan, audio, {
      agent: await (profile === undefined
        ? standard
        : loadAgent({ seed: 1, profile: resolve(dirname(path), profile) })),
    });
    expect(plan.scenario.name).toBe(name);
    expect(summary?.calls.completed).toBe(1);
  });

  it('writes the profile that a scenario names beside it, under the name that the user gave the other', async () => {
    await init('--template', 'session-expiry', 'deep/own.yaml');
    expect(said).toMatch(/wrote {2}deep\/own\.yaml\nwrote {2}deep\/agents\/short-sessions\.yaml\n/);
    await init('--template', 'session-expiry', 'deep/other.yaml');
    expect(said).toMatch(/wrote {2}deep\/other\.yaml\n\nNext/);
  });

  it('writes nothing at all where one of its files is another already', async () => {
    await init('--template', 'session-expiry', 'a.yaml');
    await writeFile(join(dir, 'agents/short-sessions.yaml'), 'mine');
    await expect(init('--template', 'session-expiry', 'b.yaml')).rejects.toMatchObject({
      place: { code: 'init_exists', file: 'agents/short-sessions.yaml' },
    });
    expect(await readdir(dir)).not.toContain('b.yaml');
    await init('--template', 'session-expiry', 'b.yaml', '--force');
    expect(await readFile(join(dir, 'agents/short-sessions.yaml'), 'utf8')).not.toBe('mine');
  });

  it('names commands as they were typed, with the file as it is called here, and no schema that is not there', async () => {
    await init('--template', 'support-line', 'mine.yaml');
    const text = await readFile(join(dir, 'mine.yaml'), 'utf8');
    expect(text).toContain('npx callstorm run mine.yaml');
    expect(text).not.toMatch(/\$schema|scenarios\//);
  });

  it('tells which there are, with what each is, when it is asked or given another name', async () => {
    await init('--template', 'list');
    for (const name of templateNames()) expect(said).toMatch(new RegExp(`^${name} +\\S.*[.]$`, 'm'));
    await expect(init('--template', '../agents/clinic')).rejects.toThrow(
      /no template[\s\S]*noisy-street {2}/,
    );
    await expect(init('--template', 'noisy-stret')).rejects.toThrow('did you mean "noisy-street"?');
    expect(await readdir(dir)).toEqual([]);
  });
});
