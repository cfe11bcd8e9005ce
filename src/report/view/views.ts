/**
 * The views of a run that is over, each a file beside its log, listed once: what `report --format` prints, what a run writes by
 * itself, and what `--reporter` adds to that.
 */

import { callsCsv } from '../csv/call_columns.ts';
import { turnsCsv } from '../csv/turn_columns.ts';
import type { AccountedCall } from '../account.ts';
import type { RunLog } from '../log.ts';
import { htmlReport } from '../page/html.ts';
import type { PageTally } from '../page/page_tally.ts';
import { traceReport } from '../trace/trace.ts';
import type { Summary } from '../summary.ts';
import { badge } from './badge.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';

/** The view that people open. */
export const PAGE_FILE = 'report.html';

/** What a view is made from. */
export interface Reported {
  readonly summary: Summary;
  /** The records themselves, without the words that were heard and said. Null: only the summary is at hand. */
  readonly log: RunLog | null;
  /** What became of its calls, where that has been found out: of a long log it takes a while. Absent: who needs it does so. */
  readonly calls?: readonly AccountedCall[];
  /** What the page needs of each call, where it was gathered while they were gone through. Absent: they are gone through again. */
  readonly page?: PageTally;
  /** The call logs on disk, for what the records in memory do not hold; none where nothing could be written. */
  readonly files: readonly string[];
  /** Calls that are to be inside the page, whatever else is. Absent: nobody asked for any. */
  readonly inspect?: readonly number[];
  /** The one call that a trace is to be of. Absent: all. */
  readonly call?: number;
}

/** What is as long as the run comes in pieces. */
export type ViewContent = string | AsyncIterable<string>;

export interface View {
  /** As `report --format` and `--reporter` have it. */
  readonly format: string;
  /** Its file in a run's folder. */
  readonly file: string;
  readonly make: (reported: Reported) => ViewContent | Promise<ViewContent>;
  /** Who wants it asks for it: `--reporter`. Absent: every run leaves it. */
  readonly asked?: true;
  /** A name for several of one kind. */
  readonly kind?: string;
}

export const views: readonly View[] = [
  { format: 'json', file: 'summary.json', make: ({ summary }) => jsonReport(summary) },
  { format: 'markdown', file: 'report.md', make: ({ summary }) => markdownReport(summary) },
  { format: 'html', file: PAGE_FILE, make: htmlReport },
  { format: 'junit', file: 'junit.xml', make: ({ summary }) => junitReport(summary) },
  { format: 'csv-turns', file: 'turns.csv', make: turnsCsv, asked: true, kind: 'csv' },
  { format: 'csv-calls', file: 'calls.csv', make: callsCsv, asked: true, kind: 'csv' },
  { format: 'trace', file: 'trace.json', make: traceReport, asked: true },
  { format: 'badge', file: 'badge.svg', make: ({ summary }) => badge(summary), asked: true },
];

/** What every run leaves. */
export const usualViews: readonly View[] = views.filter(({ asked }) => asked !== true);

/** What `--reporter` may name. */
export const viewNames: readonly string[] = [
  ...new Set(views.flatMap(({ format, kind }) => (kind === undefined ? [format] : [format, kind]))),
];

/** By their format or their kind; none where the name is of neither. */
export function viewsNamed(name: string): readonly View[] {
  return views.filter(({ format, kind }) => format === name || kind === name);
}
