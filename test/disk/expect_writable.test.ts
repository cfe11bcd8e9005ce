import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openServerLog } from '../../src/agent/server_log.ts';
import { ConfigError } from '../../src/core/word/config_error.ts';
import { openLog, refuseTaken } from '../../src/cli/run_directory.ts';
import { reasonOf } from '../../src/disk/disk_trouble.ts';
import { expectWritable } from '../../src/disk/expect_writable.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-'));
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  execFileSync('mkfifo', [at('fifo')]);
  mkdirSync(at('folder'));
  writeFileSync(at('plain'), 'text');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a place to write at', () => {
  it.each([at('plain'), at('new'), '/dev/null'])('will do: %s', async (file) => {
    await expect(expectWritable(file)).resolves.toBeUndefined();
  });

  it.each([
    ['fifo', 'a pipe, a socket or a disk is in the way (NOT_A_FILE)'],
    ['folder', 'a directory is in the way (EISDIR)'],
    ['plain/x', 'a file is in the way of the directory (ENOTDIR)'],
  ])('will not do: %s', async (name, why) => {
    const refused: unknown = await expectWritable(at(name)).catch((error: unknown) => error);
    expect(reasonOf(refused)).toBe(why);
  });
});

describe('what is written in one go at the end, or bit by bit, is refused at the start', () => {
  it.each(['fifo', 'folder', 'plain/x', 'none/x'])('the agent’s log at %s', async (name) => {
    const refused: unknown = await openServerLog(at(name), () => {}).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigError);
    expect(refused).toMatchObject({ place: { code: 'log_unwritable', file: at(name) } });
    expect((refused as ConfigError).place.hint).toBeTruthy();
  });

  it.each(['fifo', 'plain', '/dev/null'])('a run’s folder at %s', (name) => {
    const directory = name.startsWith('/') ? name : at(name);
    expect(() => refuseTaken(directory)).toThrow('expected a directory, found a file');
    expect(() => openLog(directory)).toThrow('cannot be written');
  });
});
