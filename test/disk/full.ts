/** A disk that is full, for one file: its draft is a device that takes nothing. */

import { existsSync, symlinkSync } from 'node:fs';

export const hasFullDevice = existsSync('/dev/full');

export function fullFor(file: string): void {
  symlinkSync('/dev/full', `${file}.part-${process.pid}`);
}
