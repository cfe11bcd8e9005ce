/** The result of a capacity run, read from its file as far as others rely on it. */

import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { unreadReasonOf } from '../disk/disk_trouble.ts';
import type { CapacityResult } from '../forecast/capacity/capacity_result.ts';
import { capacityShape } from '../report/capacity/capacity_shape.ts';
import type { Io } from './io.ts';

export const CAPACITY_FILE = 'capacity.json';

/** `given`: a folder with such a file, or the file. Throws ConfigError. */
export async function readCapacity(
  io: Io,
  given: string,
  option: string,
): Promise<{ readonly file: string; readonly result: CapacityResult }> {
  const path = resolve(io.cwd, given);
  const isFolder = (await stat(path).catch(() => null))?.isDirectory() ?? false;
  const file = isFolder ? join(path, CAPACITY_FILE) : path;
  const hint = `callstorm capacity writes ${CAPACITY_FILE} into the folder of its run.`;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`could not be read: ${unreadReasonOf(error)}`, {
      code: 'capacity_unreadable',
      file,
      path: option,
      hint,
    });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConfigError('expected JSON', { code: 'capacity_invalid', file, hint });
  }
  const wrong = capacityShape(value);
  if (wrong !== null) {
    throw new ConfigError(`expected ${wrong.expected}`, {
      code: 'capacity_invalid',
      file,
      path: wrong.path.slice(1),
      hint,
    });
  }
  return { file, result: value as CapacityResult };
}
