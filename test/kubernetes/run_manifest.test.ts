import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { runManifest } from '../../src/kubernetes/run_manifest.ts';
import type { ShardedRun } from '../../src/kubernetes/sharded_run.ts';

const run: ShardedRun = {
  name: 'storm',
  shards: 8,
  image: 'registry.example/callstorm:0.1.0',
  resources: { cpu: '1', memory: '512Mi' },
  plan: {
    id: 'a'.repeat(64),
    scenario: 'storm',
    file: 'scenario.yaml',
    source: { from: 'config_map', contents: Buffer.from('name: storm\n') },
  },
  runId: 'nightly-17',
  options: ['--target', 'wss://agent.example/v1/realtime'],
  log: { to: 'stdout' },
  secrets: ['AGENT_KEY'],
  optionalSecrets: [],
  secret: 'callstorm-keys',
  env: {},
  version: '0.1.0',
};

/** What of an object of Kubernetes is looked at here. */
interface Read {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations: Record<string, string>;
  };
  readonly data?: Record<string, string>;
  readonly binaryData?: Record<string, string>;
  readonly spec: {
    readonly completions: number;
    readonly parallelism: number;
    readonly backoffLimitPerIndex: number;
    readonly maxFailedIndexes: number;
    readonly podFailurePolicy: { readonly rules: readonly { readonly action: string }[] };
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string;
        readonly securityContext: Record<string, unknown>;
        readonly topologySpreadConstraints?: readonly unknown[];
        readonly containers: readonly {
          readonly args: readonly string[];
          readonly env: readonly Record<string, unknown>[];
          readonly resources: unknown;
          readonly volumeMounts: readonly {
            readonly name: string;
            readonly mountPath: string;
            readonly readOnly?: boolean;
          }[];
        }[];
        readonly volumes: readonly Record<string, unknown>[];
      };
    };
  };
}

/** As a parser of YAML 1.1 reads it, which those of Kubernetes are. */
function read(sharded: ShardedRun): readonly Read[] {
  return parseAllDocuments(runManifest(sharded), { version: '1.1' }).map(
    (document) => document.toJS() as Read,
  );
}

function jobIn(sharded: ShardedRun): Read {
  const job = read(sharded).find(({ kind }) => kind === 'Job');
  if (job === undefined) throw new Error('there is no Job');
  return job;
}

function containerIn(sharded: ShardedRun) {
  const [container, ...more] = jobIn(sharded).spec.template.spec.containers;
  if (container === undefined || more.length > 0) throw new Error('there is not one container');
  return container;
}

describe('a run in Kubernetes', () => {
  it('is the same text each time', () => {
    expect(runManifest(run)).toBe(runManifest({ ...run }));
  });

  it('makes each share once, and ends none for another’s sake', () => {
    for (const shards of [1, 2, 8, 1000]) {
      const { spec } = jobIn({ ...run, shards });
      expect(spec).toMatchObject({ completions: shards, parallelism: shards, backoffLimitPerIndex: 0 });
      expect(spec.maxFailedIndexes).toBeGreaterThanOrEqual(shards);
      expect(spec.template.spec.restartPolicy).toBe('Never');
      // Ignore makes a replacement, Count leaves it to a limit, and FailJob ends everybody.
      expect(new Set(spec.podFailurePolicy.rules.map(({ action }) => action))).toEqual(
        new Set(['FailIndex']),
      );
    }
  });

  it('tells a pod which share it makes by its index', () => {
    const { args, env } = containerIn(run);
    expect(args[args.indexOf('--shard') + 1]).toBe('index:$(SHARD_INDEX)/8');
    expect(env[0]).toEqual({
      name: 'SHARD_INDEX',
      valueFrom: {
        fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']" },
      },
    });
  });

  it('leaves to Kubernetes nothing of what was typed', () => {
    const { args, env } = containerIn({
      ...run,
      options: ['--target', 'wss://a.example/$(SHARD_INDEX)?a=$$1'],
      env: { GREETING: 'costs $(MONEY)' },
    });
    expect(args[args.indexOf('--target') + 1]).toBe('wss://a.example/$$(SHARD_INDEX)?a=$$$$1');
    expect(env[1]).toEqual({ name: 'GREETING', value: 'costs $$(MONEY)' });
  });

  it('names keys and never has one', () => {
    expect(containerIn(run).env[1]).toEqual({
      name: 'AGENT_KEY',
      valueFrom: { secretKeyRef: { name: 'callstorm-keys', key: 'AGENT_KEY' } },
    });
  });

  it('gives a pod no more rights than it needs, and no limit of processor time', () => {
    expect(jobIn(run).spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 30,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    });
    expect(containerIn(run).resources).toEqual({
      requests: { cpu: '1', memory: '512Mi' },
      limits: { memory: '512Mi' },
    });
  });

  it('spreads pods where there are several', () => {
    expect(jobIn(run).spec.template.spec.topologySpreadConstraints).toHaveLength(2);
    expect(jobIn({ ...run, shards: 1 }).spec.template.spec.topologySpreadConstraints).toBeUndefined();
  });
});

