/** Reads this machine: cores, memory, files, ports, clocks, disk, programs. Takes about a second, and changes nothing. */

import { readdirSync, readFileSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, release, totalmem } from 'node:os';
import { cgroupLimits, type ReadText } from './cgroup.ts';
import { ownClocks, probeClocks } from './clock_probe.ts';
import { coresTaken, coreTimesOf } from './core_times.ts';
import { findTools, told } from './find_tools.ts';
import {
  buffersOf,
  clockSourceOf,
  conntrackOf,
  openFilesOf,
  portsOf,
  reportedFilesOf,
} from './kernel_settings.ts';
import type { MachineReading } from './machine_reading.ts';

const MB = 1 << 20;
const PROBED_FOR_MS = 1000;

const readText: ReadText = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

export async function readMachine(folder: string, env: NodeJS.ProcessEnv): Promise<MachineReading> {
  const before = coreTimesOf(readText);
  const clocks = await probeClocks(ownClocks, PROBED_FOR_MS);
  const taken = coresTaken(before, coreTimesOf(readText));
  const { cores: quota, memoryMb: limitMb } = cgroupLimits(readText);
  const availableKb = /^MemAvailable:\s+(\d+)/m.exec(readText('/proc/meminfo') ?? '')?.[1];
  return {
    platform: process.platform,
    kernel: release(),
    node: process.versions.node,
    cores: { online: cpus().length, nodeCounts: availableParallelism(), quota, taken },
    memory: {
      totalMb: totalmem() / MB,
      availableMb: availableKb === undefined ? freemem() / MB : Number(availableKb) / 1024,
      limitMb,
    },
    files: openFilesOf(readText, openNow()) ?? reportedFiles(),
    ports: portsOf(readText),
    buffers: buffersOf(readText),
    conntrack: conntrackOf(readText),
    clock: { ...clocks, source: clockSourceOf(readText), synchronised: await synchronised() },
    disk: { folder, freeMb: await freeMb(folder) },
    tools: await findTools(env),
  };
}

/** Off Linux, as Node knows it. */
function reportedFiles(): MachineReading['files'] {
  if (process.platform === 'linux' || process.platform === 'win32') return null;
  Object.assign(process.report, { excludeNetwork: true });
  return reportedFilesOf(process.report.getReport());
}

function openNow(): number | null {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return null;
  }
}

async function freeMb(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return (bavail * bsize) / MB;
  } catch {
    return null;
  }
}

/** As systemd knows it. Null: nobody here tells. */
async function synchronised(): Promise<boolean | null> {
  if (process.platform !== 'linux') return null;
  const there = async (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );
  if (await there('/run/systemd/timesync/synchronized')) return true;
  if (!(await there('/run/systemd/system'))) return null;
  const answer = await told('/usr/bin/timedatectl', ['show', '--property=NTPSynchronized', '--value']);
  return answer === 'yes' ? true : answer === 'no' ? false : null;
}
