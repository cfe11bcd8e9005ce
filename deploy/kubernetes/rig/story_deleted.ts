/** The Job is deleted in the middle of its calls: pods are asked to end, and end their calls before they are gone. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { CALLS, merge, SHARDS, startJob } from './sharded_job.ts';
import type { Stage } from './stage.ts';

const DELETE_AFTER_MS = 35_000;
const GRACE_MS = 30_000;

export async function deletedPart(stage: Stage): Promise<void> {
  stage.title('The Job is deleted in the middle');
  const job = await startJob(stage, 'deleted-1');
  // What a pod printed is gone with it: whoever wants it follows it, or has logs written to a volume.
  const follow = `kubectl logs -f -l batch.kubernetes.io/job-name=${job} --tail=-1 --max-log-requests=${SHARDS}`;
  stage.say(`$ ${follow} > deleted.ndjson &`);
  const following = stage.follow(follow, 'deleted.ndjson');
  await after(DELETE_AFTER_MS);
  const startedMs = Date.now();
  stage.show(`kubectl delete job ${job}`);
  await stage.until('the pods are gone', () => stage.podsOf(job).length === 0);
  const goneMs = Date.now() - startedMs;
  if (following.exitCode === null) await new Promise((resolve) => following.once('exit', resolve));
  stage.say(`# all pods are gone ${(goneMs / 1000).toFixed(1)} s later`);
  const exits = stage.parts.nodes
    .flatMap(({ kubelet }) => readFileSync(kubelet.log, 'utf8').split('\n'))
    .filter((line) => line.includes(`/${job}-`) && line.includes('is over'))
    .map((line) => line.replace(/^\S+ /, ''));
  stage.say(`# what the nodes’ kubelets say:\n${exits.join('\n')}`);
  const { calls, verdict, code } = merge(stage, job, join('deleted.ndjson'));
  const told = calls.completed + calls.failed + calls.blocked + calls.notStarted;
  stage.holds(`within the ${GRACE_MS / 1000} s that pods have`, goneMs < GRACE_MS);
  stage.holds(
    'each pod ended by itself, none was killed',
    exits.length === SHARDS && exits.every((line) => !line.includes('137')),
  );
  stage.holds('every call is told', calls.planned === CALLS && told === CALLS);
  stage.holds('the verdict is no PASS', verdict !== 'pass' && code !== 0);
}
