/** What a run's page is drawn from: one JSON block in it. Written by `report/page`, read in the browser. Types only. */

import type { Summary } from '../report/summary.ts';
import type { Inspected } from './inspector/inspected_call.ts';

export interface PageData {
  readonly version: 1;
  readonly summary: Summary;
  /** What the call inspector shows. Null: no records were at hand. */
  readonly inspected: Inspected | null;
}
