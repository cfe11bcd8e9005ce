import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeptPlan } from '../../src/run/kept_plan.ts';
import { keepPlan, PLAN_FILE, type PlanFile } from '../../src/run/plan_file.ts';
import { compileWith, type Compiled } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-kept-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let compiled: Compiled;
beforeAll(async () => {
  const { scenario, repertoire, path, fixturesDirs } = await loadScenario('scenarios/support-line.yaml');
  compiled = await compileWith(repertoire, scenario, { calls: 5 });
  await keepPlan(folder, { ...compiled, scenario: path, fixturesDirs });
}, 60_000);

/** The plan in a folder of its own, changed. */
function changed(change: (kept: PlanFile) => unknown): string {
  const other = mkdtempSync(join(folder, 'other-'));
  const kept = JSON.parse(readFileSync(join(folder, PLAN_FILE), 'utf8')) as PlanFile;
  writeFileSync(join(other, PLAN_FILE), JSON.stringify(change(kept)));
  return other;
}

describe('a plan out of a run’s folder', () => {
  it('is the plan that was run, and its audio is the same to the byte', async () => {
    const { plan, audio } = await readKeptPlan(folder);
    expect(plan).toEqual(compiled.plan);
    expect(Buffer.from(audio.bytes).equals(Buffer.from(compiled.audio.bytes))).toBe(true);
    expect([...audio.offsets]).toEqual([...compiled.audio.offsets]);
  });

  it('is so too where voices are spoiled, in all calls, in some, and in a step', async () => {
    const file = join(folder, 'spoiled.yaml');
    writeFileSync(
      file,
      `
name: spoiled
target: { url: simulator }
impair: [noise=pink@15dB, { impair: loss, rate: 10%, share: 50% }]
callers:
  - name: one
    persona: { voices: [slt] }
    script: [{ say: { speech: hello, impair: [clip=12dB] } }, listen, { say: goodbye }]
load: { concurrency: 1, calls: 4 }
`,
    );
    const { scenario, repertoire, path, fixturesDirs } = await loadScenario(file);
    const spoiled = await compileWith(repertoire, scenario);
    const other = mkdtempSync(join(folder, 'spoiled-'));
    await keepPlan(other, { ...spoiled, scenario: path, fixturesDirs });
    const { plan, audio } = await readKeptPlan(other);
    expect(spoiled.beds.length).toBeGreaterThan(0);
    expect(plan).toEqual(spoiled.plan);
    expect(Buffer.from(audio.bytes).equals(Buffer.from(spoiled.audio.bytes))).toBe(true);
  });

  it.each([
    ['where there is none', () => join(folder, 'nowhere'), /no plan of a run here/],
    [
      'that is something else',
      () => changed(() => ({ type: 'plan' })),
      /expected a plan that a run has kept/,
    ],
    [
      'of another version',
      () => changed((kept) => ({ ...kept, version: 99 })),
      /expected version 1 .* found 99/,
    ],
    [
      'whose script leads nowhere',
      () =>
        changed(({ plan, ...kept }) => ({
          ...kept,
          plan: {
            ...plan,
            callers: plan.callers.map((caller) => ({ ...caller, steps: [{ op: 'go', to: 7 }] })),
          },
        })),
      /the script of order-status leads to a step that it does not have/,
    ],
    [
      'one of whose recordings is another now',
      () =>
        changed((kept) => ({
          ...kept,
          plan: {
            ...kept.plan,
            clips: kept.plan.clips.map((clip, i) => (i === 0 ? { ...clip, sha256: 'x' } : clip)),
          },
        })),
      /is not what it was when the run was made/,
    ],
    [
      'one of whose recordings is gone',
      () =>
        changed((kept) => ({
          ...kept,
          plan: {
            ...kept.plan,
            clips: kept.plan.clips.map((clip, i) => (i === 0 ? { ...clip, voice: 'nobody' } : clip)),
          },
        })),
      /nobody\/.* is not there any more/,
    ],
    [
      'whose audio comes out otherwise',
      () => changed((kept) => ({ ...kept, audio: { ...kept.audio, sha256: 'x' } })),
      /the audio as a whole is not what it was/,
    ],
  ])('%s is refused', async (_name, given, message) => {
    await expect(readKeptPlan(given())).rejects.toThrow(message);
  });
});
