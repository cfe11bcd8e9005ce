/**
 * The agent's log as a file: NDJSON, one record a line, in the order things happened. Lines are gathered and written in
 * the background, so that writing them never stands in the way of a session.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { reasonOf, unwritable } from '../disk/disk_trouble.ts';
import { expectWritable } from '../disk/expect_writable.ts';
import type { AgentRecord } from './agent_record.ts';

export interface ServerLog {
  write(record: AgentRecord): void;
  /** Resolves when everything is in the file. */
  close(): Promise<void>;
}

/** Replaces a file that is there already. Throws ConfigError where it cannot be written; what fails later is told once. */
export async function openServerLog(file: string, onTrouble: (why: string) => void): Promise<ServerLog> {
  const refuse = (error: unknown): never => {
    throw unwritable(error, { code: 'log_unwritable', file });
  };
  await expectWritable(file).catch(refuse);
  const stream = createWriteStream(file, { highWaterMark: 1 << 20 });
  await once(stream, 'open').catch(refuse);
  // The agent goes on: its sessions are not the log's.
  stream.on('error', (error) => onTrouble(reasonOf(error)));
  return {
    write: (record) => {
      if (!stream.destroyed) stream.write(`${JSON.stringify(record)}\n`);
    },
    close: () =>
      new Promise((resolve) => {
        if (stream.closed) return resolve();
        stream.once('close', () => resolve());
        stream.end();
      }),
  };
}
