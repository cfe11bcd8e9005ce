/**
 * The shape of summary.json: everything a view shows and a machine may ask. Times in ms, money in USD, rates from
 * 0 to 1. A number that could not be measured is null, never zero.
 */

import type { EstimateSummary } from './estimate_summary.ts';
import type { FailureCode } from '../core/log/failure.ts';
import type { Metric, MetricName } from '../core/log/metric.ts';
import type { FooterRecord, HeaderRecord } from '../core/log/record.ts';
import type { Threshold } from '../core/plan/plan.ts';
import type { AgentErrorSummary } from './agent_error_summary.ts';
import type { CalibrationSummary } from './calibration_summary.ts';
import type { ChaosSummary } from './chaos_summary.ts';
import type { CostSummary } from './cost_summary.ts';
import type { ExpectationSummary } from './expectation_summary.ts';
import type { FaultWindow } from './fault_window.ts';
import type { GeneratorSummary } from './generator_summary.ts';
import type { LogDamage } from './log.ts';
import type { LostTogether } from './lost/lost_together.ts';
import type { Panel } from './panel.ts';
import type { Metrics } from './metric_figures.ts';
import type { Interval } from './statistics.ts';
import type { CallsHealth } from './quality/call_health.ts';
import type { Moments } from './quality/moments.ts';

export const SUMMARY_VERSION = 1;

export interface Summary {
  readonly version: typeof SUMMARY_VERSION;
  readonly name: string;
  readonly description: string | null;
  readonly verdict: Verdict;
  readonly calls: CallCounts;
  /** Calls that failed, by code. */
  readonly failures: Readonly<Partial<Record<FailureCode, FailureCount>>>;
  /** What lost calls have in common, where it is no accident; absent where nothing is. */
  readonly lostTogether?: LostTogether;
  /** Errors that the agent told of and its sessions survived, by code. */
  readonly agentErrors: readonly AgentErrorSummary[];
  readonly metrics: Metrics;
  /** Null: the log says nothing of it. */
  readonly calibration: CalibrationSummary | null;
  readonly cost: CostSummary;
  /** What was expected of the run, beside what it came to; absent where nobody had estimated it. */
  readonly estimate?: EstimateSummary;
  readonly generator: GeneratorSummary;
  readonly bands: BandCounts;
  readonly quality: Quality;
  readonly callers: readonly CallerSummary[];
  /** Tools that the agent called; none where it called none. */
  readonly tools: readonly ToolSummary[];
  /** Faults, impairments and toxics that struck; absent where nothing did. */
  readonly chaos?: ChaosSummary;
  /** Before, during and after each timed fault; absent where there was none. */
  readonly windows?: readonly FaultWindow[];
  /** What was expected, in the order of the scenario; absent where nothing was. */
  readonly expectations?: readonly ExpectationSummary[];
  /** τ-voice's interaction panel; absent where no caller spoke over the agent or made a sound that asked for nothing. */
  readonly panel?: Panel;
  readonly turns: TurnCounts;
  readonly run: RunSummary;
  /** Of each run that was spread over machines. Absent: none was. */
  readonly shares?: readonly ShareSummary[];
  readonly repeat: Repeat;
  readonly log: LogDamage;
  /** What a reader must know about the figures, e.g. that the log breaks off. */
  readonly notes: readonly string[];
}

export interface Verdict {
  /** `not_judged`: the scenario has no thresholds, so that nobody said what would be a pass. */
  readonly result: 'pass' | 'fail' | 'invalid' | 'not_judged';
  /** Why it is not a pass. */
  readonly reasons: readonly string[];
  /** What the result does not rest on firmly, e.g. a percentile of too few samples. */
  readonly warnings: readonly string[];
  readonly thresholds: readonly ThresholdResult[];
}

export interface ThresholdResult extends Threshold {
  /** Null: nothing was measured, or the statistic falls among what never came. The threshold fails. */
  readonly observed: number | null;
  readonly pass: boolean;
  /** Cases it rests on, the missing among them. */
  readonly count: number;
  /** Of these, that should have given a value and gave none. */
  readonly missing: number;
  /** False: fewer than ten samples lie beyond the percentile. */
  readonly enoughSamples: boolean;
  readonly unit: Metric['unit'];
}

export interface CallCounts {
  readonly planned: number;
  readonly started: number;
  /** Of these, calls whose WebSocket opened. */
  readonly connected: number;
  readonly completed: number;
  readonly failed: number;
  readonly blocked: number;
  readonly notStarted: number;
  /** Of these, calls without a record of their own: how they ended follows from what else the log holds. */
  readonly withoutRecord: { readonly failed: number; readonly notStarted: number };
}

export interface FailureCount {
  readonly count: number;
  readonly meaning: string;
  /** One of the details given. */
  readonly example: string | null;
}

export const BANDS = ['excellent', 'good', 'acceptable', 'poor', 'unacceptable'] as const;
export type Band = (typeof BANDS)[number];

export interface BandCounts {
  /** Each band holds the answers below its bound; `unacceptable` the rest. */
  readonly boundsMs: {
    readonly excellent: number;
    readonly good: number;
    readonly acceptable: number;
    readonly poor: number;
  };
  readonly counts: Readonly<Record<Band, number>>;
  /** Turns that expected an answer and got none: in no band, and not forgotten. */
  readonly unanswered: number;
}

