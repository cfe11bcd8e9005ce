/** A path as it is told to people: from where the command was typed, if it is below; never with what would drive a terminal. */

import { relative } from 'node:path';
import { visible } from '../core/word/visible.ts';
import type { Io } from './io.ts';

export function shownPath({ cwd }: Pick<Io, 'cwd'>, path: string): string {
  const near = relative(cwd, path);
  return visible(near === '' ? '.' : near.startsWith('..') ? path : near);
}
