import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { perform } from '../../src/cli/program.ts';
import { terminal } from './terminal.ts';
import { bundled } from './bundled.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callstorm-'));
  bundled(join(folder, 'storm-k6'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function manifest(...args: readonly string[]) {
  const io = terminal({ cwd: folder });
  const exitCode = await perform(
    ['manifest', '--for', 'k6-operator', '--image', 'grafana/k6:1.4.2', ...args],
    io,
  );
  return { exitCode, out: io.outText, err: io.errText };
}

/** What of a TestRun is looked at here. */
interface Read {
  readonly kind: string;
  readonly data?: Record<string, string>;
  readonly spec: {
    readonly parallelism: number;
    readonly script: unknown;
    readonly arguments: string;
    readonly runner: {
      readonly env: readonly Record<string, unknown>[];
      readonly automountServiceAccountToken: unknown;
    };
  };
}

function read(text: string): readonly Read[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS() as Read);
}

describe('callstorm manifest --for k6-operator', () => {
  it('writes a TestRun whose script, and what that opens, is in a ConfigMap', async () => {
    const { exitCode, out, err } = await manifest('storm-k6', '--shards', '2', '--run-id', 'nightly-17');
    expect({ exitCode, err }).toMatchObject({ exitCode: 0 });
    const [map, run] = read(out);
    expect(Object.keys(map?.data ?? {}).sort()).toEqual(
      ['audio.txt', 'callstorm.json', 'options.json', 'plan.json', 'script.js'].sort(),
    );
    expect(map?.data?.['audio.txt']).toBe('{"a":1}\n{"b":2}');
    expect(run).toMatchObject({
      kind: 'TestRun',
      apiVersion: 'k6.io/v1alpha1',
      metadata: { name: 'callstorm-storm-nightly-17' },
      spec: {
        parallelism: 2,
        arguments: '--log-format=raw',
        script: { configMap: { name: 'callstorm-storm-nightly-17-script', file: 'script.js' } },
        // k6-operator has a text in place of a truth value.
        runner: { automountServiceAccountToken: 'false', image: 'grafana/k6:1.4.2' },
      },
    });
    expect(err).toContain('kubectl get testrun callstorm-storm-nightly-17');
    expect(err).toContain(
      'kubectl logs -l k6_cr=callstorm-storm-nightly-17,runner=true --tail=-1 | callstorm merge - --out reports/nightly-17',
    );
  });

  it('names the run in every pod, and takes keys from a Secret, under the name that the script looks for', async () => {
    const { out } = await manifest(
      'storm-k6',
      '--shards',
      '2',
      '--run-id',
      'a',
      '--target',
      'ws://agent:8787/v1/realtime',
      '--start-at',
      '2026-12-01T03:00:00Z',
    );
    expect(read(out)[1]?.spec.runner.env).toEqual([
      { name: 'CALLSTORM_RUN', value: 'a' },
      { name: 'CALLSTORM_TARGET', value: 'ws://agent:8787/v1/realtime' },
      { name: 'CALLSTORM_START_AT', value: String(Date.UTC(2026, 11, 1, 3)) },
      { name: 'AGENT_KEY', valueFrom: { secretKeyRef: { name: 'callstorm-keys', key: 'AGENT_KEY' } } },
    ]);
    bundled(join(folder, 'fetched'), { keyEnv: undefined, tokenCommand: ['fetch', '${NOT_IN_PODS}'] });
    const fetched = await manifest('fetched', '--shards', '1');
    expect(fetched.out).toContain('key: CALLSTORM_KEY\n');
    expect(fetched.out).not.toMatch(/key: NOT_IN_PODS/);
  });

  it('finds the folder on a volume, or in the image', async () => {
    const scriptWith = async (place: string): Promise<unknown> => {
      const { out } = await manifest('storm-k6', '--shards', '2', '--plan-from', place);
      const [run, ...more] = read(out);
      expect(more).toEqual([]);
      return run?.spec.script;
    };
    expect(await scriptWith('claim:plans')).toEqual({
      volumeClaim: { name: 'plans', file: 'storm-k6/script.js', readOnly: true },
    });
    expect(await scriptWith('claim:plans/a/b')).toMatchObject({ volumeClaim: { file: 'a/b/script.js' } });
    expect(await scriptWith('image:/storm')).toEqual({ localFile: '/storm/script.js' });
  });

  it.each([
    [['nothing', '--shards', '2'], 'expected a folder that callstorm bundle wrote'],
    [['damaged', '--shards', '2'], 'expected JSON'],
    [['large', '--shards', '2'], 'expected a bundle of at most 1048576 bytes'],
    [['simulated', '--shards', '2'], 'expected the address of a target'],
    [['storm-k6', '--shards', '3'], 'expected at most 2: the bundle has 2 VUs'],
    [['storm-k6', '--shards', '2', '--calls', '4'], 'the calls of a bundle are decided'],
    [['storm-k6', '--shards', '2', '--log-to', 'claim:a'], 'expected stdout'],
    [['storm-k6', '--shards', '2', '--name', '1st'], 'expected a name that begins with a letter'],
    [['storm-k6', '--shards', '2', '--name', 'x'.repeat(60)], 'expected a name of at most 51 characters'],
    [['storm-k6', '--shards', '2', '--target', 'http://a.example'], '--target: expected'],
    [['storm-k6', '--shards', '2', '--env', 'AGENT_KEY=hunter2'], 'expected no key in the open'],
  ])('refuses %j in one error', async (args, words) => {
    bundled(join(folder, 'damaged'));
    writeFileSync(join(folder, 'damaged', 'plan.json'), '{');
    bundled(join(folder, 'large'));
    writeFileSync(join(folder, 'large', 'audio.txt'), 'a'.repeat(1024 * 1024));
    bundled(join(folder, 'simulated'), { url: 'simulator' });
    mkdirSync(join(folder, 'nothing'), { recursive: true });
    const { exitCode, out, err } = await manifest(...args);
    expect(exitCode).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(words);
    expect(err).not.toContain('hunter2');
    expect(err).not.toMatch(/\n +at /);
  });
});
