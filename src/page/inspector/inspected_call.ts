/**
 * What the call inspector is drawn from: the calls of a run that are inside its page, each with its records as the log has them.
 * Written by `report/page/call_*`, read in the browser. Types only.
 */

import type { CallRecord, StartedRecord, StrikeRecord, TurnRecord } from '../../core/log/record.ts';

export interface Inspected {
  /** Of the calls that are inside, as links name them: `317`, and `317@2` for one of the second run of a report. */
  readonly ids: readonly string[];
  /** How many calls there are that began. */
  readonly of: number;
  /** How those inside were chosen, and what is missing of them; sentences. */
  readonly notes: readonly string[];
  /** What makes the page anew with another call in it; `<n>` stands for its number. */
  readonly moreCommand: string | null;
  /** What calls were expected to show, in the order to which their results refer. */
  readonly expectations: readonly string[];
  /** Upper bounds of the bands of response latency, in ms. */
  readonly bands: {
    readonly excellent: number;
    readonly good: number;
    readonly acceptable: number;
    readonly poor: number;
  };
  /** `InspectedCall[]` in the order of `ids`: JSON, compressed (gzip), base64. */
  readonly packed: string;
  /** Of some calls that were recorded, by id: caller's samples, then as many of the agent's, 8 kHz µ-law; gzip, base64. */
  readonly sounds: Readonly<Record<string, string>>;
}

export type InspectedRecord = StartedRecord | StrikeRecord | TurnRecord | CallRecord;

export interface InspectedCall {
  readonly id: string;
  readonly call: number;
  /** The id of its run. */
  readonly run: string;
  /** From the clock of its log to the axis of the run, in ms: logs of several runs and machines have clocks of their own. */
  readonly axisMs: number;
  /** Why it is inside; empty: all are. */
  readonly reason: string;
  /** What makes the call again. Null: there is no folder of its run at hand. */
  readonly replayCommand: string | null;
  /** In the order of the log. Long texts are cut, with a word on how much was. */
  readonly records: readonly InspectedRecord[];
  /** False: the log's lines could not be read again, so that nothing said or heard is here. */
  readonly words: boolean;
  readonly sound: InspectedSound | null;
}

/** What a recording of the call looks like. */
export interface InspectedSound {
  /** In the run's folder. */
  readonly file: string;
  /** The instant of its first sample, in ms on the clock of the log. */
  readonly originMs: number;
  readonly durationMs: number;
  readonly peaksPerSecond: number;
  /** The loudest sample of each stretch, a byte each, the square root of its part of full scale; base64. */
  readonly callerPeaks: string;
  readonly agentPeaks: string;
}
