/**
 * A run that k6's own operator makes in a cluster: a TestRun, whose pods are k6 with the script that `callstorm bundle` wrote. The
 * operator brings the pods up, cuts the test into segments, and starts them together.
 */

import { metadataOf, podAnnotations } from './job.ts';
import { documentText, manifestText, WRITTEN_BY, type Remark } from './manifest_text.ts';
import { LONGEST_NAME } from './object_name.ts';
import { filesMap } from './plan_map.ts';
import { CONTAINER_SECURITY, givenEnvironment, labelsOf, resourcesOf, SCRATCH, spread } from './share_pod.ts';
import type { ClusterRun } from './sharded_run.ts';

/** Where pods find the script, and beside it what it opens. */
export type ScriptSource =
  | { readonly from: 'config_map'; readonly files: Readonly<Record<string, Uint8Array>> }
  /** `folder` is within the volume; empty: at its top. */
  | { readonly from: 'claim'; readonly claim: string; readonly folder: string }
  | { readonly from: 'image'; readonly folder: string };

export interface ScriptedRun extends ClusterRun {
  readonly source: ScriptSource;
  /** The script's name in its folder. */
  readonly script: string;
  /** Absent: that of the plan. */
  readonly target?: string;
  /** Ms since the Unix epoch; absent: as soon as all pods are up. */
  readonly startAtMs?: number;
}

/** Of the user in k6's own image. */
const K6_USER = 12345;

const REMARKS: readonly Remark[] = [
  {
    path: ['spec', 'arguments'],
    text: 'The call log is what the script prints: as it stands, a line a record.',
  },
  {
    path: ['spec', 'runner'],
    text: 'The pod that looks at the script first is made the same way. What starts the runners is the operator’s own.',
  },
];

export function scriptedManifest(run: ScriptedRun): string {
  const above = `${WRITTEN_BY} ${run.version}, for k6-operator: ${run.shards === 1 ? 'one instance' : `${run.shards} instances`} of k6, one plan.`;
  const { source } = run;
  if (source.from !== 'config_map') return documentText(testRunOf(run), above, REMARKS);
  const map = filesMap(run, mapName(run), source.files);
  return manifestText([documentText(map, above), documentText(testRunOf(run), '', REMARKS)]);
}

/** The operator makes Jobs and Services of its name. */
export function longestTestRunName(shards: number): number {
  return LONGEST_NAME - Math.max('-initializer'.length, `-service-${shards}`.length);
}

function testRunOf(run: ScriptedRun): Readonly<Record<string, unknown>> {
  const { name, shards, image } = run;
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: metadataOf(run, name),
    spec: {
      parallelism: shards,
      script: scriptOf(run),
      arguments: '--log-format=raw',
      runner: {
        metadata: { labels: labelsOf(run), annotations: podAnnotations(run) },
        image,
        automountServiceAccountToken: 'false',
        env: givenEnvironment({ ...run, env: environmentOf(run) }),
        resources: resourcesOf(run),
        securityContext: {
          runAsNonRoot: true,
          runAsUser: K6_USER,
          runAsGroup: K6_USER,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        containerSecurityContext: CONTAINER_SECURITY,
        ...(shards === 1 ? {} : { topologySpreadConstraints: spread(labelsOf(run)) }),
        volumes: [SCRATCH.volume],
        volumeMounts: [SCRATCH.mount],
      },
    },
  };
}

/** Under one name in all pods: without it each would call the run by the second in which it began. */
function environmentOf({ runId, target, startAtMs, env }: ScriptedRun): Readonly<Record<string, string>> {
  return {
    CALLSTORM_RUN: runId,
    ...(target === undefined ? {} : { CALLSTORM_TARGET: target }),
    ...(startAtMs === undefined ? {} : { CALLSTORM_START_AT: String(startAtMs) }),
    ...env,
  };
}

function scriptOf(run: ScriptedRun): Readonly<Record<string, unknown>> {
  const { source, script } = run;
  switch (source.from) {
    case 'config_map':
      return { configMap: { name: mapName(run), file: script } };
    case 'claim': {
      const file = source.folder === '' ? script : `${source.folder}/${script}`;
      return { volumeClaim: { name: source.claim, file, readOnly: true } };
    }
    case 'image':
      return { localFile: `${source.folder}/${script}` };
  }
}

function mapName({ name }: ScriptedRun): string {
  return `${name}-script`;
}
