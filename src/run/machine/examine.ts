/** What is right with this machine, what deserves a look, and what is a problem; each with its figure and what to do about it. Pure. */

import { bytes, count, plural } from '../../report/figure.ts';
import { examineClock } from './examine_clock.ts';
import type { Examined } from './examined.ts';
import { examineTool } from './examine_tool.ts';
import { freePorts, MEANT_CALL_MS, usableCores, usableMemoryMb, type Holds } from './holds.ts';
import type { MachineReading } from './machine_reading.ts';

const MB = 1 << 20;
const LEAST_NODE = [20, 19] as const;
const MOST_STOLEN = 0.02;
const MOST_BUSY_CORES = 0.75;
const LEAST_FILES = 1024;
const LEAST_PORTS = 5000;
const LEAST_MEMORY_MB = 256;
const LOW_MEMORY_MB = 1024;
const LEAST_DISK_MB = 100;
const LOW_DISK_MB = 1024;

/** `wanted`: so many calls at once are meant to be made here. Null: nobody said. */
export function examine(
  reading: MachineReading,
  holds: readonly Holds[],
  wanted: number | null,
): readonly Examined[] {
  return [
    system(reading),
    node(reading),
    cores(reading),
    load(reading),
    memory(reading),
    files(reading, wanted),
    ports(reading, wanted),
    buffers(reading),
    conntrack(reading, wanted),
    ...examineClock(reading.clock, reading.platform),
    disk(reading),
    ...reading.tools.map(examineTool),
    ...held(holds, wanted),
  ];
}

function system({ platform, kernel }: MachineReading): Examined {
  const linux = platform === 'linux';
  return {
    name: 'system',
    health: linux ? 'ok' : 'look',
    figure: `${platform} ${kernel}`,
    advice: linux
      ? null
      : 'Off Linux, control groups, open files, ports, buffers and connection tracking cannot be read here.',
  };
}

function node({ node: version }: MachineReading): Examined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const old = major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]);
  return {
    name: 'Node.js',
    health: old ? 'problem' : 'ok',
    figure: version,
    advice: old ? `Install Node.js ${LEAST_NODE.join('.')} or newer.` : null,
  };
}

function cores(reading: MachineReading): Examined {
  const { online, nodeCounts, quota } = reading.cores;
  const usable = usableCores(reading);
  const told = [
    plural(online, 'core'),
    ...(nodeCounts === online ? [] : [`${nodeCounts} of them for this process`]),
    quota === null ? 'no quota of a control group' : `a quota of ${count(quota)} by the control group`,
  ].join(', ');
  if (quota !== null && quota < nodeCounts) {
    const workers = Math.max(1, Math.floor(quota) - 1);
    return {
      name: 'cores',
      health: 'look',
      figure: told,
      advice: `Node.js counts ${nodeCounts} where ${count(usable)} may be used: give run --workers ${workers}. A throttled process sends late; whole cores are best.`,
    };
  }
  return {
    name: 'cores',
    health: usable < 2 ? 'look' : 'ok',
    figure: told,
    advice: usable < 2 ? 'A worker shares the only core with all else: two or more are better.' : null,
  };
}

/** A machine on which others work measures them too. */
function load({ cores: { taken, online } }: MachineReading): Examined {
  const name = 'other load';
  if (taken === null) return untold(name, 'uptime tells in a shell.');
  const { busy, stolen } = taken;
  const percent = (share: number): string => `${count(Math.round(share * 100))}%`;
  const robbed = stolen > MOST_STOLEN;
  // The probe itself takes a core for some of the time.
  const crowded = busy * online > MOST_BUSY_CORES;
  return {
    name,
    health: robbed || crowded ? 'look' : 'ok',
    figure: `${percent(busy)} of all cores were busy, ${percent(stolen)} stolen by other machines of the host`,
    advice: robbed
      ? 'The host gives its cores to others too: take a machine with cores of its own (not a burstable one).'
      : crowded
        ? 'End what else runs here (top tells), or make the calls on another machine.'
        : null,
  };
}

function memory(reading: MachineReading): Examined {
  const { totalMb, availableMb, limitMb } = reading.memory;
  const usable = usableMemoryMb(reading);
  const limit = limitMb === null ? '' : `, ${bytes(limitMb * MB)} by the control group`;
  return {
    name: 'memory',
    health: usable < LEAST_MEMORY_MB ? 'problem' : usable < LOW_MEMORY_MB ? 'look' : 'ok',
    figure: `${bytes(availableMb * MB)} free of ${bytes(totalMb * MB)}${limit}`,
    advice: usable < LOW_MEMORY_MB ? 'Free some, or raise the limit of the container.' : null,
  };
}

