/** Virtual time: things happen in the order of their instants, and of their making where instants are equal. */

interface Entry {
  readonly atMs: number;
  readonly order: number;
  readonly happen: () => void;
}

export class VirtualClock {
  private readonly heap: Entry[] = [];
  private order = 0;
  private instantMs = 0;

  get nowMs(): number {
    return this.instantMs;
  }

  /** Nothing is left to happen. */
  get idle(): boolean {
    return this.heap.length === 0;
  }

  /** An instant already past happens now. */
  at(atMs: number, happen: () => void): void {
    this.push({ atMs: Math.max(atMs, this.instantMs), order: this.order++, happen });
  }

  /** Steps from deadline to deadline until it is done, or nothing is left. */
  run(done: () => boolean): void {
    while (!done()) {
      const entry = this.pop();
      if (entry === undefined) return;
      this.instantMs = entry.atMs;
      entry.happen();
    }
  }

  private push(entry: Entry): void {
    const { heap } = this;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!before(entry, above)) break;
      heap[i] = above;
      i = parent;
    }
    heap[i] = entry;
  }

  private pop(): Entry | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child++;
      if (!before(heap[child] as Entry, last)) break;
      heap[i] = heap[child] as Entry;
      i = child;
    }
    heap[i] = last;
    return top;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
