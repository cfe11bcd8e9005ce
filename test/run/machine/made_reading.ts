/** A machine that nothing is wrong with, for tests. */

import type { MachineReading } from '../../../src/run/machine/machine_reading.ts';

export const reading: MachineReading = {
  platform: 'linux',
  kernel: '6.1.0',
  node: '20.20.2',
  cores: { online: 8, nodeCounts: 8, quota: null, taken: { busy: 0.05, stolen: 0 } },
  memory: { totalMb: 16_384, availableMb: 12_000, limitMb: null },
  files: { soft: 65_536, hard: 65_536, open: 30 },
  ports: { from: 32_768, to: 60_999, reuse: 2, waiting: 0 },
  buffers: { receive: [4096, 131_072, 6_291_456], send: [4096, 16_384, 4_194_304] },
  conntrack: { most: 262_144, now: 10 },
  clock: {
    source: 'tsc',
    synchronised: true,
    stepUs: 0.1,
    driftPpm: 3,
    late: { p50Ms: 0.1, p99Ms: 1, mostMs: 2 },
    overMs: 1000,
  },
  disk: { folder: '/runs', freeMb: 50_000 },
  tools: [{ name: 'k6', path: null, version: null }],
};
