/**
 * The thread in which a dialect's module is run for the first time: it tells what a plan has to know of it, or what is wrong. What the
 * module does meanwhile ends no more than this.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { described, type Description } from '../dialect/own/described.ts';
import { runModule, type RunModule } from './run_module.ts';

/** `taken`: names of dialects that are ours. */
export interface DialectThreadStart {
  readonly url: string;
  readonly taken: readonly string[];
}

export type DialectOutcome = Description | Exclude<RunModule, { type: 'exported' }>;

const { url, taken } = workerData as DialectThreadStart;
parentPort?.postMessage(await outcome());

async function outcome(): Promise<DialectOutcome> {
  const ran = await runModule(url);
  if (ran.type !== 'exported') return ran;
  return described(ran.value, (bytes) => Buffer.from(bytes).toString('base64'), taken);
}
