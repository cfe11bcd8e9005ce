/** The first line of a log: what was run, against what, on what, and what it is judged by. */

import type { Judgement } from '../plan/plan.ts';
import type { Selection } from '../load/selection.ts';

export interface HeaderSelection extends Selection {
  /** How many calls the whole plan has; null: nobody knows. Absent: an older log. */
  readonly whole?: number | null;
  /** The run's name was given to all of its shares: none of another name belongs to it. */
  readonly named?: true;
  /** Wall clock of the instant 0 that all shares were to have in common, ms since the Unix epoch. Absent: none was agreed on. */
  readonly dueAtMs?: number;
}

export interface HeaderRecord {
  readonly type: 'header';
  readonly version: 2;
  readonly run: string;
  readonly plan: string;
  readonly scenario: {
    readonly name: string;
    readonly description?: string;
    readonly file?: string;
    readonly sha256: string;
  };
  readonly seed: number;
  readonly engine: 'node' | 'k6' | 'virtual';
  readonly dialect: string;
  readonly target: {
    readonly url: string;
    readonly model: string;
    readonly simulated: boolean;
    /** How long the session is asked to let a caller be silent before the turn ends. Absent: it goes by something else, or an older log. */
    readonly silenceDurationMs?: number;
  };
  /** Wall clock of instant 0, ms since the Unix epoch. */
  readonly startedAtMs: number;
  /** The machine's monotonic clock (CLOCK_MONOTONIC, ms) at instant 0: joins this log with a server's on one machine. */
  readonly monotonicAtMs: number;
  /** What the clock of its instants counts in. Absent: it is finer than anything here needs. */
  readonly clockResolutionMs?: number;
  readonly frameMs: number;
  readonly load: {
    readonly mode: 'open' | 'closed';
    /** Null for a closed load without a number of calls. */
    readonly plannedCalls: number | null;
    readonly maxConcurrency: number;
  };
  /** The run makes this share of the plan's calls, and `load` counts these. Absent: it makes them all. */
  readonly selection?: HeaderSelection;
  /**
   * Sentinels that the run is to have, and whether they were asked for: null leaves it to the size of the run. Absent: the
   * engine knows of none.
   */
  readonly calibration?: { readonly sentinels: number; readonly asked: boolean | null };
  readonly workers: number;
  readonly judgement: Judgement;
  readonly versions: Readonly<Record<string, string>>;
  readonly host: { readonly platform: string; readonly cores: number; readonly memoryMb: number };
  /** What to type to do it again. */
  readonly command: string;
}
