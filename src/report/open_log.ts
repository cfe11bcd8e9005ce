/** A log, and the run that it is of, while they are read line by line. Pure. */

import type {
  CalibrationRecord,
  CallOutcome,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
  StrikeRecord,
} from '../core/log/record.ts';
import { KeptCalls } from './kept_calls.ts';
import { KeptTurns } from './kept_turns.ts';

/** What a call told as it began. */
export interface StartedCall {
  readonly atMs: number;
  /** Null: of no kind that was told. */
  readonly caller: string | null;
}

/** What the lines of a run's logs tell of its calls. */
export interface RunRecords {
  readonly calls: KeptCalls;
  readonly started: Map<number, StartedCall>;
  readonly turns: KeptTurns;
  readonly strikes: StrikeRecord[];
  /** Each kind of caller once: a long run has tens of thousands of calls of a few kinds. */
  readonly kinds: Map<string, string>;
}

/** What a log tells of itself. */
export interface LogRecords {
  footer: FooterRecord | null;
  /** Its line. */
  footerAt: number;
  /** How each call ended that has an end here. */
  readonly ended: Map<number, CallOutcome>;
  readonly generators: Map<number, GeneratorRecord>;
  readonly calls: Set<number>;
  /** By call and turn of the sentinels. */
  readonly calibrations: Map<string, CalibrationRecord>;
  readonly calibrationTroubles: string[];
  /** Lines about what had been told before. */
  duplicates: number;
}

export interface OpenRun extends RunRecords {
  readonly id: string;
  readonly logs: OpenLog[];
}

export interface OpenLog extends LogRecords {
  readonly header: HeaderRecord;
  readonly file: string;
}

export function noRunRecords(): RunRecords {
  return {
    calls: new KeptCalls(),
    started: new Map(),
    turns: new KeptTurns(),
    strikes: [],
    kinds: new Map(),
  };
}

export function noLogRecords(): LogRecords {
  return {
    footer: null,
    footerAt: 0,
    ended: new Map(),
    generators: new Map(),
    calibrations: new Map(),
    calibrationTroubles: [],
    calls: new Set(),
    duplicates: 0,
  };
}

/** Where its end tells of other calls than its lines do. */
export function contradictionsOf({ file, footer, footerAt, calls, ended }: OpenLog): string[] {
  if (footer === null) return [];
  const outcomes = [...ended.values()];
  // Calls that left turns, and no end, failed: that is told of them elsewhere.
  const endless = calls.size - ended.size;
  return (['completed', 'failed', 'blocked'] as const).flatMap((outcome) => {
    const found = outcomes.filter((one) => one === outcome).length;
    const told = footer.calls[outcome];
    const most = outcome === 'failed' ? found + endless : found;
    return told >= found && told <= most
      ? []
      : `its end (${file}:${footerAt}) tells of ${told} ${outcome} calls, its lines of ${found}`;
  });
}
