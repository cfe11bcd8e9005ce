/** Keeps what a run tells, and sums it up in the end: from the records themselves, so that a full disk does not lose it. */

import { LogGatherer } from '../report/log.ts';
import { summarize } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import type { Sink } from './sink.ts';

export interface SummarySink extends Sink {
  /** Null before the run has ended. */
  summary(): Summary | null;
}

export function summarySink(): SummarySink {
  const gatherer = new LogGatherer();
  let summary: Summary | null = null;
  return {
    name: 'summary',
    begin: (header) => gatherer.add(header, '', 0),
    record: (record) => gatherer.add(record, '', 0),
    end: (footer) => {
      gatherer.add(footer, '', 0);
      const gathered = gatherer.finish();
      summary = gathered === null ? null : summarize(gathered);
    },
    summary: () => summary,
  };
}
