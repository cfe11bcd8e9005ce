/**
 * Standard output and error that are lost while a run goes on: by a reader that has seen enough, a full device, a pipe that
 * nobody reads. The run goes on, its files are whole, and no verdict becomes a success. Needs `npm run build`.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasFullDevice } from '../disk/full.ts';
import type { AgentServer } from '../../src/agent/server.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { terseAgent } from './agent_here.ts';
import { artefactsOf, expectAccounted } from './artefacts.ts';
import { callstorm, temporary } from './command.ts';
import { constant, scenario } from './scenario_text.ts';
import { ready, type Target } from './servers.ts';

const targets: Target[] = [];
/** One for all of them: each of its own would take as long to start as the run. */
let agent: AgentServer;
beforeAll(async () => {
  agent = await terseAgent();
});
afterAll(() => Promise.all([agent, ...targets].map((target) => target.close())));

interface Lost {
  readonly exitCode: number;
  readonly folder: string;
}

/** The run's own exit code, whatever reads what it prints. */
async function runInto(plumbing: string, args: readonly string[], more = ''): Promise<Lost> {
  const folder = join(temporary(), 'run');
  const words = [
    'run',
    scenario({ load: constant(3), more }),
    '--out',
    folder,
    '--target',
    agent.url,
    ...args,
  ];
  const shell = `lost() { { "$@"; echo "ended with $?" >&9; } ${plumbing}; }; exec 9>&1; set -- lost "$@"; "$@"; exit;`;
  const { out } = await callstorm(words, { shell }).ended;
  return { exitCode: Number(/ended with (\d+)/.exec(out)?.[1]), folder };
}

const FAILING = "thresholds: { response_latency: ['p50 < 1ms'] }";
const PASSING = "thresholds: { error_rate: ['< 1%'] }";

describe('a run whose', () => {
  it.concurrent.each([
    ['reader has seen the first line', '2>&1 | head -1'],
    ['progress goes nowhere', '2>/dev/full'],
    ['outputs are both closed', '>&- 2>&-'],
  ])('%s goes on to its end, and its files are whole', async (_, plumbing) => {
    if (plumbing.includes('full') && !hasFullDevice) return;
    const { exitCode, folder } = await runInto(plumbing, [], PASSING);
    const found = artefactsOf(folder);
    expectAccounted(found, 3);
    expect(exitCode).toBe(exitCodeOf(found.summary));
  });

  it.concurrent.each([
    ['JSON nobody reads', '| true'],
    ['JSON finds no room', '>/dev/full'],
  ])('%s fails as it would have, and does not pass where it would have passed', async (_, plumbing) => {
    if (plumbing.includes('full') && !hasFullDevice) return;
    const failing = await runInto(plumbing, ['--json'], FAILING);
    const said = exitCodeOf(artefactsOf(failing.folder).summary);
    expect(said).not.toBe(0);
    expect(failing.exitCode).toBe(said);
    const passing = await runInto(plumbing, ['--json'], PASSING);
    // A busy machine may have made it invalid, and that is said then.
    expect(passing.exitCode).toBe(exitCodeOf(artefactsOf(passing.folder).summary) || 6);
  });
});

describe('a terminal that is closed', () => {
  const load = '{ concurrency: 2, hold: 20s, calls: 200 }';
  const begun = (folder: string): Promise<boolean> =>
    vi.waitUntil(() => existsSync(join(folder, 'calls.ndjson')), { timeout: 20_000, interval: 20 });

  it('ends the run politely, with a report', async () => {
    const folder = join(temporary(), 'run');
    const command = callstorm(['run', scenario({ load }), '--out', folder, '--target', agent.url]);
    await begun(folder);
    command.kill('SIGHUP');
    expect((await command.ended).exitCode).toBe(130);
    expect(artefactsOf(folder).footer.reason).toBe('interrupted');
  });

  it('is no matter to a run under nohup', async () => {
    const folder = join(temporary(), 'run');
    const words = ['run', scenario({ load: constant(8) }), '--out', folder, '--target', agent.url];
    const command = callstorm(words, { env: { _: '/usr/bin/nohup' } });
    await begun(folder);
    command.kill('SIGHUP');
    await command.ended;
    expect(artefactsOf(folder).footer.reason).toBe('done');
  });
});

describe('a machine that has no files left to open', () => {
  it('is the generator’s own limit: invalid, exit code 3, and in no count of the target’s', async () => {
    const folder = join(temporary(), 'run');
    const target = await ready();
    targets.push(target);
    const load = '{ concurrency: 500, hold: 30s, calls: 500 }';
    const words = [
      'run',
      scenario({ load, more: PASSING }),
      '--out',
      folder,
      '--target',
      target.url,
      '--workers',
      '1',
      '--no-calibrate',
    ];
    const { exitCode } = await callstorm(words, { shell: 'ulimit -n 400;' }).ended;
    expect(exitCode).toBe(3);
    const { summary } = artefactsOf(folder);
    expect(summary.verdict.result).toBe('invalid');
    expect(summary.failures.generator_exhausted?.count).toBeGreaterThan(0);
    // The target refused nobody.
    for (const code of Object.keys(summary.failures))
      expect(code).not.toMatch(/^connect_(?:failed|refused)|^http/);
  });
});
