/**
 * What clients were sent and have not read, each and all together. Says which client has to go when it is too much; never
 * waits for one. What a client has read meanwhile is noticed only when that matters.
 */

import type { Bounds } from './bounds.ts';

export interface Reader {
  readonly bufferedAmount: number;
}

export class Backlog<R extends Reader> {
  private readonly bounds: Pick<Bounds, 'maxUnreadBytes' | 'maxUnreadTotalBytes'>;
  private readonly unread = new Map<R, number>();
  private totalBytes = 0;

  constructor(bounds: Pick<Bounds, 'maxUnreadBytes' | 'maxUnreadTotalBytes'>) {
    this.bounds = bounds;
  }

  /** The reader was sent something. Gives one that has left too much unread, if there is one. */
  sent(reader: R): R | null {
    const bytes = this.note(reader);
    if (bytes > this.bounds.maxUnreadBytes) return reader;
    if (this.totalBytes <= this.bounds.maxUnreadTotalBytes) return null;
    for (const other of this.unread.keys()) this.note(other);
    return this.totalBytes > this.bounds.maxUnreadTotalBytes ? this.slowest() : null;
  }

  left(reader: R): void {
    this.totalBytes -= this.unread.get(reader) ?? 0;
    this.unread.delete(reader);
  }

  private note(reader: R): number {
    const bytes = reader.bufferedAmount;
    this.totalBytes += bytes - (this.unread.get(reader) ?? 0);
    this.unread.set(reader, bytes);
    return bytes;
  }

  private slowest(): R | null {
    let slowest: R | null = null;
    let most = -1;
    for (const [reader, bytes] of this.unread) {
      if (bytes <= most) continue;
      slowest = reader;
      most = bytes;
    }
    return slowest;
  }
}