describe('the plan of a run in Kubernetes', () => {
  const holding = (file: string, contents: Uint8Array): ShardedRun => ({
    ...run,
    plan: { ...run.plan, file, source: { from: 'config_map', contents } },
  });

  it.each([
    'name: a\n',
    'name: a',
    '\n\n  a: 1\n\n\n',
    'ä: "…" # ü\n',
    'a: |\n  b \n\tc\n',
    '',
    '---\na: 1\n---\n',
    '# only a remark',
    '\uFEFFname: a\n',
    'a: 1\r\nb: 2\r\n',
    'a: \u0085\u2028\u2029',
    'a: \u0000',
    'a: 😀\n',
  ])('stands in a ConfigMap as it was: %j', (text) => {
    const [map] = read(holding('scenario.yaml', Buffer.from(text)));
    const got =
      map?.data?.['scenario.yaml'] ??
      Buffer.from(map?.binaryData?.['scenario.yaml'] ?? '', 'base64').toString();
    expect(got).toBe(text);
  });

  it('is Base64 where it is no text', () => {
    const contents = Uint8Array.of(0xff, 0, 0x80, 10);
    const [map] = read(holding('plan.callstorm', contents));
    expect(map).toMatchObject({
      kind: 'ConfigMap',
      metadata: { name: 'storm-plan' },
      binaryData: { 'plan.callstorm': '/wCACg==' },
    });
    expect(containerIn(holding('plan.callstorm', contents)).args[1]).toBe('/plan/plan.callstorm');
  });

  it('is found on a volume, read only, or in the image', () => {
    const claimed: ShardedRun = {
      ...run,
      plan: { ...run.plan, source: { from: 'claim', claim: 'plans', path: 'a/plan.callstorm' } },
    };
    expect(read(claimed).map(({ kind }) => kind)).toEqual(['Job']);
    expect(containerIn(claimed).args[1]).toBe('/plan/a/plan.callstorm');
    expect(jobIn(claimed).spec.template.spec.volumes[0]).toEqual({
      name: 'plan',
      persistentVolumeClaim: { claimName: 'plans', readOnly: true },
    });
    const built: ShardedRun = {
      ...run,
      plan: { ...run.plan, source: { from: 'image', path: '/p.callstorm' } },
    };
    expect(containerIn(built).args[1]).toBe('/p.callstorm');
    expect(containerIn(built).volumeMounts.map(({ name }) => name)).toEqual(['scratch']);
  });
});

describe('the log of a share in Kubernetes', () => {
  it('goes to standard output, or to a folder of its own on a volume that the pod may write to', () => {
    expect(containerIn(run).args.slice(-3)).toEqual(['--log', '-', '--quiet']);
    const kept: ShardedRun = { ...run, log: { to: 'claim', claim: 'logs' } };
    expect(containerIn(kept).args.slice(-3)).toEqual([
      '--out',
      '/logs/nightly-17/share-$(SHARD_INDEX)',
      '--quiet',
    ]);
    expect(containerIn(kept).volumeMounts).toContainEqual({ name: 'logs', mountPath: '/logs' });
    expect(jobIn(kept).spec.template.spec.securityContext).toMatchObject({ fsGroup: 10001 });
  });

  it('is sent from a file that there is room for', () => {
    const sent: ShardedRun = { ...run, log: { to: 'url', url: 's3://storms/nightly/' } };
    const { args, volumeMounts } = containerIn(sent);
    const { mountPath = '' } = volumeMounts.find(({ name }) => name === 'scratch') ?? {};
    expect(mountPath).toMatch(/^\/\w+$/);
    expect(args.slice(-3)).toEqual(['--log', `${mountPath}/share-$(SHARD_INDEX).ndjson`, '--quiet']);
    expect(containerIn(sent).env).toContainEqual({
      name: 'CALLSTORM_LOG_URL',
      value: 's3://storms/nightly/',
    });
    expect(jobIn(sent).spec.template.spec.volumes).toContainEqual({
      name: 'scratch',
      emptyDir: { sizeLimit: '4Gi' },
    });
  });
});

describe('words in a manifest', () => {
  it.each([
    'yes',
    'null',
    '~',
    '1e3',
    '0x10',
    '0o7',
    '012',
    '12:30:45',
    '2026-01-01',
    'a: b',
    '# a',
    '- a',
    '*a',
    '&a',
    '!a',
    '%a',
    "it's",
    '"',
    '',
  ])('stay words: %j', (scenario) => {
    const { metadata } = jobIn({ ...run, plan: { ...run.plan, scenario }, env: { A: scenario } });
    expect(metadata.annotations['callstorm/scenario']).toBe(scenario);
    expect(containerIn({ ...run, env: { A: scenario } }).env[1]).toEqual({ name: 'A', value: scenario });
  });

  it('drive no terminal', () => {
    const text = runManifest({ ...run, plan: { ...run.plan, scenario: '\u001B[2Ja\u202Eb' } });
    for (const sign of ['\u001B', '\u202E']) expect(text).not.toContain(sign);
  });
});
