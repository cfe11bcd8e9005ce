/**
 * The agent's log as a file: NDJSON, one record a line, in the order things happened. Lines are gathered and written in
 * the background, so that writing them never stands in the way of a session.
 */

import { createWriteStream } from 'node:fs';
import { ConfigError } from '../core/word/config_error.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import type { AgentRecord } from './agent_record.ts';

export interface ServerLog {
  write(record: AgentRecord): void;
  /** Resolves when everything is in the file. */
  close(): Promise<void>;
}

/** Replaces a file that is there already. Throws ConfigError where it cannot be written; what fails later is told once. */
export async function openServerLog(file: string, onTrouble: (why: string) => void): Promise<ServerLog> {
  const stream = createWriteStream(file, { highWaterMark: 1 << 20 });
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve());
    stream.once('error', (error) =>
      reject(
        new ConfigError(`the log cannot be written: ${error.message}`, { code: 'log_unwritable', file }),
      ),
    );
  });
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
