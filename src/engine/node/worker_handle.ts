/** A worker as the run knows it: the calls that it makes, and what was last heard of it. */

import type { Worker } from 'node:worker_threads';
import type { Due } from '../../core/load/dispatch.ts';
import type { GeneratorRecord } from '../../core/log/record.ts';
import type { ToWorker } from './protocol.ts';

/** What a run needs of the thread. */
export type WorkerThread = Pick<Worker, 'on' | 'postMessage' | 'terminate'>;

export interface WorkerHandle {
  readonly thread: WorkerThread;
  /** Given to it, and not written down yet. */
  readonly calls: Map<number, Due>;
  gauge: GeneratorRecord | null;
  loggedMs: number;
  alive: boolean;
  /** What it said as it broke down. */
  error: string | null;
}

export function handleOf(thread: WorkerThread): WorkerHandle {
  return { thread, calls: new Map(), gauge: null, loggedMs: 0, alive: true, error: null };
}

/** Null: none is left. */
export function leastBusy(workers: readonly WorkerHandle[]): WorkerHandle | null {
  let best: WorkerHandle | null = null;
  for (const worker of workers) {
    if (worker.alive && (best === null || worker.calls.size < best.calls.size)) best = worker;
  }
  return best;
}

export function tell(worker: WorkerHandle, message: ToWorker): void {
  worker.thread.postMessage(message);
}
