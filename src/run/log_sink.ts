/**
 * The call log, written as it comes: one JSON line a record, in batches, and at once what says that a call is dialled: of a run that is
 * killed no call that was begun is taken for one that was not. A disk that fails does not stop the run: what was written before stays, and the sink says once what went wrong.
 */

import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { FooterRecord, HeaderRecord } from '../core/log/record.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { makeDirectory } from '../disk/make_directory.ts';
import type { EventRecord, Sink } from './sink.ts';

const FLUSH_BYTES = 64 << 10;
const FLUSH_EVERY_MS = 500;

export class LogSink implements Sink {
  readonly name: string;
  private readonly descriptor: number;
  private readonly timer: NodeJS.Timeout;
  private lines: string[] = [];
  private bytes = 0;
  private closed = false;
  private begun = false;
  private flushing = false;
  private failure: unknown = null;

  /** Throws the file system's own error when the file cannot be made; refuses to overwrite one. */
  constructor(path: string, open: (path: string) => number = make) {
    this.name = path;
    this.descriptor = open(path);
    this.timer = setInterval(() => this.flush(), FLUSH_EVERY_MS);
    this.timer.unref();
  }

  begin(header: HeaderRecord): void {
    this.begun = true;
    this.write(JSON.stringify(header));
    this.flushSoon();
  }

  record(record: EventRecord, line = JSON.stringify(record)): void {
    this.write(line);
    if (record.type === 'started') this.flushSoon();
  }

  end(footer: FooterRecord): void {
    this.write(JSON.stringify(footer));
    this.close();
    this.complain();
  }

  /** For a run that came to nothing: an empty log is taken away again, so that the folder is free. Never throws. */
  discardEmpty(): void {
    this.close();
    if (this.begun) return;
    try {
      unlinkSync(this.name);
    } catch {
      // It stays, and is empty.
    }
  }

  /** For a run that never came to its end, too: more than once does no harm. Never throws. */
  close(): void {
    if (this.closed) return;
    this.flush();
    this.closed = true;
    clearInterval(this.timer);
    try {
      closeSync(this.descriptor);
    } catch (error) {
      this.failure ??= error;
    }
  }

  private write(line: string): void {
    this.lines.push(line, '\n');
    this.bytes += line.length + 1;
    if (this.bytes >= FLUSH_BYTES) this.flush();
    this.complain();
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
    const text = this.lines.join('');
    this.lines = [];
    this.bytes = 0;
    if (text === '' || this.closed || this.failure !== null) return;
    try {
      let rest = Buffer.from(text);
      while (rest.length > 0) rest = rest.subarray(writeSync(this.descriptor, rest));
    } catch (error) {
      this.failure = error;
    }
  }

  private complain(): void {
    if (this.failure === null) return;
    this.close();
    throw new Error(`${reasonOf(this.failure)}: the log is incomplete`, { cause: this.failure });
  }
}

function make(path: string): number {
  makeDirectory(dirname(path));
  return openSync(path, 'wx');
}
