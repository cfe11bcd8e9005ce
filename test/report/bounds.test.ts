/**
 * The limits that health and advice go by, each at its bound and just beyond, with figures put in by hand: what a run would
 * have to look like for each of them is other tests' business.
 */

import { describe, expect, it } from 'vitest';
import type { MetricName } from '../../src/core/log/metric.ts';
import { recommend } from '../../src/report/advice.ts';
import type { Monitored } from '../../src/report/monitored.ts';
import { Histogram } from '../../src/core/log/histogram.ts';
import { distribution, histogramDistribution, rate } from '../../src/report/describe.ts';
import { monitor } from '../../src/report/monitor.ts';
import { summarize } from '../../src/report/summarize.ts';
import type { CostSummary } from '../../src/report/cost_summary.ts';
import type { Metrics, MetricSummary } from '../../src/report/metric_figures.ts';
import { gathered, goodRun, judgement } from './log_builder.ts';

const limits = judgement.monitor;
const { cost, generator } = summarize(gathered(goodRun(1, () => 300)));

const of = (name: MetricName, ...values: number[]): Metrics => ({ [name]: distribution(name, values, 1) });
const share = (name: MetricName, count: number, all: number): Metrics => ({
  [name]: rate({ count, of: all }, { independent: true }),
});

function monitored(metrics: Metrics = {}, more: Partial<Monitored> = {}): Monitored {
  return {
    metrics,
    cost: { ...cost, parts: [], cacheHitRate: null, totalUsd: null, perTurnUsd: null },
    generator,
    cleanAudio: { clean: 0, of: 0 },
    meanAnswerMs: null,
    longestAnswerMs: 0,
    spoken: { callersMs: 0, agentMs: 0 },
    toolWaits: { silent: 1, of: 1 },
    lastCalls: { failed: 0, of: 0 },
    silences: 0,
    ...more,
  };
}

describe('the health score', () => {
  const score = (metrics: Metrics, more: Partial<Monitored> = {}) =>
    monitor(monitored(metrics, more), limits).healthScore;

  it('is unknown of nothing', () => {
    expect(monitor(monitored(), limits)).toMatchObject({ healthScore: null, status: 'no data', alerts: [] });
  });

  it('loses latency’s twenty points from the limit to twice the limit', () => {
    const after = (p95: number) => score(of('response_latency', p95));
    expect([800, 1000, 1200, 1600, 1700].map(after)).toEqual([100, 95, 90, 80, 80]);
  });

  it('loses the errors’ thirty by calls or by turns, whichever is worse', () => {
    expect(score(share('error_rate', 20, 100))).toBe(100);
    expect(score(share('error_rate', 30, 100))).toBe(85);
    expect(score(share('error_rate', 40, 100))).toBe(70);
    expect(score({ ...share('error_rate', 25, 100), ...share('response_rate', 70, 100) })).toBe(85);
    expect(score({ ...share('error_rate', 30, 100), ...share('response_rate', 75, 100) })).toBe(85);
  });

  it('loses the audio’s twenty from the limit down to none', () => {
    const after = (clean: number) => score({}, { cleanAudio: { clean, of: 10 } });
    expect([10, 8, 4, 0].map(after)).toEqual([100, 100, 90, 80]);
  });

  it('has no mercy where every call failed, and nothing else was measured', () => {
    expect(score(share('error_rate', 10, 10))).toBe(0);
    // Its 30 points, and of what is left all but (1 − 0.9) ÷ (1 − 2 · 0.2).
    expect(score(share('error_rate', 9, 10))).toBe(12);
  });

  it('bears limits of nothing', () => {
    const none = { ...limits, latencyMs: 0, goodAudioRatio: 0 };
    expect(monitor(monitored(of('response_latency', 1)), none).healthScore).toBe(80);
    expect(monitor(monitored(of('response_latency', 0)), none).healthScore).toBe(100);
    expect(monitor(monitored({}, { cleanAudio: { clean: 1, of: 2 } }), none).healthScore).toBe(100);
  });

  it('never falls below nothing', () => {
    const heavy = { ...limits, weights: { latency: 100, errors: 100, audio: 100 } };
    expect(monitor(monitored(share('error_rate', 1, 1)), heavy).healthScore).toBe(0);
  });

  it('is healthy from 70 and degraded from 40, unless something alerts', () => {
    const heavy = { ...limits, weights: { latency: 60, errors: 30, audio: 20 } };
    const status = (p95: number, weights = heavy) =>
      monitor(monitored(of('response_latency', p95)), { ...weights, latencyMs: 1000 });
    expect(status(1000).status).toBe('healthy');
    // Under its full weight all else is well, and yet it alerts.
    expect(status(1001)).toMatchObject({ healthScore: 100, status: 'degraded' });
    expect(status(2000)).toMatchObject({ healthScore: 40, status: 'degraded' });
    expect(status(2000, { ...heavy, weights: { ...heavy.weights, latency: 61 } })).toMatchObject({
      healthScore: 39,
      status: 'unhealthy',
    });
    const dear = { cost: { ...cost, parts: [], perTurnUsd: 0.2, cacheHitRate: null, totalUsd: null } };
    expect(monitor(monitored(of('response_latency', 1), dear), limits).status).toBe('healthy');
  });
});

