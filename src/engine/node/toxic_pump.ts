/**
 * Moves the bytes of one direction when a bad network lets them through: chunks go in, and come out in pieces at their instants,
 * in order. One alarm on the worker's wheel for all that waits. It waits where the other end has no room, and says when too
 * much waits in itself; the bytes are never copied.
 */

import type { Stream } from '../../network/stream.ts';
import type { Clock } from './monotonic_clock.ts';
import { Alarm, type Wheel } from './wheel.ts';

/** More than this waiting: nothing more is taken until half of it is gone. */
const WINDOW_BYTES = 1 << 20;

interface Waiting {
  /** Null: the end of the direction. */
  readonly data: Buffer | null;
  readonly dueMs: number;
}

export interface PumpEnds {
  /** Whether there is room for more; if there is not, `resume` is to be called. */
  write(data: Buffer): boolean;
  /** After the last byte. */
  end(): void;
  /** There is room in the pump again. */
  room(): void;
  /** The stream has an end now that nobody knew of before. */
  changed(): void;
}

export class ToxicPump {
  private readonly stream: Stream;
  private readonly wheel: Wheel;
  private readonly now: Clock;
  private readonly ends: PumpEnds;
  private readonly alarm: Alarm;
  private waiting: Waiting[] = [];
  private next = 0;
  private waitingBytes = 0;
  private full = false;
  private blocked = false;
  private closed = false;

  constructor(
    stream: Stream,
    { wheel, now }: { readonly wheel: Wheel; readonly now: Clock },
    ends: PumpEnds,
  ) {
    this.stream = stream;
    this.wheel = wheel;
    this.now = now;
    this.ends = ends;
    this.alarm = new Alarm(() => this.move());
  }

  /** Whether it has room for more; if it has not, `room` is told. */
  take(chunk: Buffer): boolean {
    if (this.closed) return true;
    let from = 0;
    this.stream.pass(chunk.length, this.now(), (bytes, dueMs) => {
      this.waiting.push({ data: chunk.subarray(from, from + bytes), dueMs });
      this.waitingBytes += bytes;
      from += bytes;
    });
    if (this.stream.endMs !== Infinity) this.ends.changed();
    this.move();
    this.full = this.waitingBytes > WINDOW_BYTES;
    return !this.full;
  }

  /** Nothing more will be taken. */
  finish(dueMs: number): void {
    if (this.closed) return;
    this.waiting.push({ data: null, dueMs });
    this.move();
  }

  /** What is due after this instant is lost, and so is all that is still to come; then the direction ends. */
  cut(atMs: number): void {
    this.closed = true;
    this.waiting = this.waiting.slice(this.next).filter(({ data, dueMs }) => data !== null && dueMs <= atMs);
    this.next = 0;
    this.waitingBytes = this.waiting.reduce((total, { data }) => total + (data?.length ?? 0), 0);
    this.waiting.push({ data: null, dueMs: atMs });
    this.move();
  }

  /** There is room behind it again. */
  resume(): void {
    this.blocked = false;
    this.move();
  }

  /** What waits is lost. */
  stop(): void {
    this.wheel.set(this.alarm, Infinity);
    this.waiting = [];
    this.next = 0;
    this.waitingBytes = 0;
    this.blocked = true;
  }

  private move(): void {
    const nowMs = this.now();
    while (!this.blocked) {
      const first = this.waiting[this.next];
      if (first === undefined || first.dueMs > nowMs) break;
      this.next++;
      if (first.data === null) {
        this.ends.end();
        continue;
      }
      this.waitingBytes -= first.data.length;
      if (!this.ends.write(first.data)) this.blocked = true;
    }
    this.forget();
    const first = this.waiting[this.next];
    this.wheel.set(this.alarm, this.blocked || first === undefined ? Infinity : first.dueMs);
    if (!this.full || this.waitingBytes > WINDOW_BYTES / 2) return;
    this.full = false;
    this.ends.room();
  }

  /** What has gone is let go of, a few at a time. */
  private forget(): void {
    if (this.next === this.waiting.length) this.waiting = [];
    else if (this.next < 1024 || this.next < this.waiting.length / 2) return;
    else this.waiting = this.waiting.slice(this.next);
    this.next = 0;
  }
}
