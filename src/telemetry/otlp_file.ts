/** Writes what would be sent to a collector into a file: OTLP as JSON, one request a line, as collectors read it back. */

import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { ConfigError } from '../core/word/config_error.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import type { ExportResult } from './watched_exporter.ts';

interface Serializer<Batch> {
  serializeRequest(batch: Batch): Uint8Array | undefined;
}

const NOWHERE = '/dev/null';

export class OtlpFile<Batch> {
  private readonly path: string;
  private readonly descriptor: number;
  private readonly serializer: Serializer<Batch>;
  private closed = false;
  private empty = true;

  /** Throws ConfigError where the file cannot be made, or is there already. */
  constructor(path: string, serializer: Serializer<Batch>, option: string) {
    this.serializer = serializer;
    this.path = path;
    try {
      this.descriptor = openSync(path, path === NOWHERE ? 'w' : 'wx');
    } catch (error) {
      const there = (error as NodeJS.ErrnoException).code === 'EEXIST';
      throw new ConfigError(
        `${path} cannot be written: ${there ? 'there is such a file already' : reasonOf(error)}`,
        {
          code: 'option_invalid',
          path: option,
          hint: 'Give the name of a new file in a folder that is there.',
        },
      );
    }
  }

  export(batch: Batch, done: (result: ExportResult) => void): void {
    if (this.closed) {
      done({ code: 1, error: new Error('the file is closed') });
      return;
    }
    this.empty = false;
    try {
      const line = this.serializer.serializeRequest(batch);
      if (line !== undefined) {
        let rest = Buffer.concat([line, Buffer.from('\n')]);
        while (rest.length > 0) rest = rest.subarray(writeSync(this.descriptor, rest));
      }
      done({ code: 0 });
    } catch (error) {
      done({ code: 1, error: new Error(reasonOf(error)) });
    }
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    if (!this.closed) closeSync(this.descriptor);
    this.closed = true;
    return Promise.resolve();
  }

  /** Where nothing was ever to be written, as of a run that did not begin, no file stands in the way of the next. */
  discardEmpty(): void {
    if (this.closed) return;
    void this.shutdown();
    if (this.empty && this.path !== NOWHERE) rmSync(this.path, { force: true });
  }
}