describe('alerts', () => {
  const alerts = (metrics: Metrics, more: Partial<Monitored> = {}) =>
    monitor(monitored(metrics, more), limits).alerts.map(({ category, text }) => `${category}: ${text}`);

  it('come beyond a limit, not at it', () => {
    expect(alerts(of('response_latency', 800))).toEqual([]);
    expect(alerts(of('response_latency', 801))).toEqual([
      'latency: response_latency p95 is 801 ms, over 800 ms',
    ]);
    expect(alerts(share('error_rate', 20, 100))).toEqual([]);
    expect(alerts(share('error_rate', 21, 100))).toEqual(['errors: 21% of calls failed, over 20%']);
    expect(alerts(share('response_rate', 80, 100))).toEqual([]);
    expect(alerts({}, { cleanAudio: { clean: 8, of: 10 } })).toEqual([]);
    expect(alerts({}, { cleanAudio: { clean: 7, of: 10 } })).toEqual([
      'playback: 70% of answers played without a gap, under 80%',
    ]);
    const costing = (perTurnUsd: number) => alerts({}, { cost: { ...cost, parts: [], perTurnUsd } });
    expect(costing(0.1)).toEqual([]);
    expect(costing(0.11)).toEqual(['cost: a turn costs $0.110, over $0.100']);
  });

  it('name turns where calls failed no more than these', () => {
    const calls = share('error_rate', 30, 100);
    expect(alerts({ ...calls, ...share('response_rate', 60, 100) })).toEqual([
      'errors: 40% of turns got no answer, over 20%',
    ]);
    expect(alerts({ ...calls, ...share('response_rate', 80, 100) })).toEqual([
      'errors: 30% of calls failed, over 20%',
    ]);
  });

  it('look at the last ten calls, all ten of them', () => {
    const last = (failed: number, all: number) =>
      alerts(share('error_rate', 1, 100), { lastCalls: { failed, of: all } });
    expect(last(2, 10)).toEqual([]);
    expect(last(3, 10)).toEqual(['errors: 3 of the last 10 calls failed, over 20%: it grew worse']);
    expect(last(9, 9)).toEqual([]);
  });
});

describe('advice', () => {
  const advised = (metrics: Metrics, more: Partial<Monitored> = {}) =>
    recommend(monitored(metrics, more), limits).map(({ metric }) => metric);
  const slow = of('response_latency', 900);

  it.each([
    ['packetization', 40],
    ['vad_delay', 200],
    ['llm_delay', 300],
    ['tts_delay', 150],
    ['network_up', 100],
    ['playback_delay', 150],
    ['lead_in', 100],
    ['unattributed', 100],
  ] as const)('names %s beyond %d ms at p50, where the whole is over its limit', (metric, most) => {
    expect(advised({ ...slow, ...of(metric, most) })).toEqual([]);
    expect(advised({ ...slow, ...of(metric, most + 1) })).toEqual([metric]);
    expect(advised({ ...of('response_latency', 800), ...of(metric, most + 1) })).toEqual([]);
    expect(advised(of(metric, most + 1))).toEqual([]);
  });

  it.each([
    ['response_rate', 99, 98],
    ['agent_interruption_rate', 5, 6],
    ['yield_rate', 95, 94],
    ['false_yield_rate', 10, 11],
  ] as const)('follows from %s beyond %d of a hundred', (metric, fine, bad) => {
    expect(advised(share(metric, fine, 100))).toEqual([]);
    expect(advised(share(metric, bad, 100))).toEqual([metric]);
    expect(advised(share(metric, 0, 0))).toEqual([]);
  });

  it.each([
    ['tool_response_latency', 800, 801],
    ['dead_air', 5000, 5001],
    ['unknown_tool_calls', 0, 1],
    ['rate_limited', 0, 1],
  ] as const)('follows from %s beyond %d', (metric, fine, bad) => {
    expect(advised(of(metric, fine))).toEqual([]);
    expect(advised(of(metric, bad))).toEqual([metric]);
  });

  it('takes no silence for the agent’s that the caller was told to keep', () => {
    expect(advised(of('dead_air', 9000), { silences: 1 })).toEqual([]);
  });

  it('follows from gaps in answers', () => {
    expect(advised({}, { cleanAudio: { clean: 8, of: 10 } })).toEqual([]);
    expect(advised({}, { cleanAudio: { clean: 79, of: 100 } })).toEqual(['playback_underruns']);
  });

  it('follows from long answers', () => {
    expect(advised({}, { meanAnswerMs: 10_000 })).toEqual([]);
    expect(advised({}, { meanAnswerMs: 10_001 })).toEqual(['tokens.audio_out']);
  });

  it('begins with a generator that could not keep up', () => {
    const late = { ...generator, reasons: ['send lateness p99 is 60 ms', 'more'] };
    expect(recommend(monitored({}, { generator: late }), limits)[0]).toMatchObject({
      metric: 'send_lateness',
      because: 'send lateness p99 is 60 ms',
    });
  });

  it('says nothing of what was not said, or that nobody spoke to', () => {
    const spoke = (callersMs: number, agentMs: number) => advised({}, { spoken: { callersMs, agentMs } });
    expect(spoke(1000, 3000)).toEqual([]);
    expect(spoke(1000, 3001)).toEqual(['tokens.audio_out']);
    expect(spoke(0, 3001)).toEqual([]);
  });

  describe('on cost', () => {
    const parts = (costs: Readonly<Partial<Record<CostSummary['parts'][number]['part'], number>>>) =>
      Object.entries(costs).map(([part, usd]) => ({
        part,
        amount: 1,
        of: 'tokens',
        usd,
      })) as CostSummary['parts'];
    const billed = (more: Partial<CostSummary>) =>
      advised(
        {},
        { cost: { ...cost, parts: [], cacheHitRate: null, wasted: { audioS: 9, usd: 0 }, ...more } },
      );

    it('wants half of the input cached, where it is over 30% of the cost', () => {
      const dear = { totalUsd: 10, parts: parts({ 'text in': 2, 'audio in': 2, 'text out': 6 }) };
      expect(billed({ ...dear, cacheHitRate: 0.49 })).toEqual(['cache_hit_rate']);
      expect(billed({ ...dear, cacheHitRate: 0.5 })).toEqual([]);
      expect(billed({ ...dear, cacheHitRate: null })).toEqual([]);
      const cheap = { totalUsd: 10, parts: parts({ 'text in': 1, 'audio in': 2, 'text out': 7 }) };
      expect(billed({ ...cheap, cacheHitRate: 0 })).toEqual([]);
      const cached = { totalUsd: 10, parts: parts({ 'text cached': 2, 'audio cached': 2, 'text out': 6 }) };
      expect(billed({ ...cached, cacheHitRate: 0 })).toEqual(['cache_hit_rate']);
      expect(billed({ totalUsd: 0, parts: [], cacheHitRate: 0 })).toEqual([]);
    });

    it('wants no more than a tenth paid for in vain', () => {
      const wasted = (usd: number | null, totalUsd: number | null) =>
        billed({ totalUsd, wasted: { audioS: 9, usd } });
      expect(wasted(1, 10)).toEqual([]);
      expect(wasted(1.01, 10)).toEqual(['wasted_audio']);
      expect(wasted(null, 10)).toEqual([]);
      expect(wasted(1, null)).toEqual([]);
    });
  });
});

