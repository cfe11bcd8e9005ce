/**
 * Everything that is told of matrices which, between them, take every branch of their views, against committed files. After a
 * change that is meant, write them anew with UPDATE_GOLDEN=1 and read the difference.
 */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { matrixMarkdown } from '../../../src/report/matrix/matrix_markdown.ts';
import { matrixPicture } from '../../../src/report/matrix/matrix_picture.ts';
import { matrixTerminal } from '../../../src/report/matrix/matrix_terminal.ts';
import { writeMatrix } from '../../../src/report/matrix/write_matrix.ts';
import { marked, markedStyle as style } from '../marked_style.ts';
import { bare, full, single, still } from './matrix_runs.ts';

const folder = join(import.meta.dirname, '../../golden/matrix');

async function committed(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(file, text);
  return readFile(file, 'utf8');
}

describe.each([full, bare, single, still])('what is told of the matrix $name', (matrix) => {
  const file = matrix === full ? 'full' : matrix.name;

  it.each([160, 90, 60, 10])('on a terminal of %d columns', async (columns) => {
    const text = marked(matrixTerminal(matrix, style, columns));
    expect(text).toBe(await committed(`${file}.${columns}.txt`, text));
  });

  it('in matrix.md', async () => {
    const text = matrixMarkdown(matrix);
    expect(text).toBe(await committed(`${file}.md`, text));
  });

  it('in matrix.svg', async () => {
    const text = matrixPicture(matrix);
    expect(text).toBe(await committed(`${file}.svg`, text));
  });
});

describe('a matrix on disk', () => {
  it('is its data and its views; what cannot be written is named, and keeps nothing else from being', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'callstorm-matrix-'));
    try {
      expect(await writeMatrix(single, directory)).toEqual([]);
      const written = (name: string) => readFile(join(directory, name), 'utf8');
      expect(JSON.parse(await written('matrix.json'))).toEqual(single);
      expect(await written('matrix.md')).toBe(matrixMarkdown(single));
      expect(await written('matrix.svg')).toBe(matrixPicture(single));

      const taken = join(directory, 'taken');
      await mkdir(join(taken, 'matrix.md'), { recursive: true });
      const [failed, ...others] = await writeMatrix(single, taken);
      expect(others).toEqual([]);
      expect(failed).toMatch(new RegExp(`^${join(taken, 'matrix.md')}: .+`));
      expect(await readFile(join(taken, 'matrix.svg'), 'utf8')).toBe(matrixPicture(single));
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
