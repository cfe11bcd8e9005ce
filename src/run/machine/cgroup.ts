/** What the control groups of this process let it use, of either version: the least that any group above it has. Knows files by their text alone. */

export type ReadText = (path: string) => string | null;

const ROOT = '/sys/fs/cgroup';
/** A limit beyond this is the kernel's way of saying that there is none. */
const UNLIMITED_BYTES = 2 ** 60;

export interface CgroupLimits {
  readonly cores: number | null;
  readonly memoryMb: number | null;
}

export function cgroupLimits(read: ReadText): CgroupLimits {
  const groups = (read('/proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'));
  const unified = groups.find(([id, controllers]) => id === '0' && controllers === '')?.[2];
  const of = (controller: string): string | undefined =>
    groups.find(([, controllers = '']) => controllers.split(',').includes(controller))?.[2];
  const cores = [
    ...above(unified, [ROOT]).map((at) => quotaOf(read(`${at}/cpu.max`))),
    ...above(of('cpu'), [`${ROOT}/cpu`, `${ROOT}/cpu,cpuacct`]).map((at) =>
      quotaOf(joined(read(`${at}/cpu.cfs_quota_us`), read(`${at}/cpu.cfs_period_us`))),
    ),
  ];
  const memory = [
    ...above(unified, [ROOT]).map((at) => bytesOf(read(`${at}/memory.max`))),
    ...above(of('memory'), [`${ROOT}/memory`]).map((at) => bytesOf(read(`${at}/memory.limit_in_bytes`))),
  ];
  const bytes = least(memory);
  return { cores: least(cores), memoryMb: bytes === null ? null : bytes / (1 << 20) };
}

/** The group's own folder and all above it: in a container its path may be one that only the host has. */
function above(path: string | undefined, roots: readonly string[]): readonly string[] {
  const parts = (path ?? '').split('/').filter((part) => part !== '' && part !== '..');
  return roots.flatMap((root) =>
    Array.from({ length: parts.length + 1 }, (_, i) => [root, ...parts.slice(0, i)].join('/')),
  );
}

function joined(quota: string | null, period: string | null): string | null {
  return quota === null || period === null ? null : `${quota.trim()} ${period.trim()}`;
}

/** `200000 100000` is two cores; `max` and −1 are as many as there are. */
function quotaOf(text: string | null): number | null {
  const [quota, period] = (text ?? '').trim().split(/\s+/).map(Number);
  if (quota === undefined || period === undefined || !(quota > 0) || !(period > 0)) return null;
  return quota / period;
}

function bytesOf(text: string | null): number | null {
  const bytes = Number((text ?? '').trim() || 'max');
  return bytes > 0 && bytes < UNLIMITED_BYTES ? bytes : null;
}

function least(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>(
    (low, value) => (value !== null && (low === null || value < low) ? value : low),
    null,
  );
}
