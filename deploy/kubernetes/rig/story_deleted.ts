/** The Job is deleted in the middle of its calls: pods are asked to end, and hang up every call before they are gone. */

import { readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { CALLS, merge, SHARDS, startJob, toldOf } from './sharded_job.ts';
import type { Stage } from './stage.ts';

const DELETE_AFTER_MS = 35_000;
const GRACE_MS = 30_000;

export async function deletedPart(stage: Stage): Promise<void> {
  stage.title('The Job is deleted in the middle');
  const job = await startJob(stage, 'deleted-1');
  // What a pod printed is gone with it: whoever wants it follows it, or has logs written to a volume. A file each: lines of several
  // pods between each other are no log any more.
  const following = stage.podsOf(job).map(({ name, index }) => {
    const command = `kubectl logs -f ${name}`;
    stage.say(`$ ${command} > ${job}-${index}.txt &`);
    return stage.follow(command, `${job}-${index}.txt`);
  });
  await after(DELETE_AFTER_MS);
  const startedMs = Date.now();
  stage.show(`kubectl delete job ${job}`);
  await stage.until('the pods are gone', () => stage.podsOf(job).length === 0);
  const goneMs = Date.now() - startedMs;
  stage.say(`# all pods are gone ${(goneMs / 1000).toFixed(1)} s later`);
  await stage.until('their logs are whole', () => following.every(({ exitCode }) => exitCode !== null));
  const exits = stage.parts.nodes
    .flatMap(({ kubelet }) => readFileSync(kubelet.log, 'utf8').split('\n'))
    .filter((line) => line.includes(`/${job}-`) && line.includes('is over'))
    .map((line) => line.replace(/^\S+ /, ''));
  stage.say(`# what the nodes’ kubelets say:\n${exits.join('\n')}`);
  const merged = merge(stage, job, `${job}-*.txt`);
  const { calls, started, ended } = merged;
  stage.say(`# of ${started} calls that were dialled, ${ended} have their end in the log`);
  stage.holds(`within the ${GRACE_MS / 1000} s that pods have`, goneMs < GRACE_MS);
  stage.holds(
    'each pod ended by itself, with the exit code of what was interrupted; none was killed',
    exits.length === SHARDS && exits.every((line) => line.endsWith('exit code 130')),
  );
  stage.holds(
    'calls were in the middle, and each of them was hung up',
    started > 0 && started < CALLS && ended === started,
  );
  stage.holds('every call is told', toldOf(merged) === CALLS && calls.notStarted === CALLS - started);
  stage.holds('the verdict is no PASS', merged.verdict !== 'pass' && merged.code !== 0);
}
