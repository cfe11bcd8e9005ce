/**
 * What a search for capacity found, as plain data: each level that was tried and what was measured at it, where the knee lies
 * and what it is the limit of. `capacity.json` is this; pictures and fits are made from it alone. Times are ms, instants count
 * from the beginning of the run, shares are of 1. It judges nothing and holds nothing of a single call.
 */

/** Raised by a change that a reader of the last version would misread; fields may be added without. */
export const CAPACITY_VERSION = 1;

/** What is raised from level to level: calls going on at once (a closed load), or calls that begin per second (an open one). */
export type CapacityUnit = 'calls_at_once' | 'calls_per_second';

export interface CapacityResult {
  readonly version: typeof CAPACITY_VERSION;
  readonly unit: CapacityUnit;
  /** What was run: the same words as in its log. */
  readonly run: {
    readonly id: string;
    readonly plan: string;
    readonly scenario: { readonly name: string; readonly file?: string; readonly sha256: string };
    readonly seed: number;
    /** `virtual`: a rehearsal, against the simulated agent in virtual time. */
    readonly engine: 'node' | 'virtual' | 'k6';
    readonly target: { readonly url: string; readonly model: string; readonly simulated: boolean };
    readonly startedAtMs: number;
    readonly lastedMs: number;
    readonly workers: number;
    readonly command: string;
    /** What it cost, as far as the target told; null: unknown. */
    readonly spentUsd: number | null;
  };
  readonly settings: CapacitySettings;
  /** In the order of time. One amount may be there more than once: it was measured again. */
  readonly levels: readonly CapacityLevel[];
  readonly knee: CapacityKnee;
  /** What ended the search, or what the load cannot be raised beyond. */
  readonly limit: CapacityLimit;
  /** What a reader must know, in sentences: retrograde throughput, refusals, levels that stayed undecided, what was assumed. */
  readonly notes: readonly string[];
}

export interface CapacitySettings {
  readonly slo: readonly CapacitySlo[];
  /** The first level and the highest that may be tried. */
  readonly from: number;
  readonly max: number;
  /** By how much a level is raised while none has failed. */
  readonly factor: number;
  /** The bracket is narrow enough at this share of its upper end (or at one call). */
  readonly within: number;
  /** Of one measurement of a level, without its warm-up. */
  readonly leastMs: number;
  readonly mostMs: number;
  /** Of the whole search. */
  readonly totalMs: number;
  readonly budgetUsd: number | null;
  /** Chance of a wrong verdict that each measurement of a level is allowed. */
  readonly alpha: number;
}

/** One condition: a threshold of a scenario, which says of a share of cases that it stays under a limit. */
export interface CapacitySlo {
  /** As the user wrote it, e.g. `response_latency p95 < 800ms`. */
  readonly text: string;
  readonly metric: string;
  readonly caller?: string;
  readonly stat: string;
  readonly op: '<' | '<=' | '>' | '>=';
  readonly value: number;
  readonly unit: 'ms' | 's' | 'ratio' | 'usd' | 'count';
  /** What it comes to: at most this share of the cases may be bad (of p95 < 800 ms: 5 % over it). */
  readonly mayBeBad: number;
  readonly of: 'turn' | 'call';
}

export interface CapacityLevel {
  /** In the result's unit: what was asked for. */
  readonly amount: number;
  /** Why it was tried. */
  readonly because: 'step' | 'bisection' | 'repeat';
  /** When it was asked for, when what is counted begins, and when it was over. */
  readonly fromMs: number;
  readonly countedFromMs: number;
  readonly untilMs: number;
  readonly warmUp: {
    readonly durationMs: number;
    /** Calls that ended and turns that were over by then: in no figure here. */
    readonly calls: number;
    readonly turns: number;
    /** How it was decided that it was over. */
    readonly how: string;
  };
  /** From here on all of the counted time alone. */
  readonly calls: { readonly ended: number; readonly failed: number; readonly blocked: number };
  readonly turns: { readonly ended: number; readonly answered: number };
  /** Calls with a session at once, over time. Little's law holds of this, not of `amount`. */
  readonly atOnce: { readonly mean: number; readonly max: number };
  /** Answered turns per second: the throughput that is fitted. */
  readonly answeredPerSecond: Estimated;
  /** Calls that came to their end, per second. */
  readonly callsPerSecond: number;
  /** Mean length of calls that ended, from ready to end; null: none. */
  readonly callMs: number | null;
  /** Response latency of turns; an answer that never came is later than any. */
  readonly latencyMs: { readonly p50: Estimated; readonly p95: Estimated; readonly count: number };
  /** Calls that failed, of those that were started. */
  readonly errorRate: Estimated;
  /** Codes of those that failed, most first. */
  readonly failures: readonly { readonly code: string; readonly count: number }[];
  readonly slo: readonly SloFinding[];
  readonly verdict: LevelVerdict;
  /** The verdict in a sentence. */
  readonly why: string;
  /** Null in virtual time: there is none to be late. */
  readonly generator: LevelGenerator | null;
}

