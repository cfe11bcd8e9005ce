/** What becomes of a run whose k6 dies, is stopped or refuses; and of a bundle that several instances share. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { artefactsOf } from '../loopback/artefacts.ts';
import { callstorm, temporary, written } from '../loopback/command.ts';
import { builtHost, withoutGo } from './k6_host.ts';

const file = written(
  'k6.yaml',
  `name: k6
seed: 5
callers:
  - { name: one, script: [{ say: refund }, listen, { say: okay }, listen] }
load: { arrivals: [{ type: constant, rate: 2/s, for: 3s }] }
limits: { call: 40s }
thresholds: { response_latency: 'p95 < 1ms', error_rate: 'rate < 0.5' }
`,
);

describe.skipIf(withoutGo)('a run by k6', () => {
  let host = '';
  beforeAll(() => {
    host = builtHost();
  }, 180_000);

  const run = (out: string, env: NodeJS.ProcessEnv) =>
    callstorm(['run', file, '--engine', 'k6', '--out', out, '--quiet'], { env });

  /** When the log has this many calls begun. */
  async function begun(out: string, calls: number): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      try {
        const log = readFileSync(join(out, 'calls.ndjson'), 'utf8');
        if (log.split('"type":"started"').length > calls) return;
      } catch {
        // It is not there yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('no call began');
  }

  /** In place of k6: it tells where it is. */
  function tracked(): { readonly program: string; readonly pid: () => number } {
    const folder = join(temporary(), 'tracked');
    mkdirSync(folder);
    const program = join(folder, 'k6');
    writeFileSync(program, `#!/bin/sh\necho $$ > "${folder}/$1.pid"\nexec "${host}" "$@"\n`, { mode: 0o755 });
    return { program, pid: () => Number(readFileSync(join(folder, 'run.pid'), 'utf8')) };
  }

  it('is invalid where k6 is killed, and has every planned call once', async () => {
    const out = join(temporary(), 'killed');
    const { program, pid } = tracked();
    const command = run(out, { CALLSTORM_K6: program });
    await begun(out, 2);
    process.kill(pid(), 'SIGKILL');
    const { exitCode } = await command.ended;
    expect(exitCode).toBe(3);
    const { footer, calls } = artefactsOf(out);
    expect(footer).toMatchObject({ reason: 'worker_lost', calls: { planned: 6, blocked: 0 } });
    expect(footer.detail).toContain('SIGKILL');
    expect(calls.map(({ call }) => call)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(calls.some(({ failure }) => failure === 'worker_lost')).toBe(true);
  });

  it('ends where it is interrupted, and k6 with it', async () => {
    const out = join(temporary(), 'interrupted');
    const { program, pid } = tracked();
    const command = run(out, { CALLSTORM_K6: program });
    await begun(out, 2);
    command.kill('SIGINT');
    const { exitCode } = await command.ended;
    expect(exitCode).toBe(130);
    const { footer, calls } = artefactsOf(out);
    expect(footer).toMatchObject({ reason: 'interrupted', calls: { planned: 6 } });
    expect(calls).toHaveLength(6);
    expect(() => process.kill(pid(), 0)).toThrow('ESRCH');
  });

  it('leaves no k6 behind where it is killed itself', async () => {
    const out = join(temporary(), 'orphaned');
    const { program, pid } = tracked();
    const command = run(out, { CALLSTORM_K6: program });
    await begun(out, 1);
    const k6 = pid();
    command.kill('SIGKILL');
    await command.ended;
    // It writes the next line of the log to nobody: every few seconds there is one.
    await vi.waitFor(() => expect(() => process.kill(k6, 0)).toThrow('ESRCH'), { timeout: 20_000 });
  });

  it('ends early by a threshold, with every planned call told once', async () => {
    const hurried = written(
      'hurried.yaml',
      `name: hurried
seed: 5
callers: [{ name: hurried, script: [{ say: refund }, listen, { say: okay }, listen] }]
load: { concurrency: 2, hold: 40s, calls: 40 }
limits: { call: 40s }
thresholds: { 'response_latency{caller:hurried}': { threshold: 'p50 < 1ms', abort: true, delay: 2s } }
`,
    );
    const out = join(temporary(), 'hurried');
    const args = ['run', hurried, '--engine', 'k6', '--out', out, '--quiet'];
    const { exitCode } = await callstorm(args, { env: { CALLSTORM_K6: host } }).ended;
    const { footer, calls, summary } = artefactsOf(out);
    expect(exitCode).toBe(summary.verdict.result === 'invalid' ? 3 : 1);
    expect(footer).toMatchObject({ reason: 'threshold', calls: { planned: 40, blocked: 0 } });
    // By k6 itself, or by whoever watches it: both are told to.
    expect(footer.detail).toMatch(/response_latency\{caller:hurried\}/);
    expect(footer.endedMs).toBeLessThan(30_000);
    expect(calls.map(({ call }) => call).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i),
    );
    expect(calls.every(({ outcome, failure }) => outcome !== 'failed' || failure === 'threshold')).toBe(true);
    expect(calls.some(({ outcome }) => outcome === 'not_started')).toBe(true);
  });

  it.each([
    ['echo "k6 v0.57.0 (go1.23)"', 'expected k6 1.0 or later, found v0.57.0'],
    ['exit 3', 'did not: exit code 3'],
    [
      '[ "$1" = version ] && echo "k6 v1.5.0" && exit 0; echo boom >&2; exit 107',
      'k6 ended before the first call (exit code 107): boom',
    ],
  ])('is refused with one error where k6 does %s', async (script, message) => {
    const program = join(temporary(), `k6-${message.length}`);
    writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const { exitCode, err } = await run(join(temporary(), `none-${message.length}`), {
      CALLSTORM_K6: program,
    }).ended;
    expect(exitCode).toBe(2);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });

  it('is made once where two instances share it, and both logs are one run', async () => {
    const folder = join(temporary(), 'bundle');
    const bundled = await callstorm(['bundle', file, '--for', 'k6', '--out', folder, '--vus', '3']).ended;
    expect(bundled.exitCode).toBe(0);
    const agent = callstorm(['serve', '--port', '0', '--seed', '5']);
    await agent.prints('listens at');
    const [target = ''] = /ws:\/\/\S+/.exec(agent.printed() + agent.complained()) ?? [];
    const parts = ['0:1/3', '1/3:1'].map(async (segment, index) => {
      const log = join(temporary(), `part-${index}.log`);
      const args = ['run', '--quiet', '--log-format', 'raw', '--console-output', log];
      const own = ['--execution-segment', segment, '--execution-segment-sequence', '0,1/3,1'];
      const env = { ...process.env, CALLSTORM_TARGET: target, CALLSTORM_RUN: 'both' };
      const child = spawn(host, [...args, ...own, join(folder, 'script.js')], { env, stdio: 'ignore' });
      const [code] = (await once(child, 'exit')) as [number];
      return { code, log: readFileSync(log, 'utf8') };
    });
    const ended = await Promise.all(parts);
    agent.kill('SIGINT');
    await agent.ended;
    // No answer comes in 1 ms.
    expect(ended.map(({ code }) => code)).toEqual([99, 99]);
    const merge = (input: string) => {
      const words = [join(import.meta.dirname, '../../dist/cli/main.js'), 'merge', '-', '--json'];
      const { stdout } = spawnSync(process.execPath, words, { input, encoding: 'utf8' });
      return JSON.parse(stdout) as {
        calls: Record<string, number>;
        shares: readonly { missing: readonly number[] }[];
        verdict: { result: string };
      };
    };
    const both = merge(ended.map(({ log }) => log).join(''));
    expect(both.calls).toMatchObject({ planned: 6, completed: 6 });
    expect(both.shares.map(({ missing }) => missing)).toEqual([[]]);
    const one = merge(ended[1]?.log ?? '');
    expect(one.shares[0]?.missing).toHaveLength(1);
    expect(one.verdict.result).toBe('invalid');
  });
});
