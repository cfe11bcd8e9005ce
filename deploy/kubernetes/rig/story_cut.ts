/** A node's cable is pulled for ten seconds. Its pods and its kubelet hear nothing; Kubernetes does not see it, and callers do. */

import { setTimeout as after } from 'node:timers/promises';
import { CALLS, merge, startJob, untilOver } from './sharded_job.ts';
import type { Stage } from './stage.ts';

const CUT_AFTER_MS = 35_000;
const CUT_MS = 10_000;

export async function cutPart(stage: Stage): Promise<void> {
  stage.title('A node is cut off for ten seconds');
  const { nodes } = stage.parts;
  const job = await startJob(stage, 'cut-1');
  const pods = stage.podsOf(job);
  // One that has a single pod: what is told of it is told of a share.
  const node = nodes.find(({ name }) => pods.filter(({ node: of }) => of === name).length === 1);
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
  stage.show(`kubectl get pods -o wide -l batch.kubernetes.io/job-name=${job}`);
  stage.show(`kubectl get job ${job}`);
  const { calls, verdict, code } = merge(stage, job);
  const told = calls.completed + calls.failed + calls.blocked + calls.notStarted;
  stage.holds('every call is told', calls.planned === CALLS && told === CALLS);
  stage.holds('the verdict is no PASS', verdict !== 'pass' && code !== 0);
}
