/** A log while it is read, line by line. */

import type {
  CalibrationRecord,
  CallOutcome,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
} from '../core/log/record.ts';

export interface OpenLog {
  readonly header: HeaderRecord;
  footer: FooterRecord | null;
  /** File and line. */
  footerAt: string;
  /** How each call ended that has an end here. */
  readonly ended: Map<number, CallOutcome>;
  readonly generators: Map<number, GeneratorRecord>;
  readonly calls: Set<number>;
  /** By call and turn of the sentinels. */
  readonly calibrations: Map<string, CalibrationRecord>;
  readonly calibrationTroubles: string[];
  /** Lines about what had been told before. */
  duplicates: number;
}
