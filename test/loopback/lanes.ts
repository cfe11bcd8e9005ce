/**
 * Runs that go on at the same time share two cores, and a run that was kept waiting is invalid, which is not what these
 * tests are about. So only so many go on at once.
 */

export class Lanes {
  private free: number;
  private readonly queue: (() => void)[] = [];

  constructor(lanes: number) {
    this.free = lanes;
  }

  /** For `it.concurrent(name, lanes.take(async () => …))`. */
  take(work: () => Promise<void>): () => Promise<void> {
    return async () => {
      if (this.free > 0) this.free--;
      else await new Promise<void>((resolve) => this.queue.push(resolve));
      try {
        await work();
      } finally {
        const next = this.queue.shift();
        if (next === undefined) this.free++;
        else next();
      }
    };
  }
}
