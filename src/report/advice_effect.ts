/** How much advice could change: an estimate of the share that what it speaks of has in the whole, and that in words. Pure. */

import type { MetricName } from '../core/log/metric.ts';
import type { CostPart, CostSummary } from './cost_summary.ts';
import { percent } from './figure.ts';
import type { Rate } from './metric_figures.ts';
import { distributionOf, type Monitored } from './monitored.ts';

export const EFFECTS = ['run', 'callers', 'cost'] as const;

export interface Effect {
  /** The run's own worth, what callers hear, what it costs: in this order. */
  readonly on: (typeof EFFECTS)[number];
  /** From 0 to 1. Null: it cannot be told. */
  readonly share: (monitored: Monitored) => number | null;
  /** Null: what speaks for the advice says it already, or it cannot be told. */
  readonly text: (share: number) => string | null;
}

/** All other figures rest on it. */
export const everything: Effect = {
  on: 'run',
  share: () => 1,
  text: () => 'all other figures rest on it',
};

export const unknown: Effect = { on: 'callers', share: () => null, text: () => null };
export const unknownCost: Effect = { ...unknown, on: 'cost' };

/** Of all that callers waited for their answers, what was this part of it. */
export function ofLatency(part: MetricName): Effect {
  return effect(
    ({ metrics }) =>
      ratio(distributionOf(metrics, part)?.total, distributionOf(metrics, 'response_latency')?.total),
    'the response latency',
  );
}

/** Of all turns, the cases that a rate does not count. */
export function missedBy(metric: MetricName): Effect {
  return ofTurns(metric, ({ count, of }) => of - count);
}

/** Of all turns, the cases that a rate counts. */
export function hitBy(metric: MetricName): Effect {
  return ofTurns(metric, ({ count }) => count);
}

export const ofToolTurns = ofAllTurns(({ toolWaits: { silent } }) => silent);

export const ofGaps = ofAllTurns(({ cleanAudio: { clean, of } }) => of - clean);

export const ofWaste = effect(({ cost }) => ratio(cost.wasted.usd, cost.totalUsd), 'the cost');

/** What is transcribed is billed apart, and never out of a cache. */
export const INPUT: readonly CostPart['part'][] = ['text in', 'text cached', 'audio in', 'audio cached'];

export function ofCost(parts: readonly CostPart['part'][]): Effect {
  return effect(({ cost }) => (cost.totalUsd === null ? null : shareOfCost(cost, parts)), 'the cost');
}

/** 0 where there is no cost. */
export function shareOfCost({ parts, totalUsd }: CostSummary, names: readonly CostPart['part'][]): number {
  const usd = parts
    .filter(({ part }) => names.includes(part))
    .reduce((total, { usd: one }) => total + (one ?? 0), 0);
  return ratio(usd, totalUsd) ?? 0;
}

function effect(share: Effect['share'], of: 'the response latency' | 'the cost'): Effect {
  return {
    on: of === 'the cost' ? 'cost' : 'callers',
    share,
    text: (found) => `about ${percent(Math.round(found * 100) / 100)} of ${of}`,
  };
}

function ofTurns(metric: MetricName, cases: (rate: Rate) => number): Effect {
  return ofAllTurns(({ metrics }) => {
    const rate = metrics[metric];
    return rate?.kind === 'rate' ? cases(rate) : null;
  });
}

function ofAllTurns(cases: (monitored: Monitored) => number | null): Effect {
  return {
    on: 'callers',
    share: (monitored) => {
      const turns = monitored.metrics.turn_error_rate;
      return ratio(cases(monitored), turns?.kind === 'rate' ? turns.of : null);
    },
    text: () => null,
  };
}

function ratio(part: number | null | undefined, whole: number | null | undefined): number | null {
  if (part === null || part === undefined || whole === null || whole === undefined || whole <= 0) return null;
  return Math.min(1, Math.max(0, part / whole));
}
