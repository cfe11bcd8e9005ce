/** Keeps what a run tells, and sums it up in the end: from the records themselves, so that a full disk does not lose it. */

import { LogGatherer, type RunLog } from '../report/log.ts';
import { summarize } from '../report/summarize.ts';
import type { Summary } from '../report/summary.ts';
import type { Sink } from './sink.ts';

export interface SummarySink extends Sink {
  /** Null before the run has ended. */
  summary(): Summary | null;
  /** What it was summed up from. Null before the run has ended. */
  log(): RunLog | null;
}

export function summarySink(): SummarySink {
  const gatherer = new LogGatherer();
  let summary: Summary | null = null;
  let log: RunLog | null = null;
  return {
    name: 'summary',
    begin: (header) => gatherer.add(header, '', 0),
    record: (record) => gatherer.add(record, '', 0),
    end: (footer) => {
      gatherer.add(footer, '', 0);
      log = gatherer.finish();
      summary = log === null ? null : summarize(log);
    },
    summary: () => summary,
    log: () => log,
  };
}