describe('described', () => {
  it('has what never came last, and a missing of none as none', () => {
    const described = (missing?: number): MetricSummary =>
      distribution('response_latency', [1, 2, 3], 1, missing);
    expect(described()).not.toHaveProperty('missing');
    expect(described(0)).toMatchObject({ missing: 0 });
    expect(described(0)).not.toHaveProperty('withMissing');
    expect(described(1)).toMatchObject({ missing: 1, p50: 2, withMissing: { p50: 2, p75: 3, p90: null } });
    expect(described(3)).toMatchObject({ withMissing: { p50: 3, p75: null } });
    expect(described(4)).toMatchObject({ withMissing: { p50: null } });
  });

  it('reads a histogram in the metric’s own unit', () => {
    const histogram = new Histogram();
    for (let value = 1; value <= 100; value++) histogram.add(value * 1000);
    const described = histogramDistribution('wasted_audio', histogram, { scale: 1000, missing: 100 });
    expect(described).toMatchObject({
      kind: 'distribution',
      unit: 's',
      count: 100,
      total: 5050,
      min: 1,
      mean: 50.5,
      max: 100,
    });
    for (const [name, exact] of [
      ['p50', 50],
      ['p75', 75],
      ['p90', 90],
      ['p95', 95],
      ['p99', 99],
      ['p99_9', 100],
    ] as const) {
      expect(described[name]).toBeGreaterThanOrEqual(exact * 0.9999);
      expect(described[name]).toBeLessThanOrEqual(exact * (1 + 1 / 64));
    }
    expect(described).toMatchObject({
      missing: 100,
      withMissing: { p50: 100, p75: null },
      tooFew: ['p95', 'p99', 'p99_9'],
    });
    expect(histogramDistribution('loop_lag', new Histogram())).toMatchObject({
      count: 0,
      min: null,
      mean: null,
      p50: null,
      max: null,
    });
    expect(histogramDistribution('loop_lag', new Histogram())).not.toHaveProperty('missing');
  });

  it('keeps nine decimals, and no interval of what has none', () => {
    expect(distribution('llm_delay', [0.1234567894], 1)).toMatchObject({
      total: 0.123456789,
      ci: { p50: [null, null] },
    });
    expect(distribution('llm_delay', [], 1)).toMatchObject({
      count: 0,
      total: 0,
      min: null,
      mean: null,
      p50: null,
      max: null,
      ci: {},
    });
    expect(rate({ count: 0, of: 0 }, { independent: true })).toMatchObject({ rate: null, ci: null });
    expect(rate({ count: 1, of: 3 }, { independent: false })).toMatchObject({ rate: 0.333333333, ci: null });
    expect(rate({ count: 1, of: 3 }, { independent: true }).ci).not.toBeNull();
  });
});
