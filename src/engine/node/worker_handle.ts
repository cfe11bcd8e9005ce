/** A worker as the run knows it: the calls that it makes, and what was last heard of it. */

import { Worker, type MessagePort } from 'node:worker_threads';
import type { Due } from '../../core/load/dispatch.ts';
import type { GeneratorRecord } from '../../core/log/record.ts';
import { builtModule } from '../../disk/own_file.ts';
import type { ToWorker, WorkerStart } from './protocol.ts';

/** What a run needs of the thread. */
export type WorkerThread = Pick<Worker, 'on' | 'postMessage' | 'terminate'>;

export function threadOf(workerData: WorkerStart, transferList: MessagePort[]): WorkerThread {
  return new Worker(builtModule('engine/node/worker'), { workerData, transferList });
}

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

/** A call of before then has not been written down yet. */
export function owesCallFrom(beforeMs: number, { calls }: WorkerHandle): boolean {
  for (const { scheduledMs } of calls.values()) if (scheduledMs < beforeMs) return true;
  return false;
}

export function tell(worker: WorkerHandle, message: ToWorker): void {
  worker.thread.postMessage(message);
}