/**
 * `left`: nothing spoke against it while the load was being raised, and it was left before it was proven. `invalid`: the
 * generator could not keep up, and nothing is known of the target. `cut`: the search ended in the middle of it.
 */
export type LevelVerdict = 'holds' | 'fails' | 'undecided' | 'left' | 'invalid' | 'cut';

/** With its 95% interval; an end that is null is open. All null: there was nothing to estimate it from. */
export interface Estimated {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One condition at one level. */
export interface SloFinding {
  /** Index into `settings.slo`. */
  readonly slo: number;
  readonly verdict: 'holds' | 'fails' | 'undecided';
  readonly why: string;
  /** The statistic itself, in the condition's unit. Null: nothing was seen, or the rank falls on what never came. */
  readonly observed: number | null;
  /** Bad cases of all of them: what is tested against `mayBeBad`. */
  readonly bad: number;
  readonly cases: number;
  /** By how much cases of one call, or of one moment, are alike: so many of them tell as much as one that stands alone. At least 1. */
  readonly alike: number;
  /**
   * The evidence of the sequential test that it holds, and that it fails: how many times more likely what was seen is so than
   * at the very limit. Decided at 1/alpha; at most 1e12.
   */
  readonly evidence: { readonly holds: number; readonly fails: number };
}

/** What the generator says of itself during the counted time. */
export interface LevelGenerator {
  readonly sendLatenessP99Ms: number | null;
  readonly loopLagP99Ms: number | null;
  readonly startLatenessP99Ms: number | null;
  readonly frames: number;
  readonly dropped: number;
  /** By the rule by which a run is invalid. */
  readonly saturated: boolean;
  readonly reasons: readonly string[];
}

export interface CapacityKnee {
  /** The highest amount that was found to hold; null: none was. */
  readonly holds: number | null;
  /** The lowest amount above it that was not found to hold; null: none was tried. */
  readonly fails: number | null;
  /** What `fails` rests on: it was shown to fail, it stayed undecided and counts as not held, or the generator could not keep up. */
  readonly failsBy: 'shown' | 'undecided' | 'generator' | null;
  /** How often each of the two was measured. */
  readonly measured: { readonly holds: number; readonly fails: number };
  /** Chance that both are right, at least, over all levels of the search together; null: nothing is claimed. */
  readonly confidence: number | null;
  /** The same in words. */
  readonly said: string;
  /** Texts of the conditions that fail at `fails`, or that were not shown to hold there. */
  readonly brokenBy: readonly string[];
  /** Where connections are refused from some number of sessions on: that number. */
  readonly refusedAt: number | null;
  /** Throughput fell while the load was raised: where it was highest. Null: it did not. */
  readonly retrograde: {
    readonly peakAt: number;
    readonly peakPerSecond: number;
    readonly lastPerSecond: number;
  } | null;
}

export interface CapacityLimit {
  /**
   * `target`: it stops holding. `max`: the highest level asked for still holds. `generator`: this machine cannot make more.
   * `unreachable`: no call got through.
   */
  readonly by: 'target' | 'generator' | 'max' | 'budget' | 'time' | 'interrupted' | 'unreachable';
  readonly said: string;
  /** What to do next, where there is something. */
  readonly next: string | null;
}
