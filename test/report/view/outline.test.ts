/** What the views for people have in common, in their words. */

import { describe, expect, it } from 'vitest';
import type { MetricName } from '../../../src/core/log/metric.ts';
import type { Distribution } from '../../../src/report/metric_figures.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary, ThresholdResult, ToolSummary } from '../../../src/report/summary.ts';
import {
  bandShares,
  borne,
  generatorFacts,
  healthText,
  latencyRows,
  lossText,
  missingLine,
  observedCell,
  rateOf,
  shownRates,
  toldErrors,
  toolOutcomes,
  verdictExtent,
  verdictWord,
} from '../../../src/report/view/outline.ts';
import { gathered, goodRun } from '../log_builder.ts';
import { once } from '../once.ts';

const good = once(() => summarize(gathered(goodRun(4, () => 400))));

function latency(fields: Partial<Distribution> = {}): Distribution {
  const metric = good().metrics.response_latency;
  if (metric?.kind !== 'distribution') throw new Error('no latency');
  return { ...metric, ...fields };
}
const measured = (metrics: Partial<Record<MetricName, Distribution>>): Summary => ({
  ...good(),
  metrics: { ...metrics },
});

describe('the rows of latencies', () => {
  it('are those that anything was measured of, and that of the answers in any case', () => {
    const none = latency({ count: 0, p50: null, p90: null, p95: null, p99: null, max: null });
    const rows = latencyRows(
      measured({
        response_latency: none,
        lead_in: latency({ count: 7 }),
        connect_time: none,
        dead_air: latency({ count: 2 }),
      }),
    );
    expect(new Set(rows.map(({ metric, part, count }) => `${metric} ${part} ${count}`))).toEqual(
      new Set(['response_latency false 0', 'lead_in true 7', 'dead_air false 2']),
    );
    const texts = rows.find(({ metric }) => metric === 'response_latency')?.cells.map(({ text }) => text);
    expect(texts).toEqual(['–', '–', '–', '–', '–']);
    expect(latencyRows(measured({}))).toEqual([]);
  });

  it('have five figures each, and mark those that too few lie beyond', () => {
    const found = latency({ p50: 400, p90: 800, p95: 900, p99: null, max: 2500, tooFew: ['p95', 'p99'] });
    expect(latencyRows(measured({ response_latency: found }))[0]?.cells).toEqual([
      { text: '400 ms', tooFew: false },
      { text: '800 ms', tooFew: false },
      { text: '900 ms', tooFew: true },
      { text: '–', tooFew: false },
      { text: '2.5 s', tooFew: false },
    ]);
  });
});

describe('the line of what never came', () => {
  it('tells of each metric that waits for something, of how many', () => {
    const head = 'never came, so in no percentile, but later than any to a threshold: ';
    expect(missingLine(measured({ response_latency: latency({ count: 1996, missing: 4 }) }))).toBe(
      `${head}4 of 2,000 turns got no answer`,
    );
    const both = missingLine(
      measured({
        response_latency: latency({ missing: 1 }),
        greeting_latency: latency({ count: 0, missing: 3 }),
      }),
    );
    expect(both).toContain('1 of 5 turns got no answer');
    expect(both).toContain('3 of 3 calls got no greeting');
    expect(both.slice(head.length).split(', ')).toHaveLength(2);
  });

  it('is empty where all came, and says nothing twice', () => {
    expect(
      missingLine(measured({ response_latency: latency(), greeting_latency: latency({ missing: 0 }) })),
    ).toBe('');
    // Waits for nothing.
    expect(missingLine(measured({ dead_air: latency({ missing: 3 }) }))).toBe('');
    // Those without audio are those without an answer.
    expect(missingLine(measured({ time_to_first_audio: latency({ missing: 3 }) }))).toBe('');
    // Where no silence brought a re-prompt, none was meant to.
    expect(missingLine(measured({ reprompt_time: latency({ count: 0, missing: 3 }) }))).toBe('');
    expect(missingLine(measured({ reprompt_time: latency({ count: 1, missing: 3 }) }))).toMatch(
      /: 3 of 4 silences got no re-prompt$/,
    );
  });
});

