/**
 * A run as an Indexed Job: one pod a share, each index made at most once. What is in the way of that is switched off: retries,
 * replacements, and whatever moves pods about while they call.
 */

import { visible } from '../core/word/visible.ts';
import { failurePolicy, mostFailedIndexes } from './failure_policy.ts';
import { labelValue } from './object_name.ts';
import { CONTAINER, labelsOf, sharePod } from './share_pod.ts';
import type { ClusterRun, ShardedRun } from './sharded_run.ts';

type Part = Readonly<Record<string, unknown>>;

export function jobOf(sharded: ShardedRun): Part {
  const { shards } = sharded;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(sharded, sharded.name),
    spec: {
      completionMode: 'Indexed',
      completions: shards,
      parallelism: shards,
      backoffLimitPerIndex: 0,
      maxFailedIndexes: mostFailedIndexes(shards),
      podReplacementPolicy: 'Failed',
      podFailurePolicy: failurePolicy(CONTAINER),
      template: {
        metadata: { labels: labelsOf(sharded), annotations: podAnnotations(sharded) },
        spec: sharePod(sharded),
      },
    },
  };
}

/** What autoscalers are asked for: to leave a node alone while a pod on it calls. */
const UNMOVED = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
};

export function metadataOf(run: ClusterRun, name: string): Part {
  const { namespace, version } = run;
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { ...labelsOf(run), 'app.kubernetes.io/version': labelValue(version) },
    annotations: annotationsOf(run),
  };
}

export function podAnnotations(run: ClusterRun): Readonly<Record<string, string>> {
  return { ...annotationsOf(run), ...UNMOVED };
}

function annotationsOf({ plan, runId }: ClusterRun): Readonly<Record<string, string>> {
  return { 'callstorm/plan': plan.id, 'callstorm/scenario': visible(plan.scenario), 'callstorm/run': runId };
}
