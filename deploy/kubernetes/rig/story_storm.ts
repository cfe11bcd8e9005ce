/** The storm as it should be: four pods over three nodes make 300 calls, and their logs make one report. */

import { CALLS, merge, SHARDS, startJob, untilOver } from './sharded_job.ts';
import type { Stage } from './stage.ts';

export async function stormPart(stage: Stage): Promise<void> {
  stage.title(`A storm of ${CALLS} calls in ${SHARDS} pods`);
  const job = await startJob(stage, 'storm-1');
  stage.show(`kubectl get pods -o wide -l batch.kubernetes.io/job-name=${job.name}`);
  const nodes = new Set(stage.podsOf(job.name).map(({ node }) => node));
  await untilOver(stage, job);
  stage.show(`kubectl get job ${job.name}`);
  const { calls, agent, verdict, code } = await merge(stage, job);
  stage.holds('pods are spread over all nodes', nodes.size === stage.parts.nodes.length);
  stage.holds('the Job is complete', stage.conditionsOf(job.name).includes('Complete'));
  stage.holds('all calls are made', calls.planned === CALLS && calls.completed === CALLS);
  stage.holds('each once, as the agent counts them', agent.opened === CALLS && agent.closed === CALLS);
  stage.holds('PASS, exit code 0', verdict === 'pass' && code === 0);
}
