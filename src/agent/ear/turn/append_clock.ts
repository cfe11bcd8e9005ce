/**
 * When each piece of the caller's audio arrived, for the server's log: the last few while nobody speaks, and all of them
 * from the beginning of a turn to its end (up to a bound). Pure.
 */

import type { Arrival } from '../../agent_record.ts';

/** Appends kept while nobody speaks: 1.3 s of the shortest usual frames. */
const KEPT = 64;
const MOST = 4096;

export class AppendClock {
  /** Appends in this session so far; the next has this index. */
  count = 0;
  private first = 0;
  private atMs: number[] = [];
  private endMs: number[] = [];

  /** One append that arrived now, and the position of the session's audio at its end. `inTurn`: forget none yet. */
  note(atMs: number, positionMs: number, inTurn: boolean): void {
    this.count++;
    this.atMs.push(atMs);
    this.endMs.push(positionMs);
    const bound = inTurn ? MOST : KEPT * 2;
    if (this.atMs.length > bound) this.drop(this.atMs.length - (inTurn ? MOST : KEPT));
  }

  /** The appends that carry audio from a position on; forgets those that end by another. */
  take(fromPositionMs: number, toPositionMs: number): Arrival[] {
    const arrivals: Arrival[] = [];
    for (let i = 0; i < this.atMs.length; i++) {
      if ((this.endMs[i] as number) <= fromPositionMs) continue;
      arrivals.push({ frame: this.first + i, atMs: this.atMs[i] as number });
    }
    const over = this.endMs.findIndex((endMs) => endMs > toPositionMs);
    this.drop(over === -1 ? this.endMs.length : over);
    return arrivals;
  }

  private drop(count: number): void {
    this.atMs.splice(0, count);
    this.endMs.splice(0, count);
    this.first += count;
  }
}
