/** One pod is killed in the middle of its calls. The others finish; what was lost is told, and nothing is made again. */

import { setTimeout as after } from 'node:timers/promises';
import { processOf } from './nodes.ts';
import { CALLS, merge, SHARDS, startJob, untilOver } from './sharded_job.ts';
import type { Stage } from './stage.ts';

/** From when pods run: the calls begin about 15 s later. */
const KILL_AFTER_MS = 35_000;
const KILLED_INDEX = 2;

export async function killedPart(stage: Stage): Promise<void> {
  stage.title('A pod is killed');
  const job = await startJob(stage, 'killed-1');
  await after(KILL_AFTER_MS);
  const pod = stage.podsOf(job).find(({ index }) => index === KILLED_INDEX);
  if (pod === undefined) throw new Error(`no pod has the index ${KILLED_INDEX}`);
  const { pid } = processOf(stage.parts.nodes, pod.name);
  stage.show(`kill -9 ${pid} # process 1 of ${pod.name}, on ${pod.node}`);
  await untilOver(stage, job);
  stage.show(`kubectl get pods -l batch.kubernetes.io/job-name=${job}`);
  stage.show(
    `kubectl get pod ${pod.name} -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode} {.status.containerStatuses[0].state.terminated.reason}{"\\n"}'`,
  );
  const failed = stage
    .show(`kubectl get job ${job} -o jsonpath='{.status.failedIndexes}{"\\n"}'`)
    .text.trim();
  const completed = stage
    .show(`kubectl get job ${job} -o jsonpath='{.status.completedIndexes}{"\\n"}'`)
    .text.trim();
  stage.show(
    `kubectl get events --field-selector involvedObject.name=${job} -o custom-columns=TYPE:.type,REASON:.reason,MESSAGE:.message`,
  );
  const { calls, verdict, code, text } = merge(stage, job);
  stage.holds('the Job names the failed index', failed === String(KILLED_INDEX));
  stage.holds('the other shares are complete', completed === '0,1,3');
  stage.holds('no pod took its place', stage.podsOf(job).length === SHARDS);
  const others = CALLS - CALLS / SHARDS;
  const told = calls.completed + calls.failed + calls.blocked + calls.notStarted;
  stage.holds(
    'every call is told: completed, failed or not started',
    calls.planned === CALLS && told === CALLS,
  );
  stage.holds('the calls of the others are completed', calls.completed >= others);
  stage.holds('calls are lost, and others not started', calls.failed > 0 && calls.notStarted > 0);
  stage.holds('what it had begun is lost with its worker', text.includes('worker_lost'));
  stage.holds('INVALID, exit code 3', verdict === 'invalid' && code === 3);
}
