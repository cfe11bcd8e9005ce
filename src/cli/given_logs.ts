/**
 * The logs that a command is given, each as a file that can be read again and again: a folder's, one that was compressed, and those on
 * standard input as `kubectl logs` or `cat` gives them. What was unpacked or came from standard input lies in a folder of its own that
 * goes with the process.
 */

import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ConfigError } from '../core/word/config_error.ts';
import { logFile } from '../report/read.ts';
import { plural } from '../report/figure.ts';
import { style, type Io } from './io.ts';
import { keepStreamedLogs } from './streamed_logs.ts';

export const STDIN = '-';

/** In the order in which they were given. Throws ConfigError. */
export async function givenLogs(
  given: readonly string[],
  io: Io,
  stdin: AsyncIterable<string | Uint8Array> = process.stdin,
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of new Set(given)) {
    if (path === STDIN) files.push(...(await streamed(stdin, io)));
    else {
      const file = await logFile(resolve(io.cwd, path));
      files.push((await isGzip(file)) ? await unpacked(file, path) : file);
    }
  }
  return files;
}

async function streamed(stdin: AsyncIterable<string | Uint8Array>, io: Io): Promise<readonly string[]> {
  const { files, leftOut } = await keepStreamedLogs(stdin, ownFolder());
  if (leftOut > 0) {
    io.err(
      `${style(io).yellow('warning')} ${plural(leftOut, 'line')} on standard input ${leftOut === 1 ? 'is' : 'are'} of no log, and left out\n`,
    );
  }
  return files;
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

async function unpacked(file: string, shown: string): Promise<string> {
  const out = join(ownFolder(), basename(file).replace(/\.gz$/, ''));
  try {
    await pipeline(createReadStream(file), createGunzip(), createWriteStream(out));
    return out;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    throw new ConfigError(
      'expected a call log that was compressed whole; this one is damaged or breaks off',
      {
        code: 'log_damaged',
        file: shown,
        hint: 'Fetch it again, or take the log that the share left on its own disk.',
      },
    );
  }
}

const made = new Set<string>();

/** Each goes with the process, by one ear for its end however many there are. */
function ownFolder(): string {
  if (made.size === 0) process.once('exit', removeMade);
  const folder = mkdtempSync(join(tmpdir(), 'callstorm-logs-'));
  made.add(folder);
  return folder;
}

function removeMade(): void {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
}
