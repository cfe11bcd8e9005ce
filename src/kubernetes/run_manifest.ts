/** Everything that a cluster needs to make a run's calls, as YAML: the plan, where the manifest holds it, and the Job. */

import { jobOf } from './job.ts';
import { documentText, manifestText, WRITTEN_BY, type Remark } from './manifest_text.ts';
import { planMap } from './plan_map.ts';
import type { ShardedRun } from './sharded_run.ts';

const REMARKS: readonly Remark[] = [
  {
    path: ['spec', 'backoffLimitPerIndex'],
    text: 'A share is made at most once: calls that were lost are told of, never made again.',
  },
  {
    path: ['spec', 'maxFailedIndexes'],
    text: 'With fewer, the Job would end pods that are still calling.',
  },
  {
    path: ['spec', 'podFailurePolicy'],
    text: [
      'A pod that fails ends its own share alone: the verdict of a part stops nobody, and the merged one counts. Exit codes:',
      '1 thresholds failed, 2 bad usage or configuration, 3 invalid, 4 stopped by the budget, 5 target unreachable, 6 an output was lost,',
      '130 interrupted.',
    ].join('\n'),
  },
];

export function runManifest(sharded: ShardedRun): string {
  const map = planMap(sharded);
  const job = documentText(jobOf(sharded), map === null ? aboveAll(sharded) : '', REMARKS);
  return manifestText(map === null ? [job] : [documentText(map, aboveAll(sharded)), job]);
}

function aboveAll({ version, shards }: ShardedRun): string {
  return `${WRITTEN_BY} ${version}: ${shards === 1 ? 'one share' : `${shards} shares`} of one plan.`;
}
