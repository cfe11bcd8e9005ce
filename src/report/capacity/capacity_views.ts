/** The files that a search for capacity leaves beside its log, listed once. Pure. */

import type { CapacityResult } from '../../forecast/capacity/capacity_result.ts';
import { capacityMarkdown } from './capacity_markdown.ts';
import { capacityPictures } from './capacity_pictures.ts';
import { levelsCsv } from './levels_csv.ts';

export interface CapacityView {
  /** Its file in the folder of the run. */
  readonly file: string;
  readonly make: (result: CapacityResult) => string;
}

export const CAPACITY_FILE = 'capacity.json';

export const capacityViews: readonly CapacityView[] = [
  { file: CAPACITY_FILE, make: capacityJson },
  { file: 'capacity.md', make: capacityMarkdown },
  { file: 'levels.csv', make: levelsCsv },
  ...capacityPictures,
];

export function capacityJson(result: CapacityResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