export interface Quality {
  /** 0 … 100; null when no turn was made. */
  readonly healthScore: number | null;
  readonly status: 'healthy' | 'degraded' | 'unhealthy' | 'no data';
  /** Of what callers said, what nothing spoiled on purpose; null: they said nothing. */
  readonly goodAudioRatio: number | null;
  /** Of answers, those that played without a gap; null: there were none. */
  readonly goodPlaybackRatio: number | null;
  /** Of the run as a whole. */
  readonly alerts: readonly Alert[];
  /** Of single turns and of stretches of them, with their instants. */
  readonly moments: Moments;
  readonly calls: CallsHealth;
  readonly recommendations: readonly Recommendation[];
}

export interface Alert {
  /** `audio` is the callers', `playback` what was heard of the agent's. */
  readonly category: 'latency' | 'errors' | 'audio' | 'playback' | 'cost';
  /** Critical: at least twice as bad as its limit. */
  readonly level: 'warning' | 'critical';
  /** The whole run, a stretch of the turns of all calls, a stretch of one call's, or one turn. */
  readonly over: 'run' | 'window' | 'call' | 'turn';
  /** From when to when it was so, in ms since the first of the runs began. Null: there was no turn. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly call?: number;
  readonly turn?: number | null;
  /** How many turns it rests on. */
  readonly turns: number;
  readonly observed: number;
  readonly limit: number;
  readonly text: string;
}

export interface Recommendation {
  readonly metric: MetricName;
  readonly text: string;
  /** The figure that speaks for it. */
  readonly because: string;
  /** How many cases its metric rests on, and the 95% interval of the figure. Null: there is none. */
  readonly n: number | null;
  readonly interval: Interval | null;
  /** What to change. */
  readonly setting: string;
  /** The share of the latency, the cost or the turns that it explains, by an estimate; in words, where nothing else says so. Null: it cannot be told. */
  readonly effect: { readonly share: number | null; readonly text: string | null };
}

export interface CallerSummary {
  readonly caller: string;
  readonly calls: number;
  readonly completed: number;
  readonly failed: number;
  readonly turns: number;
  readonly unanswered: number;
  readonly responseLatency: {
    readonly count: number;
    readonly p50: number | null;
    readonly p95: number | null;
    readonly max: number | null;
  };
  readonly perCallUsd: number | null;
  /** Of its calls alone, those metrics that a threshold asks for; absent where none does. */
  readonly metrics?: Metrics;
}

export interface ToolSummary {
  readonly tool: string;
  readonly calls: number;
  /** Of these, by what the scenario had in store for them; `unknown`: it has no such tool. */
  readonly results: number;
  readonly errors: number;
  readonly never: number;
  readonly unknown: number;
  /** Whose result was not out yet when the call ended. */
  readonly unsent: number;
  /** Of the results: given when nobody waited for them any more. Absent: none was. */
  readonly late?: number;
  /** Given of calls that the agent had taken back. Absent: none was. */
  readonly orphaned?: number;
  /** Calls that the agent took back, and that were given nothing. Absent: none was. */
  readonly takenBack?: number;
  /** Last result → first heard audio of the answer made from it, of answers that this tool had a part in. */
  readonly answerLatency: {
    readonly count: number;
    readonly p50: number | null;
    readonly p95: number | null;
    readonly max: number | null;
  };
}

export interface TurnCounts {
  readonly total: number;
  readonly expected: number;
  readonly answered: number;
  readonly interrupted: number;
  readonly notExpected: number;
  readonly unanswered: number;
  readonly failed: number;
  readonly agentInterrupted: number;
  readonly bargeIns: number;
  readonly backchannels: number;
  readonly failures: Readonly<Partial<Record<FailureCode, number>>>;
}

export interface RunSummary {
  readonly ids: readonly string[];
  readonly startedAt: string;
  readonly durationMs: number;
  readonly ended: FooterRecord['reason'] | 'cut off';
  /** The threshold that stopped the run, and what was measured for it by then. */
  readonly endedBy?: string;
  readonly target: HeaderRecord['target'];
  readonly load: HeaderRecord['load'];
  readonly peakConcurrency: number;
}

/** A run that was spread over machines. Shares count from 1. */
export interface ShareSummary {
  readonly run: string;
  readonly of: number;
  /** These left no log. */
  readonly missing: readonly number[];
  /** The logs of these break off. */
  readonly unfinished: readonly number[];
  readonly late: readonly { readonly share: number; readonly lateMs: number }[];
  /** There are several logs of each of these, and not of the same calls told twice. Absent: of none. */
  readonly repeated?: readonly number[];
  /** Into how many shares the logs say the plan was cut, where they do not agree. */
  readonly cuts?: readonly number[];
}

export interface Repeat {
  readonly command: string;
  readonly seed: number;
  readonly scenario: { readonly name: string; readonly file: string | null; readonly sha256: string };
  readonly plan: string;
  readonly engine: HeaderRecord['engine'];
  readonly dialect: string;
  readonly workers: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly node: string | null;
  readonly host: HeaderRecord['host'];
}
