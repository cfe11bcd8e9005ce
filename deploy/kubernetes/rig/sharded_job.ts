/** One run of the storm as a Job: made from its manifest, waited for, merged from what its pods printed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { IMAGE } from './nodes.ts';
import type { Output, Sessions, Stage } from './stage.ts';

export const SHARDS = 4;
export const CALLS = 300;
/** Time for four pods to come up and read their plan. */
const START_IN = '15s';
/** For an end of a connection to come to the agent, and into its log. */
const AGENT_HEARS_MS = 3000;

export interface StormJob {
  readonly name: string;
  /** What the agent had had before. */
  readonly before: Sessions;
}

export interface Calls {
  readonly planned: number;
  readonly completed: number;
  readonly failed: number;
  readonly blocked: number;
  readonly notStarted: number;
}

/** What is asked of a merged report, and what the agent says of the same calls: nobody was told by the other. */
export interface Merged extends Output {
  readonly verdict: string;
  readonly calls: Calls;
  /** Calls that are told of, whatever became of them. */
  readonly told: number;
  readonly agent: Sessions;
  /** What shares told of the ends of their calls. */
  readonly records: readonly CallRecord[];
}

export interface CallRecord {
  readonly call: number;
  readonly failure: string | null;
  readonly closeCode: number | null;
}

/** Writes the manifest, has the server check and make it, and waits until all pods run. */
export async function startJob(stage: Stage, name: string): Promise<StormJob> {
  const before = stage.sessions();
  const file = `${name}.yaml`;
  stage.show(
    `callstorm manifest storm.yaml --shards ${SHARDS} --image ${IMAGE} --run-id ${name} --name ${name} --start-at ${START_IN} --target ${stage.parts.target} --out ${file} 2>/dev/null`,
  );
  stage.show(`kubectl create -f ${file}`);
  await stage.until('all pods run', () => {
    const pods = stage.podsOf(name);
    return pods.length === SHARDS && pods.every(({ phase }) => phase !== 'Pending');
  });
  return { name, before };
}

export async function untilOver(stage: Stage, { name }: StormJob): Promise<void> {
  await stage.until('the Job is over', () =>
    stage.conditionsOf(name).some((type) => type === 'Complete' || type === 'Failed'),
  );
}

/** Merges what pods printed, as kubectl gives it (or as it was kept, in `files`), and shows the report. */
export async function merge(stage: Stage, { name, before }: StormJob, files?: string): Promise<Merged> {
  await after(AGENT_HEARS_MS);
  const now = stage.sessions();
  const agent = { opened: now.opened - before.opened, closed: now.closed - before.closed };
  const from =
    files === undefined ? `kubectl logs -l batch.kubernetes.io/job-name=${name} --tail=-1` : `cat ${files}`;
  const output = stage.show(`${from} | callstorm merge - --out reports/${name}`);
  stage.say(`# the agent has had ${agent.opened} calls, and ${agent.closed} of them have ended`);
  const summary = JSON.parse(
    readFileSync(join(stage.parts.folder, 'reports', name, 'summary.json'), 'utf8'),
  ) as { readonly calls: Calls; readonly verdict: { readonly result: string } };
  const { calls } = summary;
  const told = calls.completed + calls.failed + calls.blocked + calls.notStarted;
  return { ...output, calls, verdict: summary.verdict.result, told, agent, records: recordsOf(stage, from) };
}

function recordsOf(stage: Stage, printing: string): readonly CallRecord[] {
  return stage
    .quietly(printing)
    .text.split('\n')
    .filter((line) => line.startsWith('{"type":"call",'))
    .map((line) => JSON.parse(line) as CallRecord);
}
