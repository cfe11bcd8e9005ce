import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { changedPack } from '../../../src/run/pack/changed_pack.ts';
import { compileWith, type Compiled } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';
import type { Overrides } from '../../../src/scenario/override.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-changed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const callers = '{ name: one, persona: { voices: [slt] }, script: [{ say: hello }, { listen: 8s }] }';
const loads = {
  open: '{ arrivals: [{ type: poisson, rate: 2/s, for: 20s }], max_concurrency: 4 }',
  uncapped: '{ arrivals: [{ type: poisson, rate: 2/s, for: 20s }] }',
  closed: '{ concurrency: 6, ramp: 2s, hold: 30s, calls: 50 }',
};

async function compiled(load: keyof typeof loads, overrides: Overrides = {}): Promise<Compiled> {
  const file = join(folder, `${load}.yaml`);
  writeFileSync(file, `name: x\ntarget: { url: simulator }\ncallers: [${callers}]\nload: ${loads[load]}\n`);
  const { scenario, repertoire } = await loadScenario(file);
  return compileWith(repertoire, scenario, overrides);
}

describe('a packed plan that a command line changes', () => {
  it.each<readonly [keyof typeof loads, Overrides]>([
    ['open', { target: 'ws://127.0.0.1:1/x' }],
    ['open', { calls: 3 }],
    ['open', { concurrency: 2, maxUsd: 5 }],
    ['uncapped', { calls: 3 }],
    ['uncapped', { calls: 7, concurrency: 2, target: 'wss://agent.example' }],
    ['closed', { calls: 9 }],
    ['closed', { concurrency: 2, calls: 200 }],
  ])('is what the scenario would have become: %s, %j', async (load, overrides) => {
    const { plan, audio } = await compiled(load);
    const asked = (await compiled(load, overrides)).plan;
    const changed = changedPack(plan, audio, overrides);
    const told = { id: '', scenario: plan.scenario };
    expect({ ...changed, ...told }).toEqual({ ...asked, ...told });
    expect(changed.id).not.toBe(plan.id);
    expect(changedPack(plan, audio, overrides).id).toBe(changed.id);
  });

  it('is itself where nothing is asked for', async () => {
    const { plan, audio } = await compiled('open');
    expect(changedPack(plan, audio, {})).toEqual(plan);
  });

  it.each<readonly [Overrides & { readonly prices?: string }, string]>([
    [{ seed: 3 }, '--seed'],
    [{ durationMs: 1000 }, '--duration'],
    [{ dialect: 'gemini-live' }, '--dialect'],
    [{ prices: 'prices.yaml' }, '--prices'],
    [{ target: 'nonsense' }, '--target'],
    [{ calls: 1_000_000 }, '--calls'],
  ])('refuses %j, and says why', async (overrides, path) => {
    const { plan, audio } = await compiled('open');
    const asked = (): unknown => changedPack(plan, audio, overrides);
    expect(asked).toThrow(expect.objectContaining({ place: expect.objectContaining({ path }) }));
  });

  it('is given its address again where that was left out', async () => {
    const { plan, audio } = await compiled('open');
    const keyless = { ...plan, target: { ...plan.target, url: 'wss://agent.example/v1/…' } };
    expect(() => changedPack(keyless, audio, {})).toThrow(/may have a key in it, and was not packed/);
    const target = 'wss://agent.example/v1/abcdef0123456789abcdef0123456789';
    expect(changedPack(keyless, audio, { target }).target.url).toBe(target);
  });
});
