/**
 * The lines of one log (or of several, concatenated), one after the other, and what gathers their records. A line that breaks off is
 * the last, or has the next log glued to it; anything else that is wrong is an error with its line.
 */

import { ConfigError } from '../core/word/config_error.ts';
import type { LogRecord } from '../core/log/record.ts';
import { readLine } from './line.ts';

/** Throws ConfigError where a record cannot follow those before it. */
export interface Gatherer {
  add(record: LogRecord, file: string, line: number): void;
  unknown(): void;
  torn(): void;
}

/** How a log begins; within a line it is the next log, glued to a torn one as `cat` leaves it. */
export const SPLICE = '{"type":"header"';

export class LineReading {
  private readonly gatherer: Gatherer;
  private readonly file: string;
  private number = 0;
  /** The line that was no JSON. */
  private broken: number | null = null;
  /** Whether that was the first, and does not even begin as a log does. */
  private foreign = false;

  constructor(gatherer: Gatherer, file: string) {
    this.gatherer = gatherer;
    this.file = file;
  }

  /** Null where the last of them is broken: nothing may follow it. */
  get lines(): number | null {
    return this.broken === null ? this.number : null;
  }

  take(lines: readonly string[]): void {
    for (const text of lines) {
      this.number++;
      if (text.trim() === '') continue;
      if (this.broken !== null) throw notJson(this.file, this.broken);
      this.read(text);
    }
  }

  /** No lines follow. Only the last may be broken: the run was cut off while writing it. */
  end(): void {
    if (this.broken === null) return;
    if (this.foreign) throw notJson(this.file, this.broken);
    this.gatherer.torn();
  }

  private read(text: string): void {
    const { file, number } = this;
    const line = readLine(text);
    switch (line.type) {
      case 'record':
        this.gatherer.add(line.record, file, number);
        break;
      case 'unknown':
        this.gatherer.unknown();
        break;
      case 'broken': {
        // A torn last line with the next log glued to it, as `cat` leaves it.
        const next = text.indexOf(SPLICE, 1);
        if (next > 0) {
          this.gatherer.torn();
          this.read(text.slice(next));
        } else {
          this.broken = number;
          // A header that breaks off is a log all the same, whose share left nothing else.
          this.foreign = number === 1 && !text.startsWith(SPLICE);
        }
        break;
      }
      case 'wrong':
        throw new ConfigError(line.message, { code: 'log_invalid', file, line: number, path: line.path });
    }
  }
}

function notJson(file: string, line: number): ConfigError {
  return new ConfigError('expected one JSON record per line, found something else', {
    code: 'log_not_json',
    file,
    line,
    hint: 'only the last line of a log may be cut off',
  });
}
