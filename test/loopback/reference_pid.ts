/** Finds the reference agent of a run; only where the system shows processes as files. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the one that was started with this seed. Null: none runs. */
export function referencePid(seed: number): number | null {
  if (!existsSync('/proc')) return null;
  const found = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const line = readFileSync(join('/proc', name, 'cmdline'), 'utf8').replaceAll('\0', ' ');
      return line.includes(`reference_server.js ${seed} `);
    } catch {
      return false;
    }
  });
  return found === undefined ? null : Number(found);
}
