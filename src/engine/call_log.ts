/**
 * Writes a call log as it comes, one JSON line a record, in batches. A disk that fails does not stop the run: the first
 * error is kept for the end, and what was written before it stays.
 */

import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LogRecord } from '../core/log/record.ts';
import { makeDirectory } from '../disk/make_directory.ts';

const FLUSH_BYTES = 64 << 10;
const FLUSH_EVERY_MS = 500;

export class CallLog {
  readonly path: string;
  private readonly descriptor: number;
  private readonly timer: NodeJS.Timeout;
  private lines: string[] = [];
  private bytes = 0;
  private closed = false;
  private failure: NodeJS.ErrnoException | null = null;

  /** Throws the file system's own error when the file cannot be made; refuses to overwrite one. */
  constructor(path: string) {
    this.path = path;
    makeDirectory(dirname(path));
    this.descriptor = openSync(path, 'wx');
    this.timer = setInterval(() => this.flush(), FLUSH_EVERY_MS);
    this.timer.unref();
  }

  /** What went wrong first, once something has. */
  get error(): NodeJS.ErrnoException | null {
    return this.failure;
  }

  /** `json`: the record's own JSON, where somebody has it already. */
  write(record: LogRecord, json = JSON.stringify(record)): void {
    this.lines.push(json, '\n');
    this.bytes += json.length + 1;
    if (this.bytes >= FLUSH_BYTES) this.flush();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    this.flush();
    try {
      closeSync(this.descriptor);
    } catch (error) {
      this.failure ??= error as NodeJS.ErrnoException;
    }
  }

  private flush(): void {
    const text = this.lines.join('');
    this.lines = [];
    this.bytes = 0;
    if (text === '' || this.failure !== null) return;
    try {
      let rest = Buffer.from(text);
      while (rest.length > 0) rest = rest.subarray(writeSync(this.descriptor, rest));
    } catch (error) {
      this.failure = error as NodeJS.ErrnoException;
    }
  }
}
