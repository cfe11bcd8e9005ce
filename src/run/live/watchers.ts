/**
 * Those who watch a run, each by a response that is never over. To each goes one event at a time; while it has not been taken,
 * only the newest after it is kept, so that a slow watcher skips some, and one that takes nothing for long is dropped. All share
 * an event's bytes: what is kept for them together does not grow with what they have not read.
 */

/** Where events are written to. */
export interface Outlet {
  /** `taken`: called once the event has left this process. */
  write(event: Uint8Array, taken: () => void): void;
  /** After the last event. */
  end(): void;
  /** Without waiting for anything. */
  destroy(): void;
}

/** What a watcher has not taken for so long it never will. */
const STUCK_MS = 10_000;
export const MOST_WATCHERS = 32;

interface Watcher {
  readonly outlet: Outlet;
  /** Since when an event is on its way; null: none is. */
  sentMs: number | null;
  next: Uint8Array | null;
  ending: boolean;
}

export class Watchers {
  private readonly now: () => number;
  private readonly all = new Map<Outlet, Watcher>();

  constructor(now: () => number) {
    this.now = now;
  }

  get size(): number {
    return this.all.size;
  }

  get isFull(): boolean {
    return this.all.size >= MOST_WATCHERS;
  }

  add(outlet: Outlet): void {
    this.all.set(outlet, { outlet, sentMs: null, next: null, ending: false });
  }

  /** It has gone away. */
  remove(outlet: Outlet): void {
    this.all.delete(outlet);
  }

  show(event: Uint8Array): void {
    for (const watcher of this.all.values()) this.pass(watcher, event);
  }

  showTo(outlet: Outlet, event: Uint8Array): void {
    const watcher = this.all.get(outlet);
    if (watcher !== undefined) this.pass(watcher, event);
  }

  /** To those who have taken all else: whether they are still there. */
  beat(bytes: Uint8Array): void {
    for (const watcher of this.all.values()) if (watcher.sentMs === null) this.pass(watcher, bytes);
  }

  dropStuck(): void {
    for (const { outlet, sentMs } of this.all.values()) {
      if (sentMs === null || this.now() - sentMs < STUCK_MS) continue;
      this.all.delete(outlet);
      outlet.destroy();
    }
  }

  /** Each once it has taken what it was shown last. */
  end(): void {
    for (const watcher of this.all.values()) {
      watcher.ending = true;
      this.endIfIdle(watcher);
    }
  }

  private pass(watcher: Watcher, event: Uint8Array): void {
    if (watcher.sentMs !== null) {
      watcher.next = event;
      return;
    }
    watcher.sentMs = this.now();
    watcher.outlet.write(event, () => this.taken(watcher));
  }

  private taken(watcher: Watcher): void {
    if (!this.all.has(watcher.outlet)) return;
    watcher.sentMs = null;
    const { next } = watcher;
    watcher.next = null;
    if (next !== null) this.pass(watcher, next);
    else this.endIfIdle(watcher);
  }

  private endIfIdle({ outlet, ending, sentMs }: Watcher): void {
    if (!ending || sentMs !== null) return;
    this.all.delete(outlet);
    outlet.end();
  }
}
