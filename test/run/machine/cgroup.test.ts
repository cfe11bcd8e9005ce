import { describe, expect, it } from 'vitest';
import { cgroupLimits } from '../../../src/run/machine/cgroup.ts';

const limits = (files: Readonly<Record<string, string>>) => cgroupLimits((path) => files[path] ?? null);

describe('limits of control groups', () => {
  it('of the second version are the least of the group’s own and of those above it', () => {
    expect(
      limits({
        '/proc/self/cgroup': '0::/kubepods/pod1/c1\n',
        '/sys/fs/cgroup/kubepods/cpu.max': '150000 100000\n',
        '/sys/fs/cgroup/kubepods/pod1/cpu.max': 'max 100000\n',
        '/sys/fs/cgroup/kubepods/pod1/c1/cpu.max': '400000 100000\n',
        '/sys/fs/cgroup/kubepods/pod1/memory.max': '536870912\n',
        '/sys/fs/cgroup/kubepods/pod1/c1/memory.max': 'max\n',
      }),
    ).toEqual({ cores: 1.5, memoryMb: 512 });
  });

  it('are found where a container sees its own group as the root, whatever the path says', () => {
    const files = { '/sys/fs/cgroup/cpu.max': '200000 100000', '/sys/fs/cgroup/memory.max': '1073741824' };
    expect(limits({ ...files, '/proc/self/cgroup': '0::/' })).toEqual({ cores: 2, memoryMb: 1024 });
    expect(limits({ ...files, '/proc/self/cgroup': '0::/../../elsewhere' })).toEqual({
      cores: 2,
      memoryMb: 1024,
    });
  });

  it('of the first version stand in other files, and −1 or a huge number is none', () => {
    const groups = '4:memory:/docker/a\n2:cpu,cpuacct:/docker/a\n0::/\n';
    expect(
      limits({
        '/proc/self/cgroup': groups,
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
        '/sys/fs/cgroup/memory/docker/a/memory.limit_in_bytes': '268435456\n',
      }),
    ).toEqual({ cores: 0.5, memoryMb: 256 });
    expect(
      limits({
        '/proc/self/cgroup': groups,
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      }),
    ).toEqual({ cores: null, memoryMb: null });
  });

  it('are unknown where there are no such files, or they are nonsense', () => {
    expect(limits({})).toEqual({ cores: null, memoryMb: null });
    expect(
      limits({
        '/proc/self/cgroup': '0::/',
        '/sys/fs/cgroup/cpu.max': 'much',
        '/sys/fs/cgroup/memory.max': '',
      }),
    ).toEqual({
      cores: null,
      memoryMb: null,
    });
  });
});
