/** Which folder of fixtures a command is about, and how its commands show figures. */

import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { MANIFEST_FILE, PACKAGE_FIXTURES_DIR } from '../fixture/manifest.ts';
import type { Io } from './io.ts';

export interface DirOption {
  readonly dir?: string;
}

export const DIR_HELP =
  'the folder of fixtures (default: ./fixtures where it has a manifest, else those of Callstorm)';

export function dirOf(io: Io, { dir }: DirOption): string {
  if (dir !== undefined) return resolve(io.cwd, dir);
  const own = join(io.cwd, 'fixtures');
  return existsSync(join(own, MANIFEST_FILE)) ? own : PACKAGE_FIXTURES_DIR;
}

/** Never Callstorm's own folder unless it is named: the next installation would take what lies in it. */
export function dirToFill(io: Io, { dir }: DirOption): string {
  if (dir !== undefined) return resolve(io.cwd, dir);
  const own = join(io.cwd, 'fixtures');
  if (!isPackageFixtures(own)) return own;
  throw new ConfigError("expected a folder for your recordings: ./fixtures is Callstorm's own here", {
    code: 'import_dir',
    path: '--dir',
    hint: 'e.g. --dir recordings/fixtures: scenarios in recordings/ then find them',
  });
}

export function isPackageFixtures(dir: string): boolean {
  return existsSync(dir) && realpathSync(dir) === realpathSync(PACKAGE_FIXTURES_DIR);
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}

export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}\n`).join('')}`;
}
