/** What all cores did since the machine began, from the text of /proc/stat, and what was taken of them between two looks. */

import type { ReadText } from './cgroup.ts';
import type { CoresTaken } from './machine_reading.ts';

/** In ticks of all cores together. */
export interface CoreTimes {
  readonly busy: number;
  readonly stolen: number;
  readonly idle: number;
}

export function coreTimesOf(read: ReadText): CoreTimes | null {
  const fields = /^cpu +([\d ]+)/m
    .exec(read('/proc/stat') ?? '')?.[1]
    ?.split(' ')
    .map(Number);
  if (fields === undefined || fields.length < 4) return null;
  // What guests take is counted with user and nice already.
  const [user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0, stolen = 0] = fields;
  return { busy: user + nice + system + irq + softirq, stolen, idle: idle + waiting };
}

/** Null: it could not be read, or no time passed. */
export function coresTaken(from: CoreTimes | null, to: CoreTimes | null): CoresTaken | null {
  if (from === null || to === null) return null;
  const busy = to.busy - from.busy;
  const stolen = to.stolen - from.stolen;
  const all = busy + stolen + to.idle - from.idle;
  return all > 0 ? { busy: busy / all, stolen: stolen / all } : null;
}
