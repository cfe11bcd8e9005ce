/** A log while it is read, line by line. */

import type { FooterRecord, GeneratorRecord, HeaderRecord } from '../core/log/record.ts';

export interface OpenLog {
  readonly header: HeaderRecord;
  footer: FooterRecord | null;
  readonly generators: Map<number, GeneratorRecord>;
  readonly calls: Set<number>;
  /** Lines about what had been told before. */
  duplicates: number;
}
