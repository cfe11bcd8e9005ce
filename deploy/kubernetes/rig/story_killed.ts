/** One pod is killed in the middle of its calls. The others finish; what was lost is told, and nothing is made again. */

import { setTimeout as after } from 'node:timers/promises';
import { processOf } from './nodes.ts';
import { CALLS, merge, SHARDS, startJob, untilOver } from './sharded_job.ts';
import type { Stage } from './stage.ts';

/** From when pods run: the calls begin about 15 s later. */
const KILL_AFTER_MS = 35_000;
const KILLED_INDEX = 2;
const STATE = '.status.containerStatuses[0].state.terminated';

export async function killedPart(stage: Stage): Promise<void> {
  stage.title('A pod is killed');
  const job = await startJob(stage, 'killed-1');
  await after(KILL_AFTER_MS);
  const pod = stage.podsOf(job.name).find(({ index }) => index === KILLED_INDEX);
  if (pod === undefined) throw new Error(`no pod has the index ${KILLED_INDEX}`);
  const { pid } = processOf(stage.parts.nodes, pod.name);
  stage.show(`kill -9 ${pid} # process 1 of ${pod.name}, on ${pod.node}`);
  await untilOver(stage, job);
  const ask = (what: string, path: string): string =>
    stage.show(`kubectl get ${what} -o jsonpath='${path}{"\\n"}'`).text.trim();
  stage.show(`kubectl get pods -l batch.kubernetes.io/job-name=${job.name}`);
  ask(`pod ${pod.name}`, `{${STATE}.exitCode} {${STATE}.reason}`);
  const failed = ask(`job ${job.name}`, '{.status.failedIndexes}');
  const completed = ask(`job ${job.name}`, '{.status.completedIndexes}');
  const { calls, told, agent, verdict, code, text } = await merge(stage, job);
  stage.holds('the Job names the failed index', failed === String(KILLED_INDEX));
  stage.holds('the other shares are complete', completed === '0,1,3');
  stage.holds('no pod took its place', stage.podsOf(job.name).length === SHARDS);
  stage.holds(
    'every call is told: completed, failed or not started',
    calls.planned === CALLS && told === CALLS,
  );
  stage.holds('the calls of the others are completed', calls.completed >= CALLS - CALLS / SHARDS);
  stage.holds('some are lost, and some not started', calls.failed > 0 && calls.notStarted > 0);
  stage.holds(
    'no call that came to the agent is told as not started, nor one that did not as lost',
    agent.opened === calls.completed + calls.failed,
  );
  stage.holds('what it had begun is lost with its worker', text.includes('worker_lost'));
  stage.holds('INVALID, exit code 3', verdict === 'invalid' && code === 3);
}
