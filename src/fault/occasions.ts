/**
 * Which of its opportunities a fault may strike, before it is drawn whether it does: the n-th, each n-th, those in a stretch of
 * the session. Pure. What is counted is what falls into that stretch.
 */

import type { Argument } from './argument.ts';

export interface When {
  /** Together: the n-th, and from there on every so many. */
  readonly nth: number | null;
  readonly every: number | null;
  /** Since the session began (for handshakes, the server). */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Of a stream that is its own whatever the seed of all. */
  readonly seed: number | null;
}

export const always: When = { nth: null, every: null, fromMs: 0, untilMs: Infinity, seed: null };

/** What every fault takes, but for what it calls so itself. */
export const whenArgs = {
  nth: { means: 'the n-th opportunity only', kind: 'number', min: 1, whole: true },
  every: { means: 'each n-th opportunity only', kind: 'number', min: 1, whole: true },
  from: { means: 'not before this time in the session', kind: 'ms' },
  until: { means: 'nor from this time on', kind: 'ms', min: 1 },
  seed: { means: 'a stream of draws of its own', kind: 'number', whole: true },
} as const satisfies Readonly<Record<string, Argument>>;

export class Occasions {
  private readonly when: When;
  private count = 0;

  constructor(when: When) {
    this.when = when;
  }

  /** Another opportunity: whether it is one to strike at. */
  next(sinceMs: number): boolean {
    if (!within(this.when, sinceMs)) return false;
    return falls(this.when, ++this.count);
  }
}

export function within({ fromMs, untilMs }: When, sinceMs: number): boolean {
  return sinceMs >= fromMs && sinceMs < untilMs;
}

/** `count`: from 1. */
export function falls({ nth, every }: When, count: number): boolean {
  if (every === null) return nth === null || count === nth;
  return nth === null ? count % every === 0 : count >= nth && (count - nth) % every === 0;
}
