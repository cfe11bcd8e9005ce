import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf } from '../../src/disk/lines.ts';
import { piecesOf } from '../../src/disk/pieces.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-pieces-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a file in pieces', () => {
  it('is the same when its lines are put together again, whatever is in the memory of the piece before', async () => {
    const lines = Array.from({ length: 9000 }, (_, index) => `${index} ${'ü😀'.repeat(index % 40)}`);
    const file = join(folder, 'long');
    await writeFile(file, lines.join('\n'));
    const found: string[] = [];
    let pieces = 0;
    for await (const some of linesOf(piecesOf(file))) {
      pieces++;
      found.push(...some);
    }
    expect(pieces).toBeGreaterThan(2);
    expect(found).toEqual(lines);
  });

  it('has stretches that are what lies between two of its bytes', async () => {
    const file = join(folder, 'stretch');
    const text = 'abcdefgh'.repeat(70_000);
    await writeFile(file, text);
    const between = async (fromByte: number, untilByte?: number): Promise<string> => {
      let found = '';
      for await (const piece of piecesOf(file, fromByte, untilByte)) found += piece.toString();
      return found;
    };
    expect(await between(3)).toBe(text.slice(3));
    expect(await between(0, 300_001)).toBe(text.slice(0, 300_001));
    expect(await between(299_999, 300_001)).toBe(text.slice(299_999, 300_001));
    expect(await between(5, 5)).toBe('');
  });

  it('that is empty has none, and one that is not there is told by its code', async () => {
    const file = join(folder, 'empty');
    await writeFile(file, '');
    expect((await piecesOf(file).next()).done).toBe(true);
    await expect(piecesOf(join(folder, 'none')).next()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
