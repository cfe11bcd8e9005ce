/** A length of time as people write it, read and written. Pure. */

/** `1m30s`, `800ms`, `1.5s`: largest unit first, each at most once. */
export const DURATION_PATTERN =
  '^(?=.)(?:\\d+(?:\\.\\d+)?h)?(?:\\d+(?:\\.\\d+)?m(?!s))?(?:\\d+(?:\\.\\d+)?s)?(?:\\d+(?:\\.\\d+)?ms)?$';

const durationShape = new RegExp(DURATION_PATTERN);
const unitMs: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** A week: no run lasts longer, and timers count no further than 24 days. */
export const LONGEST_MS = 168 * 3_600_000;

/** `800ms`, `8s`, `1m30s`, or milliseconds. Undefined: it is none. */
export function durationMs(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== 'string' || !durationShape.test(value)) return undefined;
  let totalMs = 0;
  for (const [, amount, unit] of value.matchAll(/([\d.]+)(ms|h|m|s)/g)) {
    totalMs += Number(amount) * (unitMs[unit as string] as number);
  }
  return Math.round(totalMs * 1000) / 1000;
}

/** `65s` → `1m5s`, for what is shown to people. */
export function durationText(totalMs: number): string {
  if (totalMs < 1000) return `${Math.round(totalMs)}ms`;
  if (totalMs < 60_000) return `${Math.round(totalMs / 100) / 10}s`;
  const seconds = Math.round(totalMs / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return `${h > 0 ? `${h}h` : ''}${m > 0 ? `${m}m` : ''}${s > 0 ? `${s}s` : ''}`;
}
