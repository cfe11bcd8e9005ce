/** What a run's page is drawn from: one JSON block in it. Written by `report/page`, read in the browser. Types only. */

import type { Summary } from '../report/summary.ts';

export interface PageData {
  readonly version: 1;
  readonly summary: Summary;
}
