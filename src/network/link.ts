/**
 * One connection over a network that is bad on purpose: its two directions, and how the network itself ends it. Pure and seeded
 * by (plan, call, connection, toxic), so that the connection has the same network on every engine. It carries nothing out: an
 * engine moves the bytes, and says where it has ended the connection.
 */

import type { PlanToxic } from '../core/plan/plan.ts';
import { Random, type StreamKey } from '../core/word/random.ts';
import { Stream, type Working } from './stream.ts';
import type { Poison, Shaper } from './toxic.ts';

export type Direction = 'upstream' | 'downstream';

/** A toxic of the plan that this call has. */
export interface CallToxic {
  readonly wish: PlanToxic;
  readonly poison: Poison;
  readonly key: readonly StreamKey[];
}

/** A toxic made a difference to a connection, for the first time. */
export interface ToxicStrike {
  readonly toxic: string;
  readonly atMs: number;
  readonly detail: string;
}

export interface LinkEnd {
  readonly how: 'closed' | 'reset';
  readonly atMs: number;
}

interface TimedEnd extends LinkEnd {
  readonly toxic: CallToxic;
}

export class Link {
  readonly up: Stream;
  readonly down: Stream;
  private readonly toxics: readonly CallToxic[];
  private readonly refusing: CallToxic | null;
  private readonly timed: TimedEnd | null;
  private readonly tell: (strike: ToxicStrike) => void;
  private readonly told = new Set<CallToxic>();

  constructor(
    toxics: readonly CallToxic[],
    connection: number,
    openedMs: number,
    tell: (strike: ToxicStrike) => void,
  ) {
    this.toxics = toxics;
    this.tell = tell;
    this.refusing = toxics.find(({ wish, poison }) => poison.type === 'down' && isOn(wish, openedMs)) ?? null;
    this.timed = firstEnd(toxics, openedMs);
    const stream = (direction: Direction): Stream =>
      new Stream(toxics.flatMap((toxic) => this.working(toxic, direction, connection)));
    this.up = stream('upstream');
    this.down = stream('downstream');
  }

  /** No connection can be made. */
  get refused(): boolean {
    return this.refusing !== null;
  }

  /** How the network ends it, as far as is known by now. */
  get end(): LinkEnd | null {
    const byDataMs = Math.min(this.up.endMs, this.down.endMs);
    if (byDataMs < (this.timed?.atMs ?? Infinity)) return { how: 'closed', atMs: byDataMs };
    return this.timed;
  }

  /** What is sent waits in it on purpose, so that it is no wonder where there is no room for more. */
  get holdsUpstream(): boolean {
    return this.toxics.some(
      (toxic) =>
        this.told.has(toxic) &&
        toxic.wish.stream === 'upstream' &&
        (toxic.poison.type === 'shapes' || toxic.poison.type === 'holds'),
    );
  }

  /** The engine has refused the connection, or ended it, as it is said here. */
  carriedOut(atMs: number): void {
    const toxic = this.refusing ?? (this.timed !== null && this.timed.atMs <= atMs ? this.timed.toxic : null);
    if (toxic !== null) this.strike(toxic, atMs);
  }

  /** When the end of a direction, which comes now, is told at its other side. */
  closeMs(direction: Direction, atMs: number): number {
    let told = atMs;
    for (const toxic of this.toxics) {
      const { wish, poison } = toxic;
      if (poison.type !== 'closes_late' || wish.stream !== direction || !isOn(wish, told)) continue;
      if (poison.delayMs > 0) this.strike(toxic, told);
      told += poison.delayMs;
    }
    return told;
  }

  private working(toxic: CallToxic, direction: Direction, connection: number): readonly Working[] {
    const { wish, poison, key } = toxic;
    if (wish.stream !== direction) return [];
    const [fromMs, untilMs] = [wish.fromMs ?? 0, wish.untilMs ?? Infinity];
    const struck = (atMs: number): void => this.strike(toxic, atMs);
    if (poison.type === 'holds') return [{ shaper: holder(untilMs), fromMs, untilMs, struck }];
    if (poison.type !== 'shapes') return [];
    const random = new Random('network-flow', ...key, direction, connection);
    return [{ shaper: poison.shaper(random), fromMs, untilMs, struck }];
  }

  private strike(toxic: CallToxic, atMs: number): void {
    if (this.told.has(toxic)) return;
    this.told.add(toxic);
    const { toxic: name, stream, args } = toxic.wish;
    const said = Object.entries(args).map(([key, value]) => `${key} ${value}`);
    this.tell({ toxic: name, atMs, detail: [stream, ...said].join(', ') });
  }
}

function isOn({ fromMs = 0, untilMs = Infinity }: PlanToxic, atMs: number): boolean {
  return atMs >= fromMs && atMs < untilMs;
}

function holder(untilMs: number): Shaper {
  return {
    pass: (bytes, _atMs, out) => {
      out.piece(bytes, untilMs);
      return true;
    },
  };
}

/** What is on already counts from the connection's begin. */
function firstEnd(toxics: readonly CallToxic[], openedMs: number): TimedEnd | null {
  let first: TimedEnd | null = null;
  for (const toxic of toxics) {
    const { wish, poison } = toxic;
    const afterMs = endsAfterMs(poison);
    const atMs = Math.max(openedMs, wish.fromMs ?? 0) + (afterMs ?? Infinity);
    if (atMs === Infinity || !isOn(wish, atMs) || atMs >= (first?.atMs ?? Infinity)) continue;
    first = { how: poison.type === 'resets' ? 'reset' : 'closed', atMs, toxic };
  }
  return first;
}

function endsAfterMs(poison: Poison): number | null {
  switch (poison.type) {
    case 'resets':
      return poison.afterMs;
    case 'holds':
      return poison.closeAfterMs;
    case 'down':
      return 0;
    case 'shapes':
    case 'closes_late':
      return null;
  }
}
