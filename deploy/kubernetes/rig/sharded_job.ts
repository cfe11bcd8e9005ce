/** One run of the storm as a Job: made from its manifest, waited for, merged from what its pods printed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE } from './nodes.ts';
import type { Output, Stage } from './stage.ts';

export const SHARDS = 4;
export const CALLS = 300;
/** Time for four pods to come up and read their plan. */
const START_IN = '15s';

export interface Calls {
  readonly planned: number;
  readonly completed: number;
  readonly failed: number;
  readonly blocked: number;
  readonly notStarted: number;
}

/** What is asked of a merged report, and of the logs that it is made from. */
export interface Merged extends Output {
  readonly verdict: string;
  readonly calls: Calls;
  /** Calls that a share told were dialled. */
  readonly started: number;
  /** Of those, the ones whose end it told. */
  readonly ended: number;
}

/** Writes the manifest, has the server check and make it, and waits until all pods run. */
export async function startJob(stage: Stage, runId: string): Promise<string> {
  const { target } = stage.parts;
  const file = `${runId}.yaml`;
  stage.show(
    `callstorm manifest storm.yaml --shards ${SHARDS} --image ${IMAGE} --run-id ${runId} --name ${runId} --start-at ${START_IN} --target ${target} --out ${file} 2>/dev/null`,
  );
  stage.show(`kubectl create -f ${file}`);
  await stage.until('all pods run', () => {
    const pods = stage.podsOf(runId);
    return pods.length === SHARDS && pods.every(({ phase }) => phase !== 'Pending');
  });
  return runId;
}

export async function untilOver(stage: Stage, job: string): Promise<void> {
  await stage.until('the Job is over', () =>
    stage.conditionsOf(job).some((type) => type === 'Complete' || type === 'Failed'),
  );
}

/** Merges what pods printed, as kubectl gives it (or as it was kept, in `files`), and shows the report. */
export function merge(stage: Stage, job: string, files?: string): Merged {
  const from =
    files === undefined ? `kubectl logs -l batch.kubernetes.io/job-name=${job} --tail=-1` : `cat ${files}`;
  const printed = stage.quietly(from).text;
  const of = (type: string): Set<string> =>
    new Set(
      [...printed.matchAll(new RegExp(`^\\{"type":"${type}","call":(\\d+),`, 'gm'))].map(
        ([, call]) => call ?? '',
      ),
    );
  const [dialled, over] = [of('started'), of('call')];
  const output = stage.show(`${from} | callstorm merge - --out reports/${job}`);
  const summary = JSON.parse(
    readFileSync(join(stage.parts.folder, 'reports', job, 'summary.json'), 'utf8'),
  ) as { readonly calls: Calls; readonly verdict: { readonly result: string } };
  return {
    ...output,
    calls: summary.calls,
    verdict: summary.verdict.result,
    started: dialled.size,
    ended: [...dialled].filter((call) => over.has(call)).length,
  };
}

export function toldOf({ calls: { completed, failed, blocked, notStarted } }: Merged): number {
  return completed + failed + blocked + notStarted;
}
