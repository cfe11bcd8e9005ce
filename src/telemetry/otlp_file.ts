/** Writes what would be sent to a collector into a file: OTLP as JSON, one request a line, as collectors read it back. */

import { closeSync, openSync, writeSync } from 'node:fs';
import { ConfigError } from '../core/word/config_error.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import type { ExportResult } from './watched_exporter.ts';

interface Serializer<Batch> {
  serializeRequest(batch: Batch): Uint8Array | undefined;
}

export class OtlpFile<Batch> {
  private readonly descriptor: number;
  private readonly serializer: Serializer<Batch>;
  private closed = false;

  /** Throws ConfigError where the file cannot be made, or is there already. */
  constructor(path: string, serializer: Serializer<Batch>, option: string) {
    this.serializer = serializer;
    try {
      this.descriptor = openSync(path, path === '/dev/null' ? 'w' : 'wx');
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
}