function files({ files: found }: MachineReading, wanted: number | null): Examined {
  if (found === null) return untold('open files', 'ulimit -n tells in a shell.');
  const { soft, hard, open } = found;
  const amount = (limit: number): string => (limit === Infinity ? 'no limit' : count(limit));
  const needed = (wanted ?? 0) + LEAST_FILES;
  const least = wanted === null ? LEAST_FILES : needed;
  const short = hard < least;
  return {
    name: 'open files',
    health: short ? 'problem' : 'ok',
    figure: `${amount(hard)} at the most (soft ${amount(soft)}; Node.js raises it by itself)${open === null ? '' : `, ${open} open now`}`,
    advice: short
      ? `One for each call: ulimit -Hn ${count(Math.max(65_536, needed)).replaceAll(',', '')} as root; LimitNOFILE= of the service; --ulimit nofile= of docker run.`
      : null,
  };
}

function ports(reading: MachineReading, wanted: number | null): Examined {
  const { ports: found } = reading;
  if (found === null) return untold('ports', null);
  const { from, to, reuse, waiting } = found;
  const many = freePorts(reading);
  const reused =
    reuse === null
      ? 'reuse unknown'
      : ([
          'a port that waits is not reused',
          'a port that waits is reused',
          'a port that waits is reused on the loopback alone',
        ][reuse] ?? `tcp_tw_reuse ${reuse}`);
  const least = Math.max(LEAST_PORTS, wanted ?? 0);
  const advice = [
    ...(many < 28_232 || many < least ? ['sysctl -w net.ipv4.ip_local_port_range="1024 65535"'] : []),
    ...(wanted !== null && reuse !== 1 && wanted * (1 + 60_000 / MEANT_CALL_MS) > many
      ? ['sysctl -w net.ipv4.tcp_tw_reuse=1']
      : []),
  ];
  return {
    name: 'ports',
    health: many < least ? 'problem' : advice.length > 0 ? 'look' : 'ok',
    figure: `${count(many)} (${from} to ${to}) to each address of a target; ${reused}${waiting === null ? '' : `, ${count(waiting)} wait now`}`,
    advice: advice.length === 0 ? null : `${advice.join('; ')}.`,
  };
}

function buffers({ buffers: found }: MachineReading): Examined {
  if (found === null) return untold('socket buffers', null);
  const { receive, send } = found;
  const most = (limits: readonly number[]): number => limits[2] ?? 0;
  const small = most(receive) < MB || most(send) < MB;
  const told = (limits: readonly number[]): string =>
    `${bytes(limits[1] ?? 0)} at first, ${bytes(most(limits))} at the most`;
  return {
    name: 'socket buffers',
    health: small ? 'look' : 'ok',
    figure: `to receive ${told(receive)}; to send ${told(send)}`,
    advice: small
      ? 'sysctl -w net.ipv4.tcp_rmem="4096 131072 6291456"; sysctl -w net.ipv4.tcp_wmem="4096 16384 4194304".'
      : null,
  };
}

function conntrack({ conntrack: found }: MachineReading, wanted: number | null): Examined {
  if (found === null)
    return { name: 'connection tracking', health: 'ok', figure: 'none is seen from here', advice: null };
  const { most, now } = found;
  const left = most - (now ?? 0);
  const short = wanted !== null && left < 2 * wanted;
  const near = left < most / 10;
  return {
    name: 'connection tracking',
    health: short ? 'problem' : near ? 'look' : 'ok',
    figure: `${count(most)} at the most${now === null ? '' : `, ${count(now)} now`}`,
    advice:
      short || near
        ? `sysctl -w net.netfilter.nf_conntrack_max=${Math.max(262_144, 2 * most, 4 * (wanted ?? 0))}.`
        : null,
  };
}

function disk({ disk: { folder, freeMb } }: MachineReading): Examined {
  if (freeMb === null) return untold('disk', null);
  return {
    name: 'disk',
    health: freeMb < LEAST_DISK_MB ? 'problem' : freeMb < LOW_DISK_MB ? 'look' : 'ok',
    figure: `${bytes(freeMb * MB)} free in ${folder}`,
    advice:
      freeMb < LOW_DISK_MB ? 'A log takes some 6 kB a call: free some, or run in another folder.' : null,
  };
}

function held(holds: readonly Holds[], wanted: number | null): readonly Examined[] {
  return holds.map(({ dialect, frameMs, workers, first }) => {
    const most = first.holds ?? 0;
    const short = wanted !== null && most < wanted;
    return {
      name: `calls, ${dialect}`,
      health: short ? 'look' : 'ok',
      figure: `${count(most)} at once in frames of ${frameMs} ms on ${plural(workers, 'worker')}, as far as was measured; full first by ${first.kind.replaceAll('_', ' ')}`,
      advice: short
        ? `${count(Math.ceil(wanted / Math.max(1, most)))} machines like this, or callstorm plan-capacity.`
        : null,
    };
  });
}

function untold(name: string, advice: string | null): Examined {
  return { name, health: 'look', figure: 'cannot be read on this system', advice };
}
