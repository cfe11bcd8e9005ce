/** How many worker threads make a run's calls. */

import { availableParallelism } from 'node:os';
import { ConfigError } from '../core/word/config_error.ts';
import { EVERY_CALL, placesOf, plannedCalls, type Selection } from '../core/load/selection.ts';
import type { Plan } from '../core/plan/plan.ts';

/** One worker's event loop carries this many calls with room to spare. */
const CALLS_PER_WORKER = 1000;
/** Beyond this, threads only take each other's turns. */
const WORKERS_PER_CORE = 4;

/** Never more than there are calls at once. Throws ConfigError where more are asked for than the machine can have use of. */
export function workersFor(
  { load }: Pick<Plan, 'load'>,
  asked: number | undefined,
  cores = availableParallelism(),
  selection: Selection = EVERY_CALL,
): number {
  const most = WORKERS_PER_CORE * cores;
  if (asked !== undefined && asked > most) {
    const what = `${WORKERS_PER_CORE} for each of ${cores} ${cores === 1 ? 'core' : 'cores'}`;
    throw new ConfigError(`expected at most ${most} (${what}), found ${asked}`, {
      code: 'option_invalid',
      path: '--workers',
      hint: `One worker carries ${CALLS_PER_WORKER} calls at once; leave --workers out, and there are as many as it takes.`,
    });
  }
  const atOnce = Math.min(plannedCalls(load, selection) ?? Infinity, placesOf(load, selection));
  // One core is the target's, or the system's.
  const wanted = asked ?? Math.min(cores - 1, Math.ceil(atOnce / CALLS_PER_WORKER));
  return Math.max(1, Math.min(wanted, atOnce));
}
