/** Has a process give way to the others of its machine, where the system lets us say so. */

import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';

/**
 * `niceness`: 0 is usual, 19 the most patient. Linux knows of threads only, so each of them is told. Never throws: without it,
 * all go on as equals.
 */
export function giveWay(pid: number, niceness: number): void {
  for (const id of threadsOf(pid)) {
    try {
      setPriority(id, niceness);
    } catch {
      // Gone meanwhile, or not ours to tell.
    }
  }
}

function threadsOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [pid];
  }
}
