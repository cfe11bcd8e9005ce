/**
 * What is written for Kubernetes, decoded by its own types (k8s.io/api) as strictly as a server does it. Without Go it is skipped with a
 * word, and fails under CI=true.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { perform } from '../../src/cli/program.ts';
import { bundled } from '../cli/bundled.ts';
import { terminal } from '../cli/terminal.ts';

const found = spawnSync('go', ['version']).status === 0;
const excused = !found && (process.env['CI'] !== 'true' || process.env['CALLSTORM_WITHOUT_GO'] === '1');
if (excused) process.stderr.write('SKIPPED: there is no Go; no manifest was decoded by Kubernetes’ types\n');

const scenario = `name: storm
target: { url: wss://agent.example/v1/realtime, key_env: AGENT_KEY, headers: { x-team: '\${TEAM}' } }
callers:
  - { name: one, persona: { voices: [slt] }, script: [{ say: okay }, listen] }
load: { concurrency: 4, hold: 10s, calls: 8 }
`;
const source = join(import.meta.dirname, 'decode');
let folder = '';
const decoder = (): string => join(folder, 'decode');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callstorm-decode-'));
  writeFileSync(join(folder, 'storm.yaml'), scenario);
  if (excused) return;
  const built = spawnSync('go', ['build', '-o', decoder(), '.'], { cwd: source, encoding: 'utf8' });
  if (built.status !== 0)
    throw new Error(`the decoder was not built: ${built.stderr}`, { cause: built.error });
  // Kubernetes' packages are compiled once, and kept by Go.
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function decoded(...files: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(decoder(), files, { encoding: 'utf8' });
  return { status, kinds: stdout.trim().split('\n'), stderr };
}

async function manifest(file: string, ...args: readonly string[]): Promise<string> {
  const io = terminal({ cwd: folder });
  const exitCode = await perform(['manifest', file, '--image', 'registry.example/callstorm:1', ...args], io);
  expect({ exitCode, err: io.errText }).toMatchObject({ exitCode: 0 });
  const written = join(folder, 'manifest.yaml');
  writeFileSync(written, io.outText);
  return written;
}

describe.skipIf(excused)('a manifest, as Kubernetes’ own types have it', () => {
  it.each([
    [
      ['--shards', '2'],
      ['v1 ConfigMap callstorm-storm-plan', 'batch/v1 Job callstorm-storm'],
    ],
    [
      ['--shards', '1', '--namespace', 'load', '--env', 'A=b: c'],
      ['v1 ConfigMap', 'batch/v1 Job'],
    ],
    [
      ['--shards', '2', '--log-to', 'https://logs.example/{run}/'],
      ['v1 ConfigMap', 'batch/v1 Job'],
    ],
    [['--shards', '4', '--log-to', 'claim:logs', '--plan-from', 'claim:plans/a.yaml'], ['batch/v1 Job']],
    [['--shards', '2', '--resources', 'cpu=1500m,memory=1.5Gi', '--plan-from', 'image'], ['batch/v1 Job']],
    [
      ['--shards', '2', '--start-at', '2026-12-01T03:00:00Z', '--run-id', 'N_1'],
      ['v1 ConfigMap', 'batch/v1'],
    ],
  ])('is decoded with %j', async (args, expected) => {
    const { status, kinds, stderr } = decoded(await manifest('storm.yaml', ...args));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(kinds).toEqual(expected.map((kind) => expect.stringContaining(kind) as string));
  });

  it('of a packed plan is decoded', async () => {
    await perform(['pack', 'storm.yaml', '--out', 'storm.callstorm'], terminal({ cwd: folder }));
    const { status, stderr } = decoded(await manifest('storm.callstorm', '--shards', '2'));
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.each([
    ['backoffLimitPerIndex: 0', 'backofLimitPerIndex: 0', 'backofLimitPerIndex'],
    ['backoffLimitPerIndex: 0', 'backoffLimitPerIndex: none', 'backoffLimitPerIndex'],
    ['readOnlyRootFilesystem: true', 'readonlyRootFilesystem: true', 'readonlyRootFilesystem'],
    ['restartPolicy: Never', 'restartPolicy: Never\n      restartPolicy: Always', 'restartPolicy'],
    ['memory: 512Mi', 'memory: lots', 'quantities'],
    ['key: AGENT_KEY', 'keys: AGENT_KEY', 'keys'],
    ['immutable: true', 'immutable: "yes"', 'immutable'],
    ['apiVersion: batch/v1', 'apiVersion: batch/v1beta1', 'no kind that is known'],
  ])('is refused with %j as %j', async (right, wrong, words) => {
    const file = await manifest('storm.yaml', '--shards', '2');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(right);
    writeFileSync(file, text.replace(right, wrong));
    const { status, stderr } = decoded(file);
    expect(status).toBe(1);
    expect(stderr).toContain(words);
  });
});

describe.skipIf(excused)('a manifest for k6-operator, what of it is Kubernetes’ own', () => {
  const operated = ['--for', 'k6-operator', '--shards', '2', '--start-at', '2026-12-01T03:00:00Z'];

  it.each([
    [[], ['v1 ConfigMap callstorm-storm-script', 'k6.io/v1alpha1 TestRun callstorm-storm']],
    [['--plan-from', 'claim:plans'], ['k6.io/v1alpha1 TestRun']],
    [['--plan-from', 'image:/a', '--namespace', 'load'], ['k6.io/v1alpha1 TestRun']],
  ])('is decoded with %j', async (args, expected) => {
    bundled(join(folder, 'storm-k6'));
    const { status, kinds, stderr } = decoded(await manifest('storm-k6', ...operated, ...args));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(kinds).toEqual(expected.map((kind) => expect.stringContaining(kind) as string));
  });

  it.each([
    ['parallelism: 2', 'paralellism: 2', 'paralellism'],
    ['containerSecurityContext', 'containersecurityContext', 'containersecurityContext'],
    [
      'automountServiceAccountToken: "false"',
      'automountServiceAccountToken: false',
      'automountServiceAccountToken',
    ],
    ['whenUnsatisfiable', 'whenUnsatisfied', 'whenUnsatisfied'],
  ])('is refused with %j as %j', async (right, wrong, words) => {
    bundled(join(folder, 'storm-k6'));
    const file = await manifest('storm-k6', ...operated);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(right);
    writeFileSync(file, text.replace(right, wrong));
    const { status, stderr } = decoded(file);
    expect(status).toBe(1);
    expect(stderr).toContain(words);
  });
});

describe.skipIf(excused)('deploy/kubernetes', () => {
  it.each(['agent.yaml', 'job.yaml'])('has %s, which is decoded', (file) => {
    const { status, stderr } = decoded(join('deploy/kubernetes', file));
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
