/** The Job is deleted in the middle of its calls: pods are asked to end, and hang up every call before they are gone. */

import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { CALLS, merge, SHARDS, startJob } from './sharded_job.ts';
import type { Stage } from './stage.ts';

const DELETE_AFTER_MS = 35_000;
const GRACE_MS = 30_000;

export async function deletedPart(stage: Stage): Promise<void> {
  stage.title('The Job is deleted in the middle');
  const job = await startJob(stage, 'deleted-1');
  // What a pod printed is gone with it: whoever wants it follows it, or has logs written to a volume.
  const following = stage.podsOf(job.name).map(({ name, index }) => {
    const command = `kubectl logs -f ${name}`;
    stage.say(`$ ${command} > ${job.name}-${index}.txt &`);
    return stage.follow(command, `${job.name}-${index}.txt`);
  });
  await after(DELETE_AFTER_MS);
  const startedMs = Date.now();
  stage.show(`kubectl delete job ${job.name}`);
  await stage.until('the pods are gone', () => stage.podsOf(job.name).length === 0);
  const goneMs = Date.now() - startedMs;
  stage.say(`# all pods are gone ${(goneMs / 1000).toFixed(1)} s later`);
  await stage.until('their logs are whole', () => following.every(({ exitCode }) => exitCode !== null));
  const exits = exitsOf(stage, job.name);
  stage.say(`# what the nodes’ kubelets say:\n${exits.join('\n')}`);
  const { calls, told, agent, records, verdict, code, text } = await merge(stage, job, `${job.name}-*.txt`);
  const hungUp = records.filter(({ failure }) => failure === 'interrupted');
  const codes = [...new Set(hungUp.map(({ closeCode }) => closeCode))];
  stage.say(`# close codes of the ${hungUp.length} calls that were going on: ${codes.join(', ')}`);
  stage.holds(`within the ${GRACE_MS / 1000} s that pods have`, goneMs < GRACE_MS);
  stage.holds(
    'each pod ended by itself, with the exit code of what was interrupted; none was killed',
    exits.length === SHARDS && exits.every((line) => line.endsWith('exit code 130')),
  );
  stage.holds(
    'calls were going on, and each was hung up as WebSocket has it, with close code 1000',
    hungUp.length > 0 && hungUp.length === calls.failed && codes.length === 1 && codes[0] === 1000,
  );
  stage.holds(
    'none is lost, and the agent has none left',
    !text.includes('worker_lost') && agent.closed === agent.opened,
  );
  stage.holds(
    'every call is told, and those alone are not started that never came to the agent',
    told === CALLS && calls.notStarted === CALLS - agent.opened,
  );
  stage.holds('the verdict is no PASS', verdict !== 'pass' && code !== 0);
}

/** What the kubelets of all nodes told of the ends of the job's pods. */
function exitsOf(stage: Stage, job: string): readonly string[] {
  return stage.parts.nodes
    .flatMap(({ kubelet }) => readFileSync(kubelet.log, 'utf8').split('\n'))
    .filter((line) => line.includes(`/${job}-`) && line.includes('is over'))
    .map((line) => line.replace(/^\S+ /, ''));
}
