/**
 * One direction of one connection: bytes go in at an instant, and come out in pieces at theirs, through one toxic after another.
 * Pure and seeded. Order is kept whatever the toxics do, no byte is lost but after an end, and a piece at Infinity never
 * comes out. The work is that of the pieces.
 */

import type { Outlet, Shaper } from './toxic.ts';

/** A toxic at work in one direction, while it is on. */
export interface Working {
  readonly shaper: Shaper;
  readonly fromMs: number;
  readonly untilMs: number;
  /** It has made a difference. */
  readonly struck: (atMs: number) => void;
}

export type Deliver = (bytes: number, atMs: number) => void;

const nowhere: Deliver = () => {};

export class Stream {
  private readonly first: Stage | null;
  private deliver = nowhere;
  /** When a toxic closes the connection for what has come through it. */
  endMs = Infinity;

  constructor(working: readonly Working[]) {
    let out: Outlet = {
      piece: (bytes, atMs) => this.deliver(bytes, atMs),
      end: (atMs) => {
        this.endMs = Math.min(this.endMs, atMs);
      },
    };
    let first: Stage | null = null;
    for (const each of [...working].reverse()) {
      first = new Stage(each, out);
      out = first;
    }
    this.first = first;
  }

  /** Never earlier than the time before. Each piece is told before this returns. */
  pass(bytes: number, atMs: number, deliver: Deliver): void {
    if (this.first === null) {
      deliver(bytes, atMs);
      return;
    }
    this.deliver = deliver;
    this.first.piece(bytes, atMs);
    this.deliver = nowhere;
  }
}

/** One toxic of a stream. As an outlet it is where the one before it puts what comes out. */
class Stage implements Outlet {
  private readonly working: Working;
  private readonly next: Outlet;
  private readonly out: Outlet;
  private lastMs = 0;
  private ended = false;

  constructor(working: Working, next: Outlet) {
    this.working = working;
    this.next = next;
    this.out = {
      piece: (bytes, atMs) => this.leave(bytes, atMs),
      end: (atMs) => this.end(atMs),
    };
  }

  piece(bytes: number, atMs: number): void {
    if (this.ended) return;
    const { shaper, fromMs, untilMs, struck } = this.working;
    if (atMs < fromMs || atMs >= untilMs) this.leave(bytes, atMs);
    else if (shaper.pass(bytes, atMs, this.out)) struck(atMs);
  }

  end(atMs: number): void {
    if (this.ended) return;
    this.ended = true;
    this.next.end(Math.max(atMs, this.lastMs));
  }

  private leave(bytes: number, atMs: number): void {
    this.lastMs = Math.max(this.lastMs, atMs);
    this.next.piece(bytes, this.lastMs);
  }
}
