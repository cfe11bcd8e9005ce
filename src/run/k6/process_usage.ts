/** What another process has used so far, where the kernel tells of it (Linux). */

import { readFileSync } from 'node:fs';

export interface ProcessUsage {
  readonly cpuMs: number;
  readonly maxRssMb: number;
}

/** The kernel's unit of time for people, on every Linux. */
const TICK_MS = 10;

/** Null: nobody knows, or not any more: of a process that is over the kernel tells no memory. */
export function usageOf(pid: number | undefined): ProcessUsage | null {
  if (pid === undefined) return null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it may have anything in it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const peakKb = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return peakKb === undefined ? null : { cpuMs: ticks * TICK_MS, maxRssMb: Number(peakKb) / 1024 };
  } catch {
    return null;
  }
}
