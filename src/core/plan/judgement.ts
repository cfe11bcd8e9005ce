/** What a run is judged and billed by: thresholds, prices, budget, bands, alert levels. Engines read it only where it ends a run. */

import type { PlanExpectation } from './expectation.ts';
import type { InfrastructurePriceRow, PriceRow, TelephonyPriceRow, TokenPrices } from './price_row.ts';

export type { TokenPrices } from './price_row.ts';

export interface Judgement {
  /** What calls are expected to show, in the order of the scenario. Absent: nothing. */
  readonly expectations?: readonly PlanExpectation[];
  /** Faults and toxics of a stretch of the run. Absent: there are none. */
  readonly timed?: readonly TimedFault[];
  /** By what an answer of this agent's is taken for a fallback, beside what is known of all. Absent: by that alone. */
  readonly fallbacks?: FallbackSettings;
  readonly thresholds: readonly Threshold[];
  readonly pricing: {
    /** Key into the price table, or the name of the user's own prices below. */
    readonly model: string;
    readonly transcriptionModel?: string;
    /** The user's own prices, USD per million tokens; win over the table. */
    readonly prices?: TokenPrices;
    /** Of the user's own file: looked at before the table. Absent: there is none. */
    readonly rows?: readonly PriceRow[];
    /** What each call's line costs, all of them together. Absent: nothing. */
    readonly telephony?: readonly TelephonyPriceRow[];
    /** What the machines cost that the agent runs on. Absent: nothing. */
    readonly infrastructure?: InfrastructurePriceRow;
    /** Calls per month to project to. */
    readonly callsPerMonth?: number;
  };
  readonly budget?: {
    /** What the run may cost. */
    readonly maxUsd?: number;
    /**
     * `polite`: no call starts that the rest would not suffice for, and those going on end by themselves as far as it does. `now`: all
     * are ended when it is reached. Absent: polite; in a log from before there was a choice: now.
     */
    readonly stop?: 'polite' | 'now';
    /** What one call may cost: it is ended when it reaches this. */
    readonly maxUsdPerCall?: number;
  };
  /** Upper bounds of the response latency bands, in ms. */
  readonly bands: {
    readonly excellent: number;
    readonly good: number;
    readonly acceptable: number;
    readonly poor: number;
  };
  /** Alert levels and the health score's weights. */
  readonly monitor: {
    readonly latencyMs: number;
    readonly errorRate: number;
    readonly costPerTurnUsd: number;
    /** Of what callers say. */
    readonly goodAudioRatio: number;
    /** Of the agent's answers. Absent: as of callers' audio. */
    readonly goodPlaybackRatio?: number;
    /** Turns that a rolling figure is of, in one call and in all of them. Absent: 10 and 50. */
    readonly windows?: { readonly call: number; readonly fleet: number };
    readonly weights: {
      readonly latency: number;
      readonly errors: number;
      readonly audio: number;
      /** Absent: as `audio`. */
      readonly playback?: number;
    };
  };
}

export interface TimedFault {
  readonly fault: string;
  readonly fromMs: number;
  /** The same as `fromMs`: it strikes at one instant. Absent: to the end of the run. */
  readonly untilMs?: number;
}

export interface FallbackSettings {
  /** Of the agent's words. Absent: by the words themselves. */
  readonly language?: string;
  /** language → label → phrases that tell of it, and that do not though others say so. */
  readonly phrases?: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly say?: readonly string[]; readonly unless?: readonly string[] }>>
    >
  >;
  /** Names of tools that hand the caller over, whatever they are called; and of those that do not. */
  readonly handoverTools?: readonly string[];
  readonly otherTools?: readonly string[];
}

/** One line under `thresholds`: `metric: "stat op value"`. Values in the metric's own unit (ms, ratio, USD, count). */
export interface Threshold {
  readonly metric: string;
  /** Only of the calls of this kind of caller. */
  readonly caller?: string;
  readonly stat: Stat;
  readonly op: '<' | '<=' | '>' | '>=' | '==' | '!=';
  readonly value: number;
  /** As the user wrote it. */
  readonly text: string;
  /** The run ends as soon as it does not hold, but for the first so many ms of the run. */
  readonly abort?: { readonly delayMs: number };
  /** Nobody wrote it: nothing is said of callers that made no call. */
  readonly implied?: true;
}

export type Stat =
  | 'count'
  | 'min'
  | 'mean'
  | 'max'
  | 'total'
  | 'rate'
  | 'p50'
  | 'p75'
  | 'p90'
  | 'p95'
  | 'p99'
  | 'p99_9';
