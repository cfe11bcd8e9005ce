import { existsSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeTogether, writeWhole } from '../../src/disk/write_whole.ts';
import { put, tempDir } from '../fixture/folder.ts';
import { fullFor, hasFullDevice } from './full.ts';

describe('writeWhole', () => {
  it('makes the directory, and leaves the file alone in it', async () => {
    const dir = await tempDir();
    await writeWhole(join(dir, 'deep/file'), 'text');
    expect(readdirSync(join(dir, 'deep'))).toEqual(['file']);
    expect(readFileSync(join(dir, 'deep/file'), 'utf8')).toBe('text');
  });

  it('takes back the directories it made for nothing', async () => {
    const dir = await tempDir();
    await expect(writeWhole(join(dir, 'new/deep', 'x'.repeat(300)), '')).rejects.toThrow('ENAMETOOLONG');
    expect(readdirSync(dir)).toEqual([]);
  });

  it('writes to a device and leaves it one, here by a link to it', async () => {
    const link = join(await tempDir(), 'null');
    symlinkSync('/dev/null', link);
    await writeWhole(link, 'text');
    expect(statSync(link).isCharacterDevice()).toBe(true);
  });
});

describe.skipIf(!hasFullDevice)('on a full disk', () => {
  it('leaves the old file as it was, and no draft', async () => {
    const dir = await tempDir();
    const file = await put(dir, 'file', 'old');
    fullFor(file);
    await expect(writeWhole(file, 'new')).rejects.toThrow('ENOSPC');
    expect(readdirSync(dir)).toEqual(['file']);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  it('writes none of several files where there is no room for the last', async () => {
    const dir = await tempDir();
    fullFor(join(dir, 'list'));
    const files = [
      [join(dir, 'voice/a.wav'), 'sound'],
      [join(dir, 'list'), 'a'],
    ] as const;
    await expect(writeTogether(files)).rejects.toThrow('ENOSPC');
    expect(existsSync(join(dir, 'voice'))).toBe(false);
    expect(readdirSync(dir)).toEqual([]);
  });
});
