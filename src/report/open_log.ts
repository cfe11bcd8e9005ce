/** A log while it is read, line by line. */

import type { CalibrationRecord, FooterRecord, GeneratorRecord, HeaderRecord } from '../core/log/record.ts';

export interface OpenLog {
  readonly header: HeaderRecord;
  footer: FooterRecord | null;
  readonly generators: Map<number, GeneratorRecord>;
  readonly calls: Set<number>;
  /** By call and turn of the sentinels. */
  readonly calibrations: Map<string, CalibrationRecord>;
  readonly calibrationTroubles: string[];
  /** Lines about what had been told before. */
  duplicates: number;
}
