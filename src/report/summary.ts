/**
 * The shape of summary.json: everything a view shows and a machine may ask. Times in ms, money in USD, rates from
 * 0 to 1. A number that could not be measured is null, never zero.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { Metric, MetricName } from '../core/log/metric.ts';
import type { FooterRecord, HeaderRecord } from '../core/log/record.ts';
import type { Threshold, TokenPrices } from '../core/plan/plan.ts';
import type { LogDamage } from './log.ts';
import type { Interval, PercentileName } from './statistics.ts';

export const SUMMARY_VERSION = 1;

export interface Summary {
  readonly version: typeof SUMMARY_VERSION;
  readonly name: string;
  readonly description: string | null;
  readonly verdict: Verdict;
  readonly calls: CallCounts;
  /** Calls that failed, by code. */
  readonly failures: Readonly<Partial<Record<FailureCode, FailureCount>>>;
  readonly metrics: Metrics;
  /** Null: the log says nothing of it. */
  readonly calibration: CalibrationSummary | null;
  readonly cost: CostSummary;
  readonly generator: GeneratorSummary;
  readonly bands: BandCounts;
  readonly quality: Quality;
  readonly callers: readonly CallerSummary[];
  /** Tools that the agent called; none where it called none. */
  readonly tools: readonly ToolSummary[];
  readonly turns: TurnCounts;
  readonly run: RunSummary;
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

export type Metrics = Readonly<Partial<Record<MetricName, MetricSummary>>>;
export type MetricSummary = Distribution | Rate;

export interface Distribution {
  readonly kind: 'distribution';
  readonly unit: Metric['unit'];
  readonly count: number;
  readonly total: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p99_9: number | null;
  readonly max: number | null;
  /** 95% intervals: bootstrap for the mean, order statistics for percentiles. Empty for the generator's own. */
  readonly ci: Readonly<Partial<Record<PercentileName | 'mean', Interval>>>;
  /** Percentiles with fewer than ten samples beyond them. */
  readonly tooFew: readonly PercentileName[];
  /** Cases that should have given a value and gave none, of metrics that wait for something. In no figure above. */
  readonly missing?: number;
  /**
   * The percentiles with the missing ranked last, later than any value: what a threshold judges. Null: among the missing.
   * Only where some are missing.
   */
  readonly withMissing?: Readonly<Record<PercentileName, number | null>>;
}

export interface Rate {
  readonly kind: 'rate';
  readonly unit: 'ratio';
  readonly rate: number | null;
  readonly count: number;
  readonly of: number;
  /** Wilson, 95%. Null also where the cases are not independent of each other (tokens). */
  readonly ci: Interval | null;
}

/** How far the run's own figures are off, by its sentinels: extra calls to an agent whose true instants are known. */
export interface CalibrationSummary {
  /** Whether it was asked for; null: left to the size of the run. */
  readonly asked: boolean | null;
  /** How many the run was to have. */
  readonly sentinels: number;
  /** Their turns with both figures, and those that lack one. */
  readonly turns: number;
  readonly unmatched: number;
  /** Null: no turn has both. */
  readonly error: CalibrationError | null;
  /** Why there is none, or less than there was to be. */
  readonly trouble: string | null;
}

/** `response_latency` as it was measured, less what it truly was, in ms. */
export interface CalibrationError {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Of its size, whichever way it is off. */
  readonly size: { readonly p95: number; readonly max: number };
  /** Percentiles with fewer than ten turns beyond them. */
  readonly tooFew: readonly ('p50' | 'p95' | 'p99')[];
}

export interface CostSummary {
  /**
   * Null throughout when no prices are known for the model, or when somebody did not tell what was used. Where the kind of
   * some tokens was not told it is the most that they can have cost, here and in all that follows of it.
   */
  readonly totalUsd: number | null;
  /** The least that it can have been: the same where all was told. Null: no prices are known. */
  readonly leastUsd: number | null;
  readonly reported: ReportedUsage;
  readonly perCallUsd: number | null;
  readonly perMinuteUsd: number | null;
  readonly perTurnUsd: number | null;
  readonly parts: readonly CostPart[];
  readonly wasted: { readonly audioS: number; readonly usd: number | null };
  readonly cacheHitRate: number | null;
  readonly projected: {
    readonly per1000CallsUsd: number | null;
    readonly callsPerMonth: number | null;
    readonly perMonthUsd: number | null;
  };
  readonly prices: {
    readonly model: string;
    readonly date: string | null;
    readonly source: string;
    readonly usdPerMillion: TokenPrices | null;
    readonly usdPerMinute: number | null;
    readonly transcription: {
      readonly model: string;
      readonly usdPerMinute: number;
      readonly usdPerMillion: { readonly in: number; readonly out: number } | null;
    } | null;
  } | null;
  readonly budgetUsd: number | null;
}

/** What was told of what was used, and what was not. */
export interface ReportedUsage {
  readonly responses: number;
  /** Of these, without any usage that could be taken. */
  readonly unreported: number;
  readonly unreportedTranscriptions: number;
  /** Responses that the end of their call cut off before they could tell. */
  readonly cutOff: number;
  /** Usages that cannot be: bounded, or not taken. */
  readonly impossible: number;
  /** Tokens whose kind was not told. */
  readonly unsplitTokens: number;
  /** Calls whose cost is not known: for want of usage, and because nobody saw their end. */
  readonly unknownCalls: number;
  readonly lostCalls: number;
}

export interface CostPart {
  readonly part:
    | 'image in'
    | 'image cached'
    /** Of a kind that was not told. */
    | 'unsplit in'
    | 'unsplit cached'
    | 'unsplit out'
    | 'text in'
    | 'text cached'
    | 'text out'
    | 'audio in'
    | 'audio cached'
    | 'audio out'
    /** That was reported in seconds, and that in tokens. */
    | 'transcription'
    | 'transcription tokens'
    | 'session time';
  readonly amount: number;
  readonly of: 'tokens' | 's';
  readonly usd: number | null;
}

export interface GeneratorSummary {
  readonly sendLateness: Lateness;
  readonly loopLag: Lateness;
  readonly startLateness: Lateness;
  readonly frames: number;
  readonly dropped: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  readonly cpuCores: number | null;
  readonly rssMb: number;
  readonly workers: readonly WorkerSummary[];
  readonly saturated: boolean;
  readonly reasons: readonly string[];
}

export interface Lateness {
  readonly count: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface WorkerSummary {
  readonly worker: number;
  readonly frames: number;
  readonly dropped: number;
  readonly sendLatenessP99: number | null;
  readonly loopLagP99: number | null;
  readonly cpuMs: number;
  readonly maxRssMb: number;
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
  readonly goodAudioRatio: number | null;
  readonly alerts: readonly Alert[];
  readonly recommendations: readonly Recommendation[];
}

export interface Alert {
  readonly category: 'latency' | 'errors' | 'audio' | 'cost';
  readonly observed: number;
  readonly limit: number;
  readonly text: string;
}

export interface Recommendation {
  readonly metric: MetricName;
  readonly text: string;
  /** The figure that speaks for it. */
  readonly because: string;
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
