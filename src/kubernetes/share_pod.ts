/**
 * The pod that makes a share: which command, with what of the environment, from which volumes, and as little else as may be. It fits
 * the strictest of Kubernetes' own pod security standards.
 */

import type { ClusterRun, LogDestination, ShardedRun } from './sharded_run.ts';

export const CONTAINER = 'callstorm';
/** What a pod is told of its index by; `$(SHARD_INDEX)` in an argument is its value. */
const INDEX_VARIABLE = 'SHARD_INDEX';
const INDEX_ANNOTATION = 'batch.kubernetes.io/job-completion-index';
/** Of the user and group in the image; a volume for logs belongs to it. */
const IMAGE_GROUP = 10001;
/** What Kubernetes leaves a pod by default, said so that nobody has to know: calls are ended politely in it. */
const GRACE_SECONDS = 30;
const PLAN_FOLDER = '/plan';
const LOG_FOLDER = '/logs';
const SCRATCH_FOLDER = '/tmp';

/** The root file system cannot be written to: `SCRATCH` is where files may go. */
export const CONTAINER_SECURITY = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

type Part = Readonly<Record<string, unknown>>;

export function labelsOf({ name }: ClusterRun): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': 'callstorm', 'app.kubernetes.io/instance': name };
}

export function sharePod(sharded: ShardedRun): Part {
  const { shards, log } = sharded;
  const volumes = volumesOf(sharded);
  return {
    restartPolicy: 'Never',
    terminationGracePeriodSeconds: GRACE_SECONDS,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      ...(log.to === 'claim' ? { fsGroup: IMAGE_GROUP, fsGroupChangePolicy: 'OnRootMismatch' } : {}),
    },
    ...(shards === 1 ? {} : { topologySpreadConstraints: spread(labelsOf(sharded)) }),
    containers: [
      {
        name: CONTAINER,
        image: sharded.image,
        command: ['callstorm'],
        args: argumentsOf(sharded),
        env: environmentOf(sharded),
        resources: resourcesOf(sharded),
        securityContext: CONTAINER_SECURITY,
        volumeMounts: volumes.map(({ mount }) => mount),
      },
    ],
    volumes: volumes.map(({ volume }) => volume),
  };
}

/** As Kubernetes reads them: `$` alone is doubled, so that nothing of what a person typed is taken for a variable. */
function argumentsOf({ plan, shards, runId, options, log }: ShardedRun): readonly string[] {
  const index = `$(${INDEX_VARIABLE})`;
  const asTyped = (words: readonly string[]): readonly string[] =>
    words.map((word) => word.replaceAll('$', () => '$$'));
  const logging = ((): readonly string[] => {
    switch (log.to) {
      case 'stdout':
        return ['--log', '-'];
      case 'claim':
        return ['--out', `${LOG_FOLDER}/${runId}/share-${index}`];
      case 'url':
        return ['--log', `${SCRATCH_FOLDER}/share-${index}.ndjson`];
    }
  })();
  return [
    'run',
    ...asTyped([planPath(plan)]),
    '--shard',
    `index:${index}/${shards}`,
    '--run-id',
    runId,
    ...asTyped(options),
    ...logging,
    '--quiet',
  ];
}

function planPath({ file, source }: ShardedRun['plan']): string {
  switch (source.from) {
    case 'config_map':
      return `${PLAN_FOLDER}/${file}`;
    case 'claim':
      return `${PLAN_FOLDER}/${source.path}`;
    case 'image':
      return source.path;
  }
}

function environmentOf({ env, secrets, optionalSecrets, secret, log }: ShardedRun): readonly Part[] {
  return [
    {
      name: INDEX_VARIABLE,
      valueFrom: { fieldRef: { fieldPath: `metadata.annotations['${INDEX_ANNOTATION}']` } },
    },
    ...givenEnvironment({ env: { ...sentTo(log), ...env }, secrets, secret }),
    ...optionalSecrets.map((name) => ({
      name,
      valueFrom: { secretKeyRef: { name: secret, key: name, optional: true } },
    })),
  ];
}

/** `run` reads where its log is sent from its environment. */
function sentTo(log: LogDestination): Readonly<Record<string, string>> {
  return log.to === 'url' ? { CALLSTORM_LOG_URL: log.url } : {};
}

/** As Kubernetes reads it: see `argumentsOf`. */
export function givenEnvironment({
  env,
  secrets,
  secret,
}: Pick<ClusterRun, 'env' | 'secrets' | 'secret'>): readonly Part[] {
  return [
    ...Object.entries(env).map(([name, value]) => ({ name, value: value.replaceAll('$', () => '$$') })),
    ...secrets.map((name) => ({ name, valueFrom: { secretKeyRef: { name: secret, key: name } } })),
  ];
}

/** No limit of processor time: a generator that is throttled is late, and its figures are worth nothing. */
export function resourcesOf({ resources: { cpu, memory } }: ClusterRun): Part {
  return { requests: { cpu, memory }, limits: { memory } };
}

export const SCRATCH = scratchOf('256Mi');

function scratchOf(sizeLimit: string): { volume: Part; mount: Part } {
  return mounted('scratch', { emptyDir: { sizeLimit } }, SCRATCH_FOLDER, false);
}

function volumesOf({ name, plan: { source }, log }: ShardedRun): readonly { volume: Part; mount: Part }[] {
  return [
    ...(source.from === 'config_map'
      ? [mounted('plan', { configMap: { name: `${name}-plan` } }, PLAN_FOLDER, true)]
      : []),
    ...(source.from === 'claim'
      ? [
          mounted(
            'plan',
            { persistentVolumeClaim: { claimName: source.claim, readOnly: true } },
            PLAN_FOLDER,
            true,
          ),
        ]
      : []),
    ...(log.to === 'claim'
      ? [mounted('logs', { persistentVolumeClaim: { claimName: log.claim } }, LOG_FOLDER, false)]
      : []),
    // A log that is sent lies there whole before it is.
    log.to === 'url' ? scratchOf('4Gi') : SCRATCH,
  ];
}

function mounted(
  name: string,
  source: Part,
  mountPath: string,
  readOnly: boolean,
): { volume: Part; mount: Part } {
  return { volume: { name, ...source }, mount: { name, mountPath, ...(readOnly ? { readOnly } : {}) } };
}

/** Over nodes and zones as evenly as there is room: a node that is lost takes few shares with it, and none waits for a place. */
export function spread(matchLabels: Readonly<Record<string, string>>): readonly Part[] {
  return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
  }));
}
