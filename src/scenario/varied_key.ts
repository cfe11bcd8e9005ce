/**
 * The keys of a scenario that a matrix may vary: those that change what callers meet, and never who calls, what is said or how
 * it is judged. By their path, or by a short name. Pure.
 */

import type { Path } from '../config/source.ts';

export const shortKeys: Readonly<Record<string, Path>> = {
  frame: ['frame'],
  model: ['target', 'model'],
  profile: ['target', 'profile'],
};

/** As help tells of them. */
export const VARIED_KEYS = [
  'target.…',
  'frame',
  'load.ramp',
  'limits.…',
  'playback.…',
  'reconnect.…',
  'callers[n].persona.pause, .patience, .digit_gap',
] as const;

const allowed: readonly RegExp[] = [
  /^target\.(url|model|profile|speaks_first)$/,
  /^target\.(headers|query|parameters)\.[\w-]+$/,
  /^target\.session\.[\w.-]+$/,
  /^frame$/,
  /^load\.ramp$/,
  /^(limits|playback|reconnect)\.[\w.-]+$/,
  /^callers\[\d+\]\.persona\.(digit_gap|patience\[[01]\]|pause\[[01]\])$/,
];

/** Null: it may not be varied. */
export function keyPath(name: string): Path | null {
  const short = Object.hasOwn(shortKeys, name) ? shortKeys[name] : undefined;
  if (short !== undefined) return short;
  if (!allowed.some((pattern) => pattern.test(name)) || /__proto__|prototype|constructor/.test(name))
    return null;
  return name
    .split(/[.[\]]+/)
    .flatMap((part) => (part === '' ? [] : /^\d+$/.test(part) ? Number(part) : part));
}

/** The data with another value at this path, or without it (undefined); what is on the way is made. */
export function withValue(data: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') {
    if (!Array.isArray(data) || key >= data.length) return data;
    return (data as readonly unknown[]).map((entry, index) =>
      index === key ? withValue(entry, rest, value) : entry,
    );
  }
  const map = typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {};
  const { [key]: old, ...others } = map as Readonly<Record<string, unknown>>;
  if (rest.length === 0 && value === undefined) return others;
  return { ...map, [key]: withValue(old, rest, value) };
}
