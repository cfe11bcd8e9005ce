/**
 * Ctrl-C and its kin, from the moment the command starts: what comes before anybody listens is kept for whoever does, so
 * that a run stopped in its first instant still ends in a report.
 */

export class Interrupts {
  private times = 0;
  private handle: (times: number) => void = () => {};

  constructor() {
    process.on('SIGINT', this.listener);
    process.on('SIGTERM', this.listener);
  }

  /** `handle` is told how often it has happened; at once, where it has already. */
  on(handle: (times: number) => void): void {
    this.handle = handle;
    if (this.times > 0) handle(this.times);
  }

  /** From now on they do what they do by default. */
  release(): void {
    process.off('SIGINT', this.listener);
    process.off('SIGTERM', this.listener);
  }

  private readonly listener = (): void => {
    this.times++;
    this.handle(this.times);
  };
}
