/** The views of a run that is over, each a file beside its log, listed once. */

import type { RunLog } from '../log.ts';
import { htmlReport } from '../page/html.ts';
import type { Summary } from '../summary.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';

/** What a view is made from. */
export interface Reported {
  readonly summary: Summary;
  /** The records themselves, without the words that were heard and said. Null: only the summary is at hand. */
  readonly log: RunLog | null;
  /** The call logs on disk, for what the records in memory do not hold; none where nothing could be written. */
  readonly files: readonly string[];
  /** Calls that are to be inside the page, whatever else is. Absent: nobody asked for any. */
  readonly inspect?: readonly number[];
}

export interface View {
  /** As `report --format` has it. */
  readonly format: string;
  /** Its file in a run's folder. */
  readonly file: string;
  readonly make: (reported: Reported) => string | Promise<string>;
}

export const views: readonly View[] = [
  { format: 'json', file: 'summary.json', make: ({ summary }) => jsonReport(summary) },
  { format: 'markdown', file: 'report.md', make: ({ summary }) => markdownReport(summary) },
  { format: 'html', file: 'report.html', make: htmlReport },
  { format: 'junit', file: 'junit.xml', make: ({ summary }) => junitReport(summary) },
];
