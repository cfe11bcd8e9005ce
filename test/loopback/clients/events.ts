/** What a client was told, in its order, and a way to wait for more of it. */

export class Events<E> {
  readonly all: E[] = [];
  private waiting: (() => void)[] = [];

  add(event: E): void {
    this.all.push(event);
    for (const wake of this.waiting.splice(0)) wake();
  }

  /** The first that fits, from `from` on; waits for it. Whoever waits for ever fails by the test's own limit. */
  async find<F extends E>(fits: (event: E) => event is F, from?: number): Promise<F>;
  async find(fits: (event: E) => boolean, from?: number): Promise<E>;
  async find(fits: (event: E) => boolean, from = 0): Promise<E> {
    for (;;) {
      const found = this.all.slice(from).find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}
