/**
 * Standard output and standard error, either of which may be lost at any time: a reader that has seen enough (`| head`), a
 * full disk, a terminal that was closed. What is lost is silent from then on, and nothing else comes of it: the run goes on,
 * and its files are written.
 */

export class Outputs {
  /** Something that was to be on standard output is not. */
  lost = false;
  private silenced = false;

  constructor() {
    process.stdout.on('error', () => {
      this.lost = true;
    });
    process.stderr.on('error', () => {
      this.silenced = true;
    });
  }

  /** False: something that was to be there is lost. */
  out(text: string): boolean {
    if (this.lost) return false;
    try {
      process.stdout.write(text);
    } catch {
      // A file is written at once, and complains at once.
      this.lost = true;
    }
    return !this.lost;
  }

  err(text: string): void {
    if (this.silenced) return;
    try {
      process.stderr.write(text);
    } catch {
      this.silenced = true;
    }
  }
}
