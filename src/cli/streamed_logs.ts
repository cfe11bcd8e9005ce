/**
 * Several call logs from one stream, each kept as a file of its own. They may come one after another, or mixed, where each line says
 * before its record whose it is (`kubectl logs --prefix`); instants before a record, and lines that are of no log, are left out. A
 * record is kept as it stands.
 */

import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { linesOf } from '../disk/lines.ts';
import { SPLICE } from '../report/line_reading.ts';

/** How every line of a log begins. */
const RECORD = '{"type":"';
const INSTANT = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)\s*/g;
const WHO = /^[^"{]{0,300}$/;
const FLUSH_BYTES = 1 << 18;

class KeptLog {
  private readonly descriptor: number;
  private lines = '';

  constructor(file: string) {
    this.descriptor = openSync(file, 'wx');
  }

  take(line: string): void {
    this.lines += `${line}\n`;
    if (this.lines.length >= FLUSH_BYTES) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  private flush(): void {
    let rest = Buffer.from(this.lines);
    this.lines = '';
    while (rest.length > 0) rest = rest.subarray(writeSync(this.descriptor, rest));
  }
}

/** Throws ConfigError where there is no log, and where one has lost its beginning. */
export async function keepStreamedLogs(
  input: AsyncIterable<string | Uint8Array>,
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly leftOut: number }> {
  const files: string[] = [];
  /** The log that each source is at. */
  const open = new Map<string, KeptLog>();
  let leftOut = 0;
  let number = 0;
  try {
    for await (const lines of linesOf(input)) {
      for (const line of lines) {
        number++;
        const at = line.indexOf(RECORD);
        const before = at < 0 ? '"' : line.slice(0, at);
        if (!WHO.test(before)) {
          if (line.trim() !== '') leftOut++;
          continue;
        }
        const who = before.replaceAll(INSTANT, '').trim();
        if (line.startsWith(SPLICE, at)) {
          open.get(who)?.close();
          const file = join(folder, `standard-input-${files.length + 1}.ndjson`);
          files.push(file);
          open.set(who, new KeptLog(file));
        }
        const log = open.get(who);
        if (log === undefined) throw withoutBeginning(number);
        log.take(line.slice(at));
      }
    }
  } finally {
    for (const log of open.values()) log.close();
  }
  if (files.length > 0) return { files, leftOut };
  throw new ConfigError('expected call logs on standard input, found no header line', {
    code: 'log_empty',
    path: '-',
    hint: 'each share writes its log with --log -; kubectl logs gives them one after another',
  });
}

function withoutBeginning(line: number): ConfigError {
  return new ConfigError('expected the header of a log before its records, found a record', {
    code: 'log_without_header',
    file: 'standard input',
    line,
    hint: 'The beginning is lost: kubectl logs wants --tail=-1, and a node keeps the last 10 MB of a container unless it is told otherwise. A long log belongs on a volume, or is sent somewhere (docs/ci.md).',
  });
}
