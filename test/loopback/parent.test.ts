/** Who ends the calls of a run that nobody waits for any more: its parent's end, standard input's end, a scheduler's SIGTERM. */

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import type { FooterRecord } from '../../src/core/log/record.ts';
import { agentHere } from './agent_here.ts';
import { recordsOf } from './artefacts.ts';
import { callstorm, temporary, written } from './command.ts';
import { deaf } from './servers.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** What Kubernetes leaves a pod. */
const GRACE_MS = 30_000;

const file = written(
  'long.yaml',
  `
name: long
target: { speaks_first: caller }
callers: [{ name: a, script: [{ say: hello }, { listen: 8s }, { silence: 60s }] }]
load: { arrivals: [{ type: constant, rate: 4/s, for: 30s }] }
limits: { call: 90s }
`,
);
let server: AgentServer;
let url = '';
const started: ChildProcess[] = [];

beforeAll(async () => {
  server = await agentHere();
  ({ url } = server);
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => server.close());

const argsFor = (log: string, target = url): readonly string[] => [
  'run',
  file,
  '--target',
  target,
  '--shard',
  '1/2',
  '--run-id',
  'x',
  '--log',
  log,
  '--quiet',
  '--no-calibrate',
];

/** A share whose standard input is what is told, under the shell whose words come before it. */
function share(log: string, stdin: 'pipe' | 'ignore', ...shell: readonly string[]): ChildProcess {
  const [program, ...rest] = [...shell, process.execPath, main, ...argsFor(log), '--with-parent'];
  const child = spawn(program, rest, { stdio: [stdin, 'ignore', 'ignore'] });
  started.push(child);
  return child;
}

function has(log: string, text: string): boolean {
  return existsSync(log) && readFileSync(log, 'utf8').includes(text);
}

async function calling(log: string): Promise<void> {
  await vi.waitUntil(() => has(log, '"type":"started"'), { timeout: 40_000, interval: 50 });
}

async function footerOf(log: string): Promise<FooterRecord> {
  await vi.waitUntil(() => has(log, '"type":"footer"'), { timeout: 40_000, interval: 50 });
  const footer = recordsOf(log).find((record): record is FooterRecord => record.type === 'footer');
  if (footer === undefined) throw new Error('it has no end');
  return footer;
}

const logIn = (): string => join(temporary(), 'calls.ndjson');

describe('a run with its parent', () => {
  it('ends its calls when standard input is closed', async () => {
    const log = logIn();
    const child = share(log, 'pipe');
    await calling(log);
    child.stdin?.end();
    expect(await footerOf(log)).toMatchObject({ reason: 'interrupted' });
  });

  it('ends its calls when the parent is killed, and not because there is no standard input', async () => {
    const log = logIn();
    // A shell of its own, which waits for it: what follows keeps it from becoming the run itself.
    const child = share(log, 'ignore', 'sh', '-c', '"$@"; true', 'sh');
    await calling(log);
    child.kill('SIGKILL');
    const footer = await footerOf(log);
    expect(footer.reason).toBe('interrupted');
    expect(footer.calls.failed).toBeGreaterThan(0);
  });
});

describe('a run that is told to end', () => {
  it('ends politely within what a scheduler leaves it, though its target never lets go', async () => {
    const target = await deaf();
    const log = logIn();
    const going = callstorm(argsFor(log, target.url));
    await calling(log);
    const toldAtMs = Date.now();
    going.kill('SIGTERM');
    const { exitCode, endedAtMs } = await going.ended;
    await target.close();
    expect(exitCode).toBe(130);
    expect(endedAtMs - toldAtMs).toBeLessThan(GRACE_MS - 10_000);
    expect(await footerOf(log)).toMatchObject({ reason: 'interrupted' });
    expect(recordsOf(log).filter(({ type }) => type === 'call')).toHaveLength(60);
  });
});
