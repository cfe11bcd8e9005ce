/** A capacity run made up from a law: levels whose throughput and latency follow it, with the scatter that is asked for. */

import { Random } from '../../../src/core/word/random.ts';
import type {
  CapacityLevel,
  CapacityResult,
  Estimated,
} from '../../../src/forecast/capacity/capacity_result.ts';
import { slowdown, throughputAt, type Law } from '../../../src/forecast/scaling/law.ts';

export interface MadeCapacity {
  readonly law?: Law;
  readonly amounts?: readonly number[];
  /** Relative standard error of a level. */
  readonly scatter?: number;
  readonly seed?: number;
  /** From this amount on the condition fails. */
  readonly failsFrom?: number;
  readonly name?: string;
}

const REACH = 1.96;

export function madeCapacity({
  law = { scale: 0.12, sigma: 0.02, kappa: 0.0004 },
  amounts = [4, 8, 16, 32, 48, 64, 96],
  scatter = 0.02,
  seed = 1,
  failsFrom = 48,
  name = 'support line',
}: MadeCapacity = {}): CapacityResult {
  const random = new Random('made', seed);
  const around = (value: number): Estimated => {
    const error = scatter * value;
    const seen = value + error * random.normal();
    return { value: seen, low: seen - REACH * error, high: seen + REACH * error };
  };
  const levels = amounts.map((amount, at): CapacityLevel => {
    const p95 = 350 * slowdown(law, amount);
    const fails = amount >= failsFrom;
    return {
      amount,
      because: at < 4 ? 'step' : 'bisection',
      fromMs: at * 100_000,
      countedFromMs: at * 100_000 + 20_000,
      untilMs: (at + 1) * 100_000,
      warmUp: { durationMs: 20_000, calls: amount, turns: amount * 3, how: 'one length of a call' },
      calls: { ended: amount * 3, failed: 0, blocked: 0 },
      turns: { ended: amount * 9, answered: amount * 9 },
      atOnce: { mean: amount * 0.98, max: amount },
      answeredPerSecond: around(throughputAt(law, amount)),
      callsPerSecond: throughputAt(law, amount) / 3,
      callMs: 25_000,
      latencyMs: { p50: around(p95 * 0.7), p95: around(p95), count: amount * 9 },
      errorRate: { value: 0, low: 0, high: 0.01 },
      failures: [],
      slo: [
        {
          slo: 0,
          verdict: fails ? 'fails' : 'holds',
          why: '',
          observed: p95,
          bad: fails ? amount : 0,
          cases: amount * 9,
          alike: 1.4,
          evidence: { holds: fails ? 0 : 1000, fails: fails ? 1000 : 0 },
        },
      ],
      verdict: fails ? 'fails' : 'holds',
      why: fails ? 'p95 is over its limit' : 'p95 is under its limit',
      generator: null,
    };
  });
  const holding = amounts.filter((amount) => amount < failsFrom);
  const failing = amounts.filter((amount) => amount >= failsFrom);
  return {
    version: 1,
    unit: 'calls_at_once',
    run: {
      id: 'made',
      plan: 'p',
      scenario: { name, sha256: '0' },
      seed,
      engine: 'virtual',
      target: { url: 'simulated', model: 'simulated', simulated: true },
      startedAtMs: 0,
      lastedMs: amounts.length * 100_000,
      workers: 1,
      command: 'callstorm capacity made.yaml',
      spentUsd: null,
    },
    settings: {
      slo: [
        {
          text: 'response_latency p95 < 800ms',
          metric: 'response_latency',
          stat: 'p95',
          op: '<',
          value: 800,
          unit: 'ms',
          mayBeBad: 0.05,
          of: 'turn',
        },
      ],
      from: 4,
      max: 200,
      factor: 2,
      within: 0.05,
      leastMs: 30_000,
      mostMs: 300_000,
      totalMs: 3_600_000,
      budgetUsd: null,
      alpha: 0.01,
    },
    levels,
    knee: {
      holds: Math.max(...holding),
      fails: Math.min(...failing),
      failsBy: 'shown',
      measured: { holds: 2, fails: 2 },
      confidence: 0.95,
      said: `it holds ${Math.max(...holding)} calls at once`,
      brokenBy: ['response_latency p95 < 800ms'],
      refusedAt: null,
      retrograde: null,
    },
    limit: { by: 'target', said: 'the target stops holding', next: null },
    notes: [],
  };
}
