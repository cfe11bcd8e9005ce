import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { perform } from '../../src/cli/program.ts';
import { terminal } from './terminal.ts';

const small = `name: small
target: { url: simulator }
callers:
  - { name: one, persona: { voices: [slt] }, script: [{ say: okay }, listen] }
load: { concurrency: 4, hold: 10s, calls: 8 }
`;
const targeting = (more: string): string =>
  small.replace('url: simulator', `url: wss://agent.example/v1/realtime, ${more}`);
const usual = ['--image', 'registry.example/callstorm:0.1.0', '--target', 'wss://agent.example/v1/realtime'];
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callstorm-'));
  writeFileSync(join(folder, 'small.yaml'), small);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function manifest(...args: readonly string[]) {
  const io = terminal({ cwd: folder });
  const exitCode = await perform(['manifest', ...args], io);
  return { exitCode, out: io.outText, err: io.errText };
}

describe('callstorm manifest', () => {
  it('writes YAML alone to standard output, and what comes next beside it', async () => {
    const { exitCode, out, err } = await manifest('small.yaml', '--shards', '2', ...usual);
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^# Written by callstorm manifest [^\n]*: 2 shares of one plan\.\n\napiVersion: v1\n/,
    );
    expect(out).toContain('\n---\napiVersion: batch/v1\nkind: Job\n');
    expect(out).toContain('/plan/scenario.yaml\n');
    expect(out).toContain('wss://agent.example/v1/realtime');
    expect(err).toContain('kubectl create -f -');
    expect(err).toContain('--start-at 5m');
    const again = await manifest('small.yaml', '--shards', '2', ...usual);
    expect(again.out).toBe(out);
  });

  it('writes a file where one is named, and says how it is applied in its namespace', async () => {
    const { out, err } = await manifest(
      'small.yaml',
      '--shards',
      '2',
      ...usual,
      '--out',
      'job.yaml',
      '--namespace',
      'load',
    );
    expect(out).toBe('');
    expect(err).toContain('kubectl -n load create -f job.yaml');
    expect(readFileSync(join(folder, 'job.yaml'), 'utf8')).toContain('  namespace: load\n');
  });

  it('says what comes next as it is typed here', async () => {
    const io = { ...terminal({ cwd: folder }), command: 'npx callstorm' };
    let said = '';
    io.err = (text) => (said += text);
    expect(await perform(['manifest', 'small.yaml', '--shards', '2', ...usual], io)).toBe(0);
    expect(said).toContain('| npx callstorm merge - --out reports/callstorm-small\n');
    expect(said).toContain('job-name=callstorm-small ');
  });

  it('calls things by the scenario and the run', async () => {
    const { out } = await manifest('small.yaml', '--shards', '2', ...usual, '--run-id', 'Nightly_17');
    expect(out).toContain('  name: callstorm-small-nightly-17\n');
    expect(out).toContain('            - Nightly_17\n');
    expect(out).toContain('callstorm/run: Nightly_17\n');
  });

  it('has a plan with a key take it from a Secret', async () => {
    const file = join(folder, 'keyed.yaml');
    writeFileSync(file, targeting("key_env: AGENT_KEY, headers: { x-team: '${TEAM}' }"));
    const { out, err } = await manifest(file, '--shards', '2', ...usual, '--env', 'TEAM=night shift');
    expect(out).toMatch(
      /- name: AGENT_KEY\n +valueFrom:\n +secretKeyRef:\n +name: callstorm-keys\n +key: AGENT_KEY\n/,
    );
    expect(out).toMatch(/- name: TEAM\n +value: night shift\n/);
    expect(err).toContain(
      'kubectl create secret generic callstorm-keys --from-literal=AGENT_KEY="$AGENT_KEY"',
    );
  });

  it('has the pods of a packed plan make the calls of the pack', async () => {
    await perform(['pack', 'small.yaml', '--out', 'small.callstorm'], terminal({ cwd: folder }));
    const { exitCode, out } = await manifest('small.callstorm', '--shards', '2', ...usual);
    expect(exitCode).toBe(0);
    const [map] = parseAllDocuments(out).map((document) => document.toJS() as { binaryData?: object });
    expect(map?.binaryData).toEqual({
      'plan.callstorm': readFileSync(join(folder, 'small.callstorm')).toString('base64'),
    });
    expect(out).toContain('            - /plan/plan.callstorm\n');
    const seeded = await manifest('small.callstorm', '--shards', '2', ...usual, '--seed', '2');
    expect(seeded.exitCode).toBe(2);
    expect(seeded.err).toContain('a packed plan cannot be run with another one');
  });

  it('has a log sent to a bucket, whose keys come from the Secret', async () => {
    const { out, err } = await manifest(
      'small.yaml',
      '--shards',
      '2',
      ...usual,
      '--log-to',
      's3://storms/a/',
    );
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) {
      expect(out).toContain(`key: ${name}\n`);
      expect(err).toContain(`--from-literal=${name}="$${name}"`);
    }
    expect(err).toContain('callstorm merge logs/callstorm-small-*.ndjson.gz');
  });

  it('takes no key in the open, wherever the scenario names it, and warns of what may be one', async () => {
    const file = join(folder, 'headed.yaml');
    const value = 'hunter2 and more';
    writeFileSync(
      file,
      targeting(
        "headers: { x-api-key: '${TEAM_ONE}', x-team: '${MY_TOKEN}' }, query: { sig: { env: TEAM_TWO } }, session: { raw: { auth: { of: { env: TEAM_THREE } }, voice: { env: VOICE } } }",
      ),
    );
    for (const [name, place] of [
      ['TEAM_ONE', 'stdout'],
      ['TEAM_TWO', 'stdout'],
      ['TEAM_THREE', 'stdout'],
      ['MY_TOKEN', 'stdout'],
      ['AWS_SECRET_ACCESS_KEY', 's3://storms/a/'],
      ['AWS_SESSION_TOKEN', 's3://storms/a/'],
      ['CALLSTORM_LOG_AUTHORIZATION', 'https://logs.example/'],
    ] as const) {
      const { exitCode, out, err } = await manifest(
        file,
        '--shards',
        '2',
        ...usual,
        '--log-to',
        place,
        '--env',
        `${name}=${value}`,
      );
      expect(exitCode).toBe(2);
      expect(err).toContain(`--env: expected no key in the open, found the value of ${name} (not shown)`);
      expect(out + err).not.toContain('hunter2');
    }
    const open = ['--env', 'VOICE=marin', '--env', 'AWS_REGION=eu-west-1', '--env', 'NPM_TOKEN=abc'];
    const { exitCode, out, err } = await manifest(file, '--shards', '2', ...usual, ...open);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/- name: VOICE\n +value: marin\n/);
    expect(err.match(/^warning \w+ may be a key/gm)).toEqual(['warning NPM_TOKEN may be a key']);
  });

  it('has a log sent with what the Secret may have, and begins without it', async () => {
    const { out } = await manifest('small.yaml', '--shards', '2', ...usual, '--log-to', 'https://l.example/');
    expect(out).toMatch(/key: CALLSTORM_LOG_AUTHORIZATION\n +optional: true\n/);
  });

  it('goes into a folder that it makes, over one that was written before, and over nothing else', async () => {
    const out = join('made', 'for', 'it', 'job.yaml');
    const write = (place: string, ...more: string[]) =>
      manifest('small.yaml', '--shards', '2', ...usual, '--out', place, ...more);
    expect((await write(out)).exitCode).toBe(0);
    expect((await write(out, '--name', 'other')).exitCode).toBe(0);
    expect(readFileSync(join(folder, out), 'utf8')).toContain('  name: other\n');
    const before = readFileSync(join(folder, 'small.yaml'), 'utf8');
    const { exitCode, err } = await write('small.yaml');
    expect(exitCode).toBe(2);
    expect(err).toContain('--out: expected a place for the manifest, found something else there');
    expect(readFileSync(join(folder, 'small.yaml'), 'utf8')).toBe(before);
  });

  it('has no key in it, wherever one was typed', async () => {
    const file = join(folder, 'keyed.yaml');
    writeFileSync(file, targeting('key_env: AGENT_KEY'));
    for (const args of [
      ['--target', 'wss://agent.example/v1?api_key=hunter2hunter2'],
      ['--target', 'wss://me:hunter2hunter2@agent.example/v1'],
      ['--env', 'AGENT_KEY=hunter2hunter2'],
      ['--log-to', 'https://logs.example/a?X-Amz-Signature=hunter2hunter2'],
      ['--log-to', 'https://me:hunter2hunter2@logs.example/'],
    ]) {
      const { exitCode, out, err } = await manifest(file, '--shards', '2', '--image', 'a:1', ...args);
      expect(exitCode).toBe(2);
      expect(err).toMatch(/without a (?:key|user)|no key in the open/);
      expect(out + err).not.toContain('hunter2');
    }
    const doubtful = 'wss://agent.example/a1b2c3d4e5f6a7b8c9d0e1f2a3b4';
    const { exitCode, err } = await manifest(file, '--shards', '2', '--image', 'a:1', '--target', doubtful);
    expect(exitCode).toBe(0);
    expect(err).toContain('warning the target’s address may have a key in it');
  });

  it.each([
    [['--image', 'Not An Image'], 'expected an image'],
    [['--shards', '0'], 'expected a whole number of at least 1'],
    [['--namespace', 'Load'], 'expected at most 63 lower-case letters'],
    [['--name', '-a'], 'expected at most 63 lower-case letters'],
    [['--name', 'x'.repeat(63)], 'expected a name of at most 61 characters'],
    [['--resources', 'cpu=lots'], 'expected quantities such as'],
    [['--log-to', 'somewhere'], 'expected stdout'],
    [['--plan-from', 'claim:a/../b'], 'expected configmap, claim:NAME'],
    [['--plan-from', 'image:p'], 'expected configmap, claim:NAME'],
    [['--env', '1=2'], 'expected NAME=value'],
    [['--run-id', 'a/b'], 'expected a name of letters'],
    [['--start-at', 'soon'], 'expected an instant'],
    [['--target', 'http://a.example'], '--target: expected'],
    [['--target', 'simulator'], 'expected a target that all pods have in common'],
    [['--shards', '4000'], 'expected at most as many shares'],
    [['--prices', 'p.yaml'], 'expected prices within the scenario'],
  ])('refuses %j in one error', async (args, words) => {
    const { exitCode, out, err } = await manifest('small.yaml', '--shards', '2', ...usual, ...args);
    expect(exitCode).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n +at /);
  });

  it('refuses a scenario that needs more than pods have, and says what to do', async () => {
    const file = join(folder, 'with_ca.yaml');
    writeFileSync(join(folder, 'ca.pem'), 'x');
    writeFileSync(file, targeting('ca: ca.pem'));
    const { exitCode, err } = await manifest(file, '--shards', '2', ...usual);
    expect(exitCode).toBe(2);
    expect(err).toContain('expected a scenario that needs nothing but its file');
    expect(err).toContain('callstorm pack');
    const elsewhere = await manifest(file, '--shards', '2', ...usual, '--plan-from', 'image:/plan/a.yaml');
    expect(elsewhere.exitCode).toBe(0);
    expect(elsewhere.out).not.toContain('ConfigMap');
  });
});
