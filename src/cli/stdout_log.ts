/**
 * The call log on standard output, in batches of whole lines, for whoever gathers it from there; at once what says that a call is
 * dialled. A reader that goes away does not stop the run: the sink says once that the log is incomplete.
 */

import type { FooterRecord, HeaderRecord } from '../core/log/record.ts';
import type { EventRecord, Sink } from '../run/sink.ts';

const FLUSH_BYTES = 64 << 10;
const FLUSH_EVERY_MS = 500;

export class StdoutLog implements Sink {
  readonly name = 'standard output';
  private readonly write: (text: string) => boolean;
  private readonly timer: NodeJS.Timeout;
  private lines = '';
  private lost = false;
  private flushing = false;

  /** `write`: false where what was written before is lost. */
  constructor(write: (text: string) => boolean) {
    this.write = write;
    this.timer = setInterval(() => this.flush(), FLUSH_EVERY_MS);
    this.timer.unref();
  }

  begin(header: HeaderRecord): void {
    this.take(JSON.stringify(header));
    this.flushSoon();
  }

  record(record: EventRecord, line = JSON.stringify(record)): void {
    this.take(line);
    if (record.type === 'started') this.flushSoon();
  }

  end(footer: FooterRecord): void {
    this.take(JSON.stringify(footer));
    this.close();
    if (this.lost)
      throw new Error(
        'it cannot be written to any more (its reader has gone, or its disk is full): the log is incomplete',
      );
  }

  /** More than once does no harm. */
  close(): void {
    clearInterval(this.timer);
    this.flush();
  }

  private take(line: string): void {
    this.lines += `${line}\n`;
    if (this.lines.length >= FLUSH_BYTES) this.flush();
  }

  /** Calls that begin at one instant are written together. */
  private flushSoon(): void {
    if (this.flushing) return;
    this.flushing = true;
    queueMicrotask(() => {
      this.flushing = false;
      this.flush();
    });
  }

  private flush(): void {
    const { lines } = this;
    this.lines = '';
    if (lines !== '' && !this.lost) this.lost = !this.write(lines);
  }
}
