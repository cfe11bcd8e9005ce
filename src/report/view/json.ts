/** summary.json: the summary itself, for machines, with a line break at its end. */

import type { Summary } from '../summary.ts';

export function jsonReport(summary: Summary): string {
  return `${JSON.stringify(summary, null, 2)}\n`;
}
