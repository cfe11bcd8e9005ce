/** What a run's page is drawn from: one JSON block in it. Written by `report/page`, read in the browser. Types only. */

import type { Summary } from '../report/summary.ts';

export interface PageData {
  readonly version: 1;
  readonly summary: Summary;
  /** Of a run that is watched while it goes on. Absent: a report. */
  readonly live?: LiveState;
}

/** How far a run is that is being watched. */
export interface LiveState {
  /** `reported`: it is over, and its report is written. */
  readonly state: 'running' | 'stopping' | 'ended' | 'reported';
  /** Ms since the run's instant 0. */
  readonly atMs: number;
  readonly goingOn: number;
  /** Calls that completed, failed or were blocked. */
  readonly ended: number;
  /** Null: as many as there is time for. */
  readonly planned: number | null;
  readonly turns: number;
  /** By what was told so far, at the most. Null: no prices are known. */
  readonly spentUsd: number | null;
  /** Records that are not in the figures, for want of time to read them. */
  readonly missed: number;
  /** Where the report lies; null before it is written, and where it could not be. */
  readonly folder: string | null;
}
