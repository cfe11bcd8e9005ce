/** How much of the whole a piece of advice speaks of, reckoned from a few figures of a run. */

import { describe, expect, it } from 'vitest';
import type { RateName, ValueName } from '../../src/core/log/metric.ts';
import {
  EFFECTS,
  everything,
  hitBy,
  INPUT,
  missedBy,
  ofCost,
  ofGaps,
  ofLatency,
  ofToolTurns,
  ofWaste,
  shareOfCost,
  unknown,
  unknownCost,
} from '../../src/report/advice_effect.ts';
import type { CostPart, CostSummary } from '../../src/report/cost_summary.ts';
import { distribution, rate } from '../../src/report/describe.ts';
import type { Monitored } from '../../src/report/monitored.ts';
import { summarize } from '../../src/report/summarize.ts';
import { footer, gathered, generator, header } from './log_builder.ts';

const empty = summarize(gathered([header(), generator(), footer()]));

const run = (fields: Partial<Monitored> = {}): Monitored => ({
  metrics: {},
  cost: empty.cost,
  generator: empty.generator,
  cleanAudio: { clean: 0, of: 0 },
  meanAnswerMs: null,
  longestAnswerMs: 0,
  spoken: { callersMs: 0, agentMs: 0 },
  toolWaits: { silent: 0, of: 0 },
  lastCalls: { failed: 0, of: 0 },
  silences: 0,
  ...fields,
});
const values = (metric: ValueName, ...all: readonly number[]) => ({ [metric]: distribution(metric, all, 1) });
const cases = (metric: RateName, count: number, of: number) => ({
  [metric]: rate({ count, of }, { independent: true }),
});
const part = (name: CostPart['part'], usd: number | null): CostPart => ({
  part: name,
  amount: 1,
  of: 'tokens',
  usd,
});
const cost = (fields: Partial<CostSummary>): CostSummary => ({ ...empty.cost, ...fields });

describe('the share of a latency’s part', () => {
  const vad = ofLatency('vad_delay');

  it('is that of all that callers waited', () => {
    // 300 + 100 of 600 + 1,000.
    const metrics = { ...values('vad_delay', 300, 100), ...values('response_latency', 600, 1000) };
    expect(vad.share(run({ metrics }))).toBe(0.25);
    expect(vad.on).toBe('callers');
    expect(vad.text(0.254)).toBe('about 25% of the response latency');
    expect(vad.text(0.256)).toBe('about 26% of the response latency');
  });

  it('is never more than the whole, nor less than nothing', () => {
    const of = (ms: number) =>
      vad.share(run({ metrics: { ...values('vad_delay', ms), ...values('response_latency', 100) } }));
    expect(of(150)).toBe(1);
    expect(of(-50)).toBe(0);
    expect(of(0)).toBe(0);
  });

  it('cannot be told where either is missing, or nobody waited', () => {
    expect(vad.share(run({ metrics: values('vad_delay', 100) }))).toBeNull();
    expect(vad.share(run({ metrics: values('response_latency', 100) }))).toBeNull();
    expect(
      vad.share(run({ metrics: { ...values('vad_delay', 100), ...values('response_latency', 0) } })),
    ).toBeNull();
  });
});

describe('a share of all turns', () => {
  const turns = cases('turn_error_rate', 0, 40);

  it('is of the cases that a rate counts, or of those that it does not', () => {
    const metrics = { ...turns, ...cases('response_rate', 30, 32) };
    expect(missedBy('response_rate').share(run({ metrics }))).toBe(2 / 40);
    expect(hitBy('response_rate').share(run({ metrics }))).toBe(30 / 40);
  });

  it('is of turns with a silent tool, and of those with a gap in what was heard', () => {
    const some = run({
      metrics: turns,
      toolWaits: { silent: 6, of: 9 },
      cleanAudio: { clean: 25, of: 35 },
    });
    expect(ofToolTurns.share(some)).toBe(6 / 40);
    expect(ofGaps.share(some)).toBe(10 / 40);
  });

  it('cannot be told without turns, or of a metric that is no rate of this run', () => {
    expect(hitBy('response_rate').share(run({ metrics: cases('response_rate', 1, 2) }))).toBeNull();
    expect(hitBy('response_rate').share(run({ metrics: turns }))).toBeNull();
    expect(hitBy('vad_delay').share(run({ metrics: { ...turns, ...values('vad_delay', 100) } }))).toBeNull();
    expect(
      hitBy('response_rate').share(
        run({ metrics: { ...cases('turn_error_rate', 0, 0), ...cases('response_rate', 1, 2) } }),
      ),
    ).toBeNull();
  });

  it('is the callers’ matter, and says nothing that the advice does not say already', () => {
    for (const effect of [missedBy('response_rate'), hitBy('response_rate'), ofToolTurns, ofGaps]) {
      expect(effect.on).toBe('callers');
      expect(effect.text(0.5)).toBeNull();
    }
  });
});

describe('a share of the cost', () => {
  const billed = cost({
    totalUsd: 2,
    parts: [part('audio in', 0.3), part('audio cached', 0.1), part('text in', null), part('audio out', 1.6)],
    wasted: { audioS: 9, usd: 0.5 },
  });

  it('is of the parts that are named, and one whose price nobody knows is none', () => {
    expect(ofCost(INPUT).share(run({ cost: billed }))).toBeCloseTo(0.2, 12);
    expect(ofCost(['audio out']).share(run({ cost: billed }))).toBeCloseTo(0.8, 12);
    expect(ofCost(['text out']).share(run({ cost: billed }))).toBe(0);
    expect(shareOfCost(billed, ['audio in', 'audio out'])).toBeCloseTo(0.95, 12);
  });

  it('of input is of what is said and written, fresh or out of the cache', () => {
    expect(INPUT).toEqual(['text in', 'text cached', 'audio in', 'audio cached']);
  });

  it('cannot be told where the whole is not known, and is none of a run that cost nothing', () => {
    const parts = [part('audio in', 0.3)];
    expect(ofCost(INPUT).share(run({ cost: cost({ totalUsd: null, parts }) }))).toBeNull();
    expect(ofCost(INPUT).share(run({ cost: cost({ totalUsd: 0, parts: [] }) }))).toBe(0);
    expect(shareOfCost(cost({ totalUsd: null, parts }), INPUT)).toBe(0);
  });

  it('of what nobody heard is what it cost', () => {
    expect(ofWaste.share(run({ cost: billed }))).toBe(0.25);
    expect(ofWaste.share(run({ cost: cost({ totalUsd: 2, wasted: { audioS: 9, usd: null } }) }))).toBeNull();
  });

  it('is told of the cost', () => {
    for (const effect of [ofWaste, ofCost(INPUT)]) {
      expect(effect.on).toBe('cost');
      expect(effect.text(0.2)).toBe('about 20% of the cost');
    }
  });
});

describe('an effect that is not reckoned', () => {
  it('is the whole, or is not known', () => {
    expect([everything.on, everything.share(run()), everything.text(1)]).toEqual([
      'run',
      1,
      'all other figures rest on it',
    ]);
    expect([unknown.on, unknown.share(run()), unknown.text(1)]).toEqual(['callers', null, null]);
    expect([unknownCost.on, unknownCost.share(run()), unknownCost.text(1)]).toEqual(['cost', null, null]);
  });

  it('stands where its kind does: the run’s own worth, then callers, then the cost', () => {
    expect(EFFECTS).toEqual(['run', 'callers', 'cost']);
  });
});
