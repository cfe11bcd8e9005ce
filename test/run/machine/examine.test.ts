import { describe, expect, it } from 'vitest';
import { examine } from '../../../src/run/machine/examine.ts';
import { holdsOf } from '../../../src/run/machine/holds.ts';
import type { MachineReading } from '../../../src/run/machine/machine_reading.ts';
import { costs } from '../../forecast/machines/made_needs.ts';
import { reading } from './made_reading.ts';

const quiet = { busy: 0.05, stolen: 0 };

function found(more: Partial<MachineReading>, wanted: number | null = null) {
  const whole = { ...reading, ...more };
  return examine(whole, holdsOf(whole, costs), wanted);
}

describe('a machine that is examined', () => {
  it('is well where nothing is wrong, and needs no k6', () => {
    expect(found({}).filter(({ health }) => health !== 'ok')).toEqual([]);
    expect(found({}).filter(({ advice }) => advice !== null)).toEqual([]);
  });

  it.each([
    ['Node.js', { node: '18.20.0' }, 'problem', /20\.19/],
    ['cores', { cores: { online: 8, nodeCounts: 8, quota: 2, taken: quiet } }, 'look', /--workers 1\b/],
    ['cores', { cores: { online: 1, nodeCounts: 1, quota: null, taken: quiet } }, 'look', /two or more/],
    ['other load', { cores: { ...reading.cores, taken: { busy: 0.5, stolen: 0 } } }, 'look', /top tells/],
    [
      'other load',
      { cores: { ...reading.cores, taken: { busy: 0.1, stolen: 0.2 } } },
      'look',
      /cores of its own/,
    ],
    [
      'memory',
      { memory: { totalMb: 16_384, availableMb: 12_000, limitMb: 128 } },
      'problem',
      /limit of the container/,
    ],
    ['open files', { files: { soft: 256, hard: 512, open: 30 } }, 'problem', /ulimit -Hn 65536/],
    [
      'ports',
      { ports: { from: 60_000, to: 60_999, reuse: 2, waiting: 0 } },
      'problem',
      /ip_local_port_range="1024 65535"/,
    ],
    ['socket buffers', { buffers: { receive: [1, 2, 3], send: [1, 2, 3] } }, 'look', /tcp_rmem/],
    ['connection tracking', { conntrack: { most: 1000, now: 990 } }, 'look', /nf_conntrack_max=262144/],
    ['clock', { clock: { ...reading.clock, source: 'hpet' } }, 'look', /clocksource=tsc/],
    ['clock', { clock: { ...reading.clock, stepUs: 15_600 } }, 'problem', /clocksource=tsc/],
    ['time of day', { clock: { ...reading.clock, driftPpm: -900 } }, 'look', /set-ntp/],
    ['time of day', { clock: { ...reading.clock, synchronised: false } }, 'look', /set-ntp/],
    [
      'timers',
      { clock: { ...reading.clock, late: { p50Ms: 1, p99Ms: 60, mostMs: 80 } } },
      'problem',
      /half a frame/,
    ],
    [
      'timers',
      { clock: { ...reading.clock, late: { p50Ms: 1, p99Ms: 20, mostMs: 30 } } },
      'look',
      /half a frame/,
    ],
    ['disk', { disk: { folder: '/runs', freeMb: 50 } }, 'problem', /another folder/],
  ] as const)('is told of %s: %j', (name, more, health, advice) => {
    const others = found(more).filter((one) => one.name !== name && one.health !== 'ok');
    const one = found(more).find((each) => each.name === name);
    expect(one?.health).toBe(health);
    expect(one?.advice).toMatch(advice);
    expect(others).toEqual([]);
  });

  it('off Linux is told what cannot be read, and nothing is a problem for that', () => {
    const all = found({ platform: 'darwin', files: null, ports: null, buffers: null, conntrack: null });
    expect(all.filter(({ health }) => health === 'problem')).toEqual([]);
    expect(all.find(({ name }) => name === 'open files')?.figure).toBe('cannot be read on this system');
    expect(all.find(({ name }) => name === 'system')?.health).toBe('look');
  });

  it('is told of programs what they are for, found or not', () => {
    const tools = [
      { name: 'kubectl', path: '/usr/bin/kubectl', version: 'v1.36' },
      { name: 'k6', path: null, version: null },
    ] as const;
    const figures = found({ tools }).flatMap(({ name, figure }) =>
      name === 'kubectl' || name === 'k6' ? [figure] : [],
    );
    expect(figures).toEqual([
      '/usr/bin/kubectl, v1.36; for callstorm manifest | kubectl apply -f -, and kubectl logs',
      'not found; for run --engine k6: put it on PATH, or its path into CALLSTORM_K6',
    ]);
  });

  it('is measured by the calls that are meant for it', () => {
    const health = (wanted: number) =>
      Object.fromEntries(found({}, wanted).map((one) => [one.name, one.health]));
    expect(health(1000)).toMatchObject({ 'open files': 'ok', ports: 'ok', 'calls, openai-realtime': 'ok' });
    expect(health(30_000)).toMatchObject({ ports: 'problem', 'calls, openai-realtime': 'look' });
    expect(health(80_000)['open files']).toBe('problem');
    expect(health(200_000)['connection tracking']).toBe('problem');
    const reuse = found({}, 20_000).find(({ name }) => name === 'ports')?.advice;
    expect(reuse).toBe('sysctl -w net.ipv4.tcp_tw_reuse=1.');
  });
});

describe('what a machine holds', () => {
  const first = (more: Partial<MachineReading>) => holdsOf({ ...reading, ...more }, costs)[0]?.first;

  it('is what the least of what it has lets be', () => {
    // Eight cores: seven workers of 1,000 calls.
    expect(first({})).toEqual({ kind: 'workers', holds: 7000 });
    expect(first({ cores: { online: 8, nodeCounts: 8, quota: 2, taken: quiet } })).toEqual({
      kind: 'workers',
      holds: 1000,
    });
    expect(first({ files: { soft: 640, hard: 640, open: 30 } })).toEqual({ kind: 'open_files', holds: 600 });
    expect(first({ memory: { totalMb: 9000, availableMb: 8000, limitMb: 200 } })).toEqual({
      kind: 'memory',
      holds: 1024,
    });
    // Each call has its port, and one a minute before it had another.
    expect(first({ ports: { from: 1, to: 1000, reuse: 2, waiting: 0 } })).toEqual({
      kind: 'ports',
      holds: 500,
    });
    expect(first({ ports: { from: 1, to: 1000, reuse: 1, waiting: 0 } })).toEqual({
      kind: 'ports',
      holds: 1000,
    });
  });
});
