/** A node's cable is pulled for ten seconds. Its pods and its kubelet hear nothing; Kubernetes does not see it, and callers do. */

import { setTimeout as after } from 'node:timers/promises';
import { CALLS, merge, SHARDS, startJob, untilOver } from './sharded_job.ts';
import type { Stage } from './stage.ts';

const CUT_AFTER_MS = 35_000;
const CUT_MS = 10_000;

export async function cutPart(stage: Stage): Promise<void> {
  stage.title('A node is cut off for ten seconds');
  const job = await startJob(stage, 'cut-1');
  const pods = stage.podsOf(job.name);
  // One that has a single pod: what is told of it is told of a share.
  const node = stage.parts.nodes.find(({ name }) => pods.filter(({ node: of }) => of === name).length === 1);
  if (node === undefined) throw new Error('no node has one pod');
  const cut = pods.find(({ node: of }) => of === node.name);
  await after(CUT_AFTER_MS);
  stage.show(
    `ip link set ${node.cable} down # ${node.name}, with share ${(cut?.index ?? 0) + 1} on it: ${cut?.name}`,
  );
  await after(CUT_MS - 1000);
  stage.show('kubectl get nodes');
  await after(1000);
  stage.show(`ip link set ${node.cable} up`);
  await untilOver(stage, job);
  stage.show(`kubectl get pods -o wide -l batch.kubernetes.io/job-name=${job.name}`);
  stage.show(`kubectl get job ${job.name}`);
  const { calls, told, records, verdict, code } = await merge(stage, job);
  const failed = records.filter(({ failure }) => failure !== null);
  stage.holds('every call is told', calls.planned === CALLS && told === CALLS);
  stage.holds('the calls of the others are completed', calls.completed >= CALLS - CALLS / SHARDS);
  stage.holds(
    'calls failed, and each of them is of the share that was cut off',
    failed.length > 0 &&
      failed.length === calls.failed &&
      failed.every(({ call }) => call % SHARDS === cut?.index),
  );
  stage.holds('the verdict is no PASS', verdict !== 'pass' && code !== 0);
}
