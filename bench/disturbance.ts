/** What a measurement had to share the machine with: what other processes of it took, and what the host took of it. Linux. */

import { readdirSync, readFileSync } from 'node:fs';
import { coresTaken, coreTimesOf, type CoreTimes } from '../src/run/machine/core_times.ts';

/** Beyond so much of one core, figures are others' as well. */
const MOST_OTHERS_CORES = 0.1;
const MOST_STOLEN = 0.02;
const TICKS_PER_S = 100;

export interface Disturbance {
  readonly othersCores: number;
  /** Of the one that took most and is still there. */
  readonly name: string | null;
  /** Of all cores' time. */
  readonly stolen: number;
}

export interface MachineLook {
  readonly atMs: number;
  readonly cores: CoreTimes | null;
  readonly processes: ReadonlyMap<number, ProcessTimes>;
}

interface ProcessTimes {
  readonly name: string;
  readonly parent: number;
  readonly ownSeconds: number;
  /** With those of its children that have ended. */
  readonly seconds: number;
}

export function lookAtMachine(): MachineLook {
  const processes = new Map<number, ProcessTimes>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const times = pid > 0 ? timesOf(pid) : null;
    if (times !== null) processes.set(pid, times);
  }
  return { atMs: performance.now(), cores: coreTimesOf(read), processes };
}

/** `own`: the root of what is measured; all of its descendants are. */
export function disturbanceOf(from: MachineLook, to: MachineLook, own: number): Disturbance {
  // One that ended is in the times of whoever waited for it: only sums can be compared.
  const seconds = othersSeconds(to, own) - othersSeconds(from, own);
  let most = 0;
  let name: string | null = null;
  for (const [pid, times] of to.processes) {
    const took = times.ownSeconds - (from.processes.get(pid)?.ownSeconds ?? 0);
    if (took > most && !isOwn(pid, to, own)) [most, name] = [took, times.name];
  }
  return {
    othersCores: Math.max(0, seconds) / ((to.atMs - from.atMs) / 1000),
    name,
    stolen: coresTaken(from.cores, to.cores)?.stolen ?? 0,
  };
}

function othersSeconds(look: MachineLook, own: number): number {
  let seconds = 0;
  for (const [pid, times] of look.processes) if (!isOwn(pid, look, own)) seconds += times.seconds;
  return seconds;
}

/** The kernel's threads work for it too. */
function isOwn(pid: number, { processes }: MachineLook, own: number): boolean {
  return ancestry(pid, processes).some((one) => one === own || one === KERNEL);
}

/** Null: hardly any. */
export function disturbedBy({ othersCores, name, stolen }: Disturbance): string | null {
  const why = [
    ...(othersCores > MOST_OTHERS_CORES
      ? [`others took ${othersCores.toFixed(2)} cores (${name ?? '?'} most)`]
      : []),
    ...(stolen > MOST_STOLEN ? [`the host took ${(stolen * 100).toFixed(0)}%`] : []),
  ];
  return why.length === 0 ? null : why.join(', ');
}

/** Ancestor of all its threads. */
const KERNEL = 2;

function ancestry(pid: number, processes: MachineLook['processes']): readonly number[] {
  const line: number[] = [];
  for (let at = pid; at > 0 && !line.includes(at); at = processes.get(at)?.parent ?? 0) line.push(at);
  return line;
}

function timesOf(pid: number): ProcessTimes | null {
  const text = read(`/proc/${pid}/stat`);
  const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(text ?? '') ?? [];
  const fields = rest.split(' ').map(Number);
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
  return text === null
    ? null
    : {
        name,
        parent: fields[1] ?? 0,
        ownSeconds: (user + system) / TICKS_PER_S,
        seconds: (user + system + childrenUser + childrenSystem) / TICKS_PER_S,
      };
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
