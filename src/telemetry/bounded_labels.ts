/** Keeps the number of a label's values small, whatever stands in a record: beyond the bound, and outside its set, it is `other`. */

import { cut } from '../core/word/visible.ts';

export const OTHER = 'other';
/** For what there is none of: an empty value would be no label at all. */
export const NONE = 'none';

const MOST_VALUES = 100;
const LONGEST = 200;

export class BoundedLabels {
  private readonly seen = new Set<string>();

  of(value: string | null | undefined): string {
    if (value === null || value === undefined || value === '') return NONE;
    const short = labelText(value);
    if (this.seen.has(short)) return short;
    if (this.seen.size >= MOST_VALUES) return OTHER;
    this.seen.add(short);
    return short;
  }
}

/** Cut, and without halves of characters: two that are sent as the same must be the same. */
export function labelText(value: string): string {
  return cut(value, LONGEST).replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}

export function oneOf(value: string, known: ReadonlySet<string>): string {
  return known.has(value) ? value : OTHER;
}
