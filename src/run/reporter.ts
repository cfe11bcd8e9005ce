/**
 * What a reporter of a user's own is: a module whose default export has a name and a sink, a view, or both. It is code of whoever
 * asks for it, and runs in this process with all that the process may do.
 */

import type { Reported, ViewContent } from '../report/view/views.ts';
import type { Sink } from './sink.ts';

export interface Reporter {
  /** What it is called where it is told that it failed. */
  readonly name: string;
  /** Made before the run begins; watches it. `report`, which has a run that is over, makes none. */
  sink?(options: ReporterOptions): Omit<Sink, 'name'> | Promise<Omit<Sink, 'name'>>;
  /** A file in the run's folder, made when the run is over. */
  readonly view?: {
    /** A name alone, e.g. `slack.json`. */
    readonly file: string;
    make(reported: Reported): ViewContent | Uint8Array | Promise<ViewContent | Uint8Array>;
  };
}

export interface ReporterOptions {
  /** The run's folder. Null: a rehearsal that keeps nothing. */
  readonly directory: string | null;
}
