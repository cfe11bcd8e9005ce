/** What a run's figures are told to: a registry that is scraped, an exporter that sends them on. Values in base units. */

import type { Histogram } from '../core/log/histogram.ts';
import type { CounterName, GaugeName, HistogramName, KeptName, LabelsOf } from './meter_catalogue.ts';

/** O(1) each but for `keep`, which is for a scrape. */
export interface Meters {
  add<Name extends CounterName>(name: Name, amount: number, labels: LabelsOf<Name>): void;
  observe<Name extends HistogramName>(name: Name, value: number, labels: LabelsOf<Name>): void;
  set<Name extends GaugeName>(name: Name, value: number, labels: LabelsOf<Name>): void;
  /** `histogram` in ms, the whole of it since the run's beginning. */
  keep(name: KeptName, histogram: Histogram): void;
}
