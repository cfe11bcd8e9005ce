/**
 * One timer for all sessions: a binary heap of deadlines, of which only the earliest is armed. An alarm never rings early;
 * setting one again replaces its deadline.
 */

export interface Alarm {
  readonly ring: () => void;
  /** Infinity: not set. Belongs to `Alarms`. */
  dueMs: number;
}

interface Entry {
  readonly alarm: Alarm;
  readonly dueMs: number;
}

export class Alarms {
  private readonly now: () => number;
  private readonly heap: Entry[] = [];
  private timer: NodeJS.Timeout | null = null;
  private armedMs = Infinity;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Infinity clears it. */
  set(alarm: Alarm, dueMs: number): void {
    alarm.dueMs = dueMs;
    if (dueMs === Infinity) return;
    this.push({ alarm, dueMs });
    if (dueMs < this.armedMs) this.arm();
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.heap.length = 0;
  }

  private arm(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    const [first] = this.heap;
    this.armedMs = first?.dueMs ?? Infinity;
    // Node rounds a delay down and may fire a little before it: rounding up keeps it to one round.
    this.timer =
      first === undefined
        ? null
        : setTimeout(() => this.ringDue(), Math.max(1, Math.ceil(first.dueMs - this.now())));
  }

  private ringDue(): void {
    this.timer = null;
    this.armedMs = -Infinity;
    for (let first = this.heap[0]; first !== undefined && first.dueMs <= this.now(); first = this.heap[0]) {
      this.pop();
      // An entry whose alarm was set anew is stale: the newer entry stands elsewhere in the heap.
      if (first.alarm.dueMs !== first.dueMs) continue;
      first.alarm.dueMs = Infinity;
      first.alarm.ring();
    }
    this.armedMs = Infinity;
    this.arm();
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((heap[parent] as Entry).dueMs <= entry.dueMs) break;
      heap[at] = heap[parent] as Entry;
      at = parent;
    }
    heap[at] = entry;
  }

  private pop(): void {
    const { heap } = this;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] as Entry).dueMs < (heap[child] as Entry).dueMs) child++;
      if ((heap[child] as Entry).dueMs >= last.dueMs) break;
      heap[at] = heap[child] as Entry;
      at = child;
    }
    heap[at] = last;
  }
}
