/**
 * The thread behind a pulse: waits for an instant, says so once, waits for the next. Shared with its owner: a count of
 * changes to be woken by, then the instant (float64, monotonic clock in ms; Infinity: none).
 */

import { parentPort, workerData } from 'node:worker_threads';
import { monotonicMs } from './monotonic_clock.ts';

const shared = workerData as SharedArrayBuffer;
const changes = new Int32Array(shared, 0, 1);
const instant = new Float64Array(shared, 8, 1);
let told = Infinity;
for (;;) {
  const seen = Atomics.load(changes, 0);
  const nowMs = monotonicMs();
  const dueMs = instant[0] as number;
  if (dueMs <= nowMs && dueMs !== told) {
    told = dueMs;
    parentPort?.postMessage(null);
  }
  Atomics.wait(changes, 0, seen, dueMs === told ? Infinity : dueMs - nowMs);
}