describe('the verdict', () => {
  it('is read as it is written, but for the one of nobody', () => {
    const words = (['pass', 'fail', 'invalid', 'not_judged'] as const).map((result) =>
      verdictWord({ result }),
    );
    expect(words).toEqual(['pass', 'fail', 'invalid', 'not judged']);
  });

  it('has the health beside it, and why it sounds otherwise', () => {
    const text = (
      healthScore: number | null,
      status: Summary['quality']['status'],
      result: Summary['verdict']['result'],
    ): string =>
      healthText({
        quality: { ...good().quality, healthScore, status },
        verdict: { ...good().verdict, result },
      });
    expect(text(94, 'degraded', 'pass')).toBe(
      '94/100 degraded (by its alert levels; the pass is by your thresholds)',
    );
    expect(text(94, 'degraded', 'fail')).toBe('94/100 degraded');
    expect(text(100, 'healthy', 'pass')).toBe('100/100 healthy');
    expect(text(null, 'healthy', 'pass')).toBe('');
  });

  it('says of which calls it is where more than one in twenty was blocked', () => {
    const extent = (started: number, blocked: number, mode: 'open' | 'closed' = 'open'): string =>
      verdictExtent({
        ...good(),
        calls: { ...good().calls, started, blocked },
        run: { ...good().run, load: { ...good().run.load, mode } },
      });
    expect(extent(1900, 101)).toBe('of 1,900 of 2,001 calls, 101 blocked');
    expect(extent(1900, 100)).toBe('');
    expect(extent(1900, 101, 'closed')).toBe('');
  });
});

describe('what a threshold found', () => {
  const threshold = (fields: Partial<ThresholdResult>): string =>
    observedCell({
      metric: 'response_latency',
      stat: 'p95',
      op: '<',
      value: 800,
      text: 'p95 < 800ms',
      observed: 750,
      pass: true,
      count: 4,
      missing: 0,
      enoughSamples: true,
      unit: 'ms',
      ...fields,
    });

  it('is its figure, and of a percentile how many never came', () => {
    expect(threshold({})).toBe('750 ms');
    expect(threshold({ missing: 1200 })).toBe('750 ms with 1,200 missing');
    expect(threshold({ missing: 3, stat: 'max' })).toBe('750 ms');
    expect(threshold({ metric: 'error_rate', unit: 'ratio', stat: 'rate', observed: 0.5 })).toBe('50%');
  });

  it('is why there is none', () => {
    expect(threshold({ observed: null })).toBe('nothing measured');
    expect(threshold({ observed: null, missing: 1 })).toBe('not reached');
    expect(threshold({ observed: null, missing: 1, metric: 'cost_per_call' })).toBe('not measured');
    expect(threshold({ observed: null, metric: 'cost_per_turn' })).toBe('not measured');
  });
});

describe('what a tool’s calls came to', () => {
  const tool: ToolSummary = {
    tool: 'lookup',
    calls: 1,
    results: 0,
    errors: 0,
    never: 0,
    unknown: 0,
    unsent: 0,
    answerLatency: { count: 0, p50: null, p95: null, max: null },
  };

  it('is told in one order, without what did not happen', () => {
    expect(toolOutcomes(tool)).toEqual([]);
    const each = {
      results: 1200,
      errors: 1,
      never: 2,
      unknown: 3,
      unsent: 4,
      late: 5,
      orphaned: 6,
      takenBack: 7,
    };
    expect(toolOutcomes({ ...tool, ...each })).toEqual([
      '1,200 results',
      '1 error',
      '2 never',
      'not in the scenario',
      '4 cut short',
      '5 late',
      '6 orphaned',
      '7 taken back',
    ]);
    expect(toolOutcomes({ ...tool, results: 1, late: 1 })).toEqual(['1 result', '1 late']);
  });
});

describe('rates', () => {
  it('are bad from where on somebody has to look', () => {
    const bad = new Map(shownRates.map(([name, , isBad]) => [name, isBad]));
    const from = (name: (typeof shownRates)[number][0], ...rates: readonly number[]) =>
      rates.map((rate) => bad.get(name)?.(rate));
    expect(from('error_rate', 0.01, 0.011)).toEqual([false, true]);
    expect(from('response_rate', 0.99, 0.989)).toEqual([false, true]);
    expect(from('fallback_rate', 0.05, 0.051)).toEqual([false, true]);
    expect(from('goal_rate', 1, 0.999)).toEqual([false, true]);
    // How often a cap kept callers out is no sign of the target.
    expect(bad.has('blocked_rate')).toBe(false);
  });

  it('are none of none', () => {
    const rate = { kind: 'rate', unit: 'ratio', rate: null, count: 0, of: 0, ci: null } as const;
    const summary = { ...good(), metrics: { ...good().metrics, goal_rate: rate } };
    expect(rateOf(summary, 'goal_rate')).toBeNull();
    expect(rateOf(summary, 'response_latency')).toBeNull();
    expect(rateOf(summary, 'fallback_rate')).toBeNull();
    expect(rateOf(summary, 'response_rate')).toMatchObject({ rate: 1, count: 4, of: 4 });
  });
});

