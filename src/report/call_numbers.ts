/** The calls that anything in the logs of a run tells of: an end, a beginning, a turn. Pure. */

import type { Run } from './log.ts';

/** Each once, in the order of their numbers. */
export function callNumbers({ calls, started, turns }: Pick<Run, 'calls' | 'started' | 'turns'>): number[] {
  return [...new Set([...calls.keys(), ...started.keys(), ...turns.keys()])].sort((a, b) => a - b);
}
