import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeDirectory, removeEmpty } from '../../src/disk/make_directory.ts';
import { tempDir } from '../fixture/folder.ts';

describe('makeDirectory', () => {
  it('makes what is missing, and says what that was', async () => {
    const dir = await tempDir();
    expect(makeDirectory(join(dir, 'a/b/c'))).toEqual(['a', 'a/b', 'a/b/c'].map((part) => join(dir, part)));
    expect(statSync(join(dir, 'a/b/c')).isDirectory()).toBe(true);
    expect(makeDirectory(join(dir, 'a/b/c'))).toEqual([]);
  });

  it.skipIf(!existsSync('/proc/self'))('gives up where a file system takes no directories', () => {
    expect(() => makeDirectory('/proc/callstorm')).toThrow('ENOENT');
    expect(() => makeDirectory('/proc/callstorm/deep/down')).toThrow('ENOENT');
  });

  it('refuses a file in the way, and leaves nothing behind', async () => {
    const dir = await tempDir();
    writeFileSync(join(dir, 'file'), '');
    expect(() => makeDirectory(join(dir, 'file'))).toThrow('EEXIST');
    expect(() => makeDirectory(join(dir, 'file/deep'))).toThrow('ENOTDIR');
    expect(() => makeDirectory(join(dir, 'new', 'x'.repeat(300)))).toThrow('ENAMETOOLONG');
    expect(existsSync(join(dir, 'new'))).toBe(false);
  });
});

describe('removeEmpty', () => {
  it('keeps a directory in which something lies by now, and those above it', async () => {
    const dir = await tempDir();
    const made = makeDirectory(join(dir, 'a/b/c'));
    writeFileSync(join(dir, 'a/b/file'), '');
    removeEmpty(made);
    expect(existsSync(join(dir, 'a/b/c'))).toBe(false);
    expect(existsSync(join(dir, 'a/b/file'))).toBe(true);
  });
});