describe('what failed no call', () => {
  it('is told of turns by code, and of the protocol', () => {
    const text = (failures: Summary['turns']['failures'], violations: number | null): readonly string[] =>
      borne({
        turns: { ...good().turns, failures },
        metrics: violations === null ? {} : { protocol_violations: latency({ total: violations }) },
      });
    expect(text({}, null)).toEqual([]);
    expect(text({}, 0)).toEqual([]);
    expect(text({ no_answer: 1200, agent_error: 1 }, 2)).toEqual([
      'of turns: 1,200 no_answer · 1 agent_error',
      'of the protocol: 2 violations',
    ]);
    expect(text({}, 1)).toEqual(['of the protocol: 1 violation']);
  });

  it('is what the agent told, cut where it went on and on', () => {
    const told = toldErrors({
      agentErrors: [
        { code: 'slow', count: 1200, calls: 1, message: 'x'.repeat(200) },
        { code: 'odd', count: 1, calls: 2, message: 'y'.repeat(201) },
      ],
    });
    expect(told).toEqual([
      `1,200 slow told by the agent in 1 call, the session went on: ${'x'.repeat(200)}`,
      `1 odd told by the agent in 2 calls, the session went on: ${'y'.repeat(200)}… (cut: 201 characters in all)`,
    ]);
  });

  it('is what lost connections cost, as far as it is known', () => {
    const loss = (metrics: Partial<Record<MetricName, Distribution>>): string | null => lossText({ metrics });
    const of = (total: number): Distribution => latency({ count: 2, total });
    expect(loss({})).toBeNull();
    expect(loss({ turns_lost: latency({ count: 0, total: 0 }) })).toBeNull();
    expect(loss({ turns_lost: of(3) })).toBe('3 turns lost with a connection');
    expect(loss({ turns_lost: of(1), replay_tokens: latency({ count: 0 }) })).toBe(
      '1 turn lost with a connection',
    );
    const told = '3 turns lost with a connection; first answers after a replay took 5,000 tokens in';
    expect(loss({ turns_lost: of(3), replay_tokens: of(5000) })).toBe(told);
    expect(loss({ turns_lost: of(3), replay_tokens: of(5000), replay_cost: of(0.5) })).toBe(
      `${told}, $0.500`,
    );
  });
});

describe('the shares of the bands', () => {
  const shares = (counts: Summary['bands']['counts'], unanswered: number) =>
    bandShares({ ...good(), bands: { ...good().bands, counts, unanswered } });

  it('are of all turns that expected an answer', () => {
    const counts = { excellent: 5, good: 2, acceptable: 1, poor: 0, unacceptable: 0 };
    expect(shares(counts, 2)).toEqual([
      { band: 'excellent', count: 5, share: 0.5 },
      { band: 'good', count: 2, share: 0.2 },
      { band: 'acceptable', count: 1, share: 0.1 },
      { band: 'poor', count: 0, share: 0 },
      { band: 'unacceptable', count: 0, share: 0 },
      { band: 'unanswered', count: 2, share: 0.2 },
    ]);
  });

  it('are nothing of none', () => {
    const none = { excellent: 0, good: 0, acceptable: 0, poor: 0, unacceptable: 0 };
    expect(shares(none, 0).map(({ share }) => share)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(shares(none, 3).at(-1)).toEqual({ band: 'unanswered', count: 3, share: 1 });
  });
});

it('tells what the generator had to do, and what nobody knows of it', () => {
  const generator = {
    ...good().generator,
    loopLag: latency({ p99: 12 }),
    startLateness: latency({ p99: 1500 }),
    frames: 12_000,
    dropped: 3,
    bytesSent: 2.5e9,
    bytesReceived: 1.25e6,
    cpuCores: 0.456,
    rssMb: 1234.4,
  };
  expect(generatorFacts(generator)).toEqual([
    'loop lag p99 12 ms',
    'start lateness p99 1.5 s',
    '12,000 frames, 3 dropped',
    '2.5 GB up, 1.3 MB down',
    '0.46 cores',
    '1,234 MB',
  ]);
  expect(generatorFacts({ ...generator, cpuCores: null, rssMb: 0 }).slice(-2)).toEqual(['– cores', '– MB']);
});
