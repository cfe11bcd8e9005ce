/**
 * Posts the lines of a run's log to another thread, in batches. The thread that hands out the calls does no more for a record than
 * to keep its line; and where the other side does not come to read, what waits for it is bounded: lines are left out, and counted.
 */

export interface Batch {
  /** One record a line. */
  readonly lines: string;
  /** How many were left out before these. */
  readonly missed: number;
}

/** Batches that were posted and not taken yet. */
const MOST_UNDER_WAY = 2;
const MOST_CHARACTERS = 32 << 20;

export class RecordPost {
  private readonly post: (batch: Batch) => void;
  private readonly mostCharacters: number;
  private lines: string[] = [];
  private characters = 0;
  private missed = 0;
  private underWay = 0;

  constructor(post: (batch: Batch) => void, mostCharacters = MOST_CHARACTERS) {
    this.post = post;
    this.mostCharacters = mostCharacters;
  }

  /** O(1). */
  add(line: string): void {
    if (this.characters + line.length > this.mostCharacters) {
      this.missed++;
      return;
    }
    this.lines.push(line);
    this.characters += line.length;
  }

  /** A few times a second. */
  flush(): void {
    if (this.underWay < MOST_UNDER_WAY) this.flushAll();
  }

  /** Whatever is under way: after the last line. */
  flushAll(): void {
    if (this.lines.length === 0 && this.missed === 0) return;
    const { lines, missed } = this;
    this.lines = [];
    this.characters = 0;
    this.missed = 0;
    this.underWay++;
    this.post({ lines: lines.join('\n'), missed });
  }

  /** The other side has read a batch. */
  taken(): void {
    this.underWay--;
  }
}
