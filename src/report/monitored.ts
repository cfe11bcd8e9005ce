/** What the quality monitor and its advice go by: the figures of a run, and what more of it they ask for. Pure. */

import type { MetricName } from '../core/log/metric.ts';
import type { CostSummary } from './cost_summary.ts';
import type { GeneratorSummary } from './generator_summary.ts';
import type { Distribution, Metrics, Rate } from './metric_figures.ts';
import type { Watched } from './quality/watched.ts';

/** How many calls, of those that ended last, tell how it went at the end. */
export const LAST_CALLS = 10;

export interface Monitored {
  readonly metrics: Metrics;
  readonly cost: CostSummary;
  readonly generator: GeneratorSummary;
  /** Of all turns with agent audio, those that played without a gap, and how long an answer is on average. */
  readonly cleanAudio: { readonly clean: number; readonly of: number };
  readonly meanAnswerMs: number | null;
  readonly longestAnswerMs: number;
  /** Of turns in which a caller said something: how long callers spoke, and how much audio the agent made of it. */
  readonly spoken: { readonly callersMs: number; readonly agentMs: number };
  /** Turns with a tool call whose result was sent, and those of them in which nothing was heard before it was. */
  readonly toolWaits: { readonly silent: number; readonly of: number };
  /** Of the last calls to end, at most LAST_CALLS: how many failed, by the target's doing. */
  readonly lastCalls: { readonly failed: number; readonly of: number };
  /** How often a script told its caller to say nothing. */
  readonly silences: number;
  /** Turn by turn and call by call. Absent: nobody watched. */
  readonly watched?: Watched;
  /** The agent may not be to blame for talking over callers (doubted_speech.ts). */
  readonly speechDoubted?: boolean;
  /** What the scenario asks of the response latency: its widest threshold on a percentile. Absent: it asks nothing. */
  readonly latencyAskedMs?: number;
}

export function distributionOf(metrics: Metrics, name: MetricName): Distribution | null {
  const metric = metrics[name];
  return metric?.kind === 'distribution' ? metric : null;
}

export function rateOf(metrics: Metrics, name: MetricName): number | null {
  const metric: Rate | Distribution | undefined = metrics[name];
  return metric?.kind === 'rate' ? metric.rate : null;
}
