/** Writes a matrix and its views, each whole or not at all. Never throws for what the disk does: it says what could not be written. */

import { join } from 'node:path';
import { reasonOf } from '../../disk/disk_trouble.ts';
import { writeWhole } from '../../disk/write_whole.ts';
import type { Matrix } from './matrix.ts';
import { matrixMarkdown, MATRIX_PICTURE } from './matrix_markdown.ts';
import { matrixPicture } from './matrix_picture.ts';

export const MATRIX_FILE = 'matrix.json';

const views: Readonly<Record<string, (matrix: Matrix) => string>> = {
  [MATRIX_FILE]: (matrix) => `${JSON.stringify(matrix, null, 2)}\n`,
  'matrix.md': matrixMarkdown,
  [MATRIX_PICTURE]: matrixPicture,
};

/** Which could not be written, and why. */
export async function writeMatrix(matrix: Matrix, directory: string): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const [name, view] of Object.entries(views)) {
    const file = join(directory, name);
    try {
      await writeWhole(file, view(matrix));
    } catch (error) {
      failed.push(`${file}: ${reasonOf(error)}`);
    }
  }
  return failed;
}
