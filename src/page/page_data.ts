/**
 * What a run's page is drawn from: one JSON block in it, of bounded size. Written by `report/page`, read in the browser. Every text in it
 * is made visible (`core/word/visible`) and cut to a bound before it gets here. Types only.
 */

import type { Summary } from '../report/summary.ts';
import type { Inspected } from './inspector/inspected_call.ts';

export interface PageData {
  readonly version: 1;
  readonly summary: Summary;
  /** What the call inspector shows. Null: no records were at hand. */
  readonly inspected: Inspected | null;
  /** Null: the records were not at hand, only what was summed up of them. */
  readonly recorded: Recorded | null;
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
  /** What the run may cost. Absent: nobody has said. */
  readonly maxUsd?: number;
  /** Records that are not in the figures, for want of time to read them. */
  readonly missed: number;
  /** Where the report lies; null before it is written, and where it could not be. */
  readonly folder: string | null;
}

/** What the records tell beside the summary. Instants are in ms on one axis for all logs: see report/page/run_clock. */
export interface Recorded {
  readonly durationMs: number;
  /** What indices in the columns stand for. */
  readonly callers: readonly string[];
  readonly codes: readonly string[];
  readonly fallbacks: readonly string[];
  readonly calls: CallColumns;
  readonly turns: TurnColumns;
  /** How much of the run the columns hold: all of it up to 10,000 turns, and a sample of whole calls beyond. */
  readonly held: Held;
  readonly series: Series;
  /** Every response latency of the run, the shortest first: so many values of about so many ms. */
  readonly latencies: { readonly ms: readonly number[]; readonly counts: readonly number[] };
}

export interface Held {
  readonly turns: number;
  readonly ofTurns: number;
  readonly calls: number;
  readonly ofCalls: number;
}

/** Whole numbers in few characters: `unpacked` of report/page/packed_column reads them. */
export type Packed = string;

/** One value a call. An index is of the list of that name, null: none. */
export interface CallColumns {
  /** Its number in its run; runs of one plan have calls of the same numbers. */
  readonly call: Packed;
  readonly run: Packed;
  readonly caller: Packed;
  /** Dialled, or due where it never was. */
  readonly atMs: Packed;
  readonly durationMs: Packed;
  /** 0 completed, 1 failed, 2 blocked, 3 not started, 4 going on. */
  readonly outcome: Packed;
  readonly code: Packed;
  /** Expectations that it did not meet. */
  readonly unmet: Packed;
}

/** One value a turn. */
export interface TurnColumns {
  /** Its call's place in the columns of calls. */
  readonly place: Packed;
  /** When its caller fell silent, or what is known that comes next to it. */
  readonly atMs: Packed;
  /** The response latency that counts; null: it has none. */
  readonly latencyMs: Packed;
  /** 1: an answer was due and none came. */
  readonly lost: Packed;
  readonly code: Packed;
  readonly fallback: Packed;
  /** Of turns with a latency; null: not known. What they leave of it is unexplained. */
  readonly parts: Readonly<Record<PartName, Packed>>;
}

/** On the critical path, in its order. */
export type PartName =
  | 'packetization'
  | 'vadDelay'
  | 'llmDelay'
  | 'ttsDelay'
  | 'networkDown'
  | 'playbackDelay'
  | 'leadIn';

/** The whole run, whatever of it the columns hold: one value a bucket. */
export interface Series {
  readonly bucketMs: number;
  /** Turns that fell silent in it and were due an answer. */
  readonly turns: readonly number[];
  readonly lost: readonly number[];
  /** Of the answers that came. Null: none did. */
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  /** The most calls at once. */
  readonly concurrency: readonly number[];
  /** Calls that failed, turns that fell back, deeds that struck. */
  readonly failures: readonly Counted[];
  readonly fallbacks: readonly Counted[];
  readonly strikes: readonly Counted[];
}

export interface Counted {
  readonly name: string;
  readonly counts: readonly number[];
}
