/** Limits and settings of Linux that many connections meet, from the text of /proc. What cannot be read is null. */

import type { ReadText } from './cgroup.ts';
import type { MachineReading } from './machine_reading.ts';

interface Limits {
  readonly soft?: unknown;
  readonly hard?: unknown;
}

export function openFilesOf(read: ReadText, open: number | null): MachineReading['files'] {
  const line = /^Max open files\s+(\S+)\s+(\S+)/m.exec(read('/proc/self/limits') ?? '');
  if (line === null) return null;
  const amount = (text: string | undefined): number => (text === 'unlimited' ? Infinity : Number(text));
  return { soft: amount(line[1]), hard: amount(line[2]), open };
}

/** From a diagnostic report of Node's own, where there is no /proc. */
export function reportedFilesOf(report: unknown): MachineReading['files'] {
  const limits = (report as { readonly userLimits?: { readonly open_files?: Limits } } | null)?.userLimits;
  const { soft, hard } = limits?.open_files ?? {};
  const amount = (value: unknown): number | null =>
    value === 'unlimited' ? Infinity : typeof value === 'number' ? value : null;
  const [least, most] = [amount(soft), amount(hard)];
  return least === null || most === null ? null : { soft: least, hard: most, open: null };
}

export function portsOf(read: ReadText): MachineReading['ports'] {
  const [from, to] = numbersOf(read('/proc/sys/net/ipv4/ip_local_port_range'));
  if (from === undefined || to === undefined) return null;
  const [waiting] = numbersOf(/^TCP:.*\btw (\d+)/m.exec(read('/proc/net/sockstat') ?? '')?.[1] ?? null);
  const [reuse] = numbersOf(read('/proc/sys/net/ipv4/tcp_tw_reuse'));
  return { from, to, reuse: reuse ?? null, waiting: waiting ?? null };
}

export function buffersOf(read: ReadText): MachineReading['buffers'] {
  const receive = numbersOf(read('/proc/sys/net/ipv4/tcp_rmem'));
  const send = numbersOf(read('/proc/sys/net/ipv4/tcp_wmem'));
  return receive.length === 3 && send.length === 3 ? { receive, send } : null;
}

export function conntrackOf(read: ReadText): MachineReading['conntrack'] {
  const [most] = numbersOf(read('/proc/sys/net/netfilter/nf_conntrack_max'));
  const [now] = numbersOf(read('/proc/sys/net/netfilter/nf_conntrack_count'));
  return most === undefined ? null : { most, now: now ?? null };
}

export function clockSourceOf(read: ReadText): string | null {
  return read('/sys/devices/system/clocksource/clocksource0/current_clocksource')?.trim() ?? null;
}

function numbersOf(text: string | null): readonly number[] {
  return (text ?? '').match(/\d+/g)?.map(Number) ?? [];
}
