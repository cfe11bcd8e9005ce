import { expect, it } from 'vitest';
import { handleOf, owesCallFrom, type WorkerThread } from '../../../src/engine/node/worker_handle.ts';

it('owes a call from before an instant until it has written it down', () => {
  const worker = handleOf({} as WorkerThread);
  expect(owesCallFrom(Infinity, worker)).toBe(false);
  worker.calls.set(7, { call: 7, scheduledMs: 500, blocked: false });
  worker.calls.set(4, { call: 4, scheduledMs: 100, blocked: false });
  expect([100, 101].map((beforeMs) => owesCallFrom(beforeMs, worker))).toEqual([false, true]);
  worker.calls.delete(4);
  expect(owesCallFrom(101, worker)).toBe(false);
});
