import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planCapacityCommand } from '../../src/cli/plan_capacity.ts';
import { costsOfThisBuild } from '../../src/forecast/machines/measured_costs.ts';
import { terminal } from './terminal.ts';

const scenario = {
  name: 'short',
  callers: [{ name: 'a', persona: { voices: ['rms'] }, script: ['listen', { say: 'refund' }, 'listen'] }],
  load: { concurrency: 1, ramp: '0s', hold: '1s', calls: 1 },
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-plan-capacity-'));
  await writeFile(join(folder, 'short.json'), JSON.stringify(scenario));
  const measured = { ...costsOfThisBuild, where: 'there \u001B[31m', protocols: [] };
  await writeFile(join(folder, 'measured.json'), JSON.stringify(measured));
});
afterAll(() => rm(folder, { recursive: true }));

async function plan(...args: string[]): Promise<string> {
  const io = terminal({ cwd: folder });
  await planCapacityCommand(io).parseAsync(['short.json', ...args], { from: 'user' });
  return io.outText;
}

describe('callstorm plan-capacity', () => {
  it('says what 100,000 calls take, from the scenario’s own messages and calls', async () => {
    const text = await plan('--calls', '100000', '--target', 'wss://agent.example/v1', '--sessions', '5000');
    expect(text.replaceAll(/\n +/g, ' ')).toMatch(/Gbit\/s \(51\.\d Gbit\/s of it messages\)/);
    expect(text).toContain('100,000 calls at once do not get through: the account, by its sessions at once,');
    expect(text).toMatch(/^ {2}cores +\d/m);
    expect(text).toMatch(/^ {2}AWS NAT gateway .* 2 /m);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('gives programs the same, with its units in the names', async () => {
    const told = JSON.parse(await plan('--calls', '2000', '--at-once', '1000', '--json')) as Record<
      string,
      unknown
    >;
    expect(told).toMatchObject({
      version: 1,
      asked: { calls: 2000, atOnce: 1000 },
      fleet: { pods: 1, callsPerPod: 1000 },
      stoppedBy: null,
    });
    expect(told['logBytes']).toBeGreaterThan(2000 * 500);
  });

  it('takes what was measured elsewhere, and says what that leaves unknown', async () => {
    const text = await plan('--calls', '1000', '--measured', 'measured.json', '--format', 'markdown');
    expect(text).toContain('How many machines they take is unknown');
    expect(text).toContain('| shares | unknown |');
    expect(text).not.toContain('\u001B');
  });

  it('takes what is stated of a call in place of what was measured', async () => {
    const stated = ['--cores-per-thousand', '0.5', '--calls-per-worker', '400', '--memory-per-call', '0.1Mi'];
    const told = JSON.parse(await plan('--calls', '1000', '--json', ...stated)) as Record<string, unknown>;
    expect(told).toMatchObject({
      fleet: { pods: 3, callsPerPod: 334 },
      pod: { coresPerCall: 0.0005 },
      costs: { memory: { perCallKb: 102.4 } },
    });
    await expect(
      plan('--calls', '10', '--measured', 'measured.json', '--calls-per-worker', '4'),
    ).rejects.toThrow('nothing was measured in openai-realtime: expected both');
  });

  it('never takes the place of the scenario', async () => {
    await expect(plan('--calls', '10', '--out', './short.json')).rejects.toThrow('that one is the scenario');
    expect(JSON.parse(await readFile(join(folder, 'short.json'), 'utf8'))).toEqual(scenario);
  });

  it('refuses what does not fit together', async () => {
    await expect(plan('--calls', '10', '--at-once', '11')).rejects.toThrow('no more than --calls');
    await expect(plan('--calls', '10', '--nat-addresses', '2')).rejects.toThrow('expected --nat');
    await expect(plan('--calls', '10', '--measured', 'no.json')).rejects.toThrow('could not be read');
  });
});
