/**
 * A sink is whoever wants to know what happens in a run while it happens: a log, a tally, a progress line, a dashboard. A
 * run feeds any number of them side by side, each for itself: one that throws is heard of once and is fed no more, and
 * neither the run nor the other sinks notice.
 */

import type { UsedSoFar } from '../core/log/call_report.ts';
import type { Steering } from '../core/load/steering.ts';
import type { StopReason } from '../core/log/failure.ts';
import type {
  CalibrationRecord,
  CalibrationTroubleRecord,
  CallLine,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
  LevelRecord,
  StartedRecord,
} from '../core/log/record.ts';

/** What comes between the header and the footer, in the order of the log. */
export type EventRecord =
  | StartedRecord
  | LevelRecord
  | CallLine
  | GeneratorRecord
  | CalibrationRecord
  | CalibrationTroubleRecord;

/**
 * Every method is optional, and called in the order `begin`, then `record` and `gauge` as things happen, then `end`. They
 * are called on the thread that hands out the calls: what takes long belongs in `end`, or elsewhere. A sink that throws,
 * or whose promise is rejected, is not called again, not even with `end`: it lets go of what it holds before it throws.
 */
export interface Sink {
  /** What it is called where it is told that it failed, e.g. `log` or a file's path. */
  readonly name: string;
  /** Once, before the first record: the workers are ready, and instant 0 is a moment ahead. */
  begin?(header: HeaderRecord, control: RunControl): void;
  /** `line`: the record's JSON, where the run has it at hand already; without a line break. */
  record?(record: EventRecord, line?: string): void;
  /** What each worker says of itself about once a second; the log holds every fifth or so of these as records. */
  gauge?(gauge: GeneratorRecord): void;
  /** What a call has used so far, each time the target has told of more: before its turn is written down. Only in a run with a budget. */
  used?(used: UsedSoFar): void;
  /** Once, after the last record. The run waits for it, but not for ever. */
  end?(footer: FooterRecord): void | Promise<void>;
}

/** What a sink can do to the run that it watches. */
export interface RunControl {
  /** Ms since instant 0, on the clock of the records; negative before it. */
  readonly nowMs: () => number;
  /**
   * Starts no more calls and ends those that are going on: these fail with the reason as their code. The first reason
   * counts; `detail` goes into the footer. May be called from within any method of a sink.
   */
  readonly stop: (reason: StopReason, detail: string) => void;
  /** Starts no more calls, from this moment on; those that are going on end by themselves, unless the run is stopped after all. */
  readonly drain: (reason: StopReason, detail: string) => void;
  /** Ends one call, for what it has cost: it fails as `call_budget`, with the detail. */
  readonly endCall: (call: number, detail: string) => void;
  /**
   * Changes the load from now on, where the plan's is made to be (`load.steered`). It is done a moment later, and told by a
   * `level` record. May be called from within any method of a sink. Absent: nobody can.
   */
  readonly steer?: (order: Steering) => void;
}

/** A sink that failed, and is told of once. */
export interface SinkTrouble {
  /** The sink's name. */
  readonly sink: string;
  readonly message: string;
  readonly error: unknown;
}
