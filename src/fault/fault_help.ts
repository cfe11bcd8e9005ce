/** What a command's help says of a side's faults: a line each, and what every fault takes. Pure. */

import type { Catalogue } from './fault.ts';
import { whenArgs } from './occasions.ts';

const NAME_WIDTH = 22;

export function faultLines<Moments>(faults: Catalogue<Moments>): readonly string[] {
  return [...faults.values()].map(({ name, means, args }) => {
    const takes = Object.entries(args).map(([key, { otherwise, kind }]) => {
      const unit = kind === 'ms' ? 'ms' : '';
      return `${key}=${otherwise}${unit}`;
    });
    return `  ${name.padEnd(NAME_WIDTH)}${means}${takes.length === 0 ? '' : ` (${takes.join(', ')})`}`;
  });
}

/** What every fault takes, beside its own. */
export function occasionLines(): readonly string[] {
  return Object.entries(whenArgs).map(([key, { means }]) => `  ${key.padEnd(NAME_WIDTH)}${means}`);
}
