import { describe, expect, it } from 'vitest';
import {
  buffersOf,
  conntrackOf,
  openFilesOf,
  portsOf,
  reportedFilesOf,
} from '../../../src/run/machine/kernel_settings.ts';

const files: Readonly<Record<string, string>> = {
  '/proc/self/limits':
    'Limit  Soft Limit  Hard Limit  Units\nMax open files            1024                 unlimited            files\n',
  '/proc/sys/net/ipv4/ip_local_port_range': '32768\t60999\n',
  '/proc/net/sockstat': 'sockets: used 90\nTCP: inuse 19 orphan 0 tw 103 alloc 19 mem 146\n',
  '/proc/sys/net/ipv4/tcp_tw_reuse': '2\n',
  '/proc/sys/net/ipv4/tcp_rmem': '4096\t131072\t6291456\n',
  '/proc/sys/net/ipv4/tcp_wmem': '4096\t16384\t4194304\n',
  '/proc/sys/net/netfilter/nf_conntrack_max': '262144\n',
};
const read = (path: string): string | null => files[path] ?? null;

describe('settings of the kernel', () => {
  it('are read from their text', () => {
    expect(openFilesOf(read, 7)).toEqual({ soft: 1024, hard: Infinity, open: 7 });
    expect(portsOf(read)).toEqual({ from: 32_768, to: 60_999, reuse: 2, waiting: 103 });
    expect(buffersOf(read)).toEqual({ receive: [4096, 131_072, 6_291_456], send: [4096, 16_384, 4_194_304] });
    expect(conntrackOf(read)).toEqual({ most: 262_144, now: null });
  });

  it('are told by Node where there is no /proc', () => {
    const report = (hard: unknown) => ({ userLimits: { open_files: { soft: 256, hard } } });
    expect(reportedFilesOf(report('unlimited'))).toEqual({ soft: 256, hard: Infinity, open: null });
    expect(reportedFilesOf(report(10_240))).toEqual({ soft: 256, hard: 10_240, open: null });
    expect([reportedFilesOf(report({})), reportedFilesOf({}), reportedFilesOf(null)]).toEqual([
      null,
      null,
      null,
    ]);
    // As this Node has it, by its own name.
    Object.assign(process.report, { excludeNetwork: true });
    expect(reportedFilesOf(process.report.getReport())).not.toBeNull();
  });

  it('are unknown where they are not there', () => {
    const nothing = (): null => null;
    expect([openFilesOf(nothing, 7), portsOf(nothing), buffersOf(nothing), conntrackOf(nothing)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
