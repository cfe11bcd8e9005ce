/** The words of a trend, of figures and changes that are seldom met in a whole one. */

import { describe, expect, it } from 'vitest';
import type { SideFigure } from '../../../src/report/compare/comparison.ts';
import type { Trend, TrendChange, TrendMetric, TrendRun } from '../../../src/report/compare/trend.ts';
import {
  changeText,
  isRealChange,
  runNote,
  sparkline,
  trendConclusion,
  trendNotes,
  whenText,
} from '../../../src/report/compare/trend_text.ts';
import { madeRun } from './compared_runs.ts';

const changed = (verdict: TrendChange['verdict']): TrendChange => ({
  difference: 100,
  beyond: null,
  relative: 0.125,
  interval: [50, 150],
  unit: 'ms',
  p: 0.001,
  verdict,
});
const figure = (value: number | null, cases = 9): SideFigure => ({
  value,
  interval: null,
  cases,
  calls: cases,
});
const metricOf = (...figures: readonly (SideFigure | null)[]): TrendMetric => ({
  metric: 'response_latency',
  stat: 'p50',
  unit: 'ms',
  better: 'lower',
  points: figures.map((one) => ({ figure: one, change: null })),
  overall: null,
});
const { identity } = madeRun({ seed: 1, calls: 1 });
const runOf = (fields: Partial<TrendRun> = {}): TrendRun => ({
  identity,
  why: null,
  otherPlan: [],
  ...fields,
});

describe('a change', () => {
  it('is told with its sign where it is real, and not at all where it is not', () => {
    expect(changeText(changed('worse'))).toBe('✗ worse: +100 ms (+13%)');
    expect(changeText(changed('better'))).toBe('✓ better: +100 ms (+13%)');
    expect(changeText(changed('changed'))).toBe('◆ changed: +100 ms (+13%)');
    for (const verdict of ['not_told', 'same', 'untested'] as const) {
      expect(changeText(changed(verdict))).toBe('');
      expect(isRealChange(changed(verdict))).toBe(false);
    }
    expect(changeText(null)).toBe('');
  });
});

describe('a run of a trend', () => {
  it('is known by its minute, and by what is to be known of it', () => {
    expect(whenText(runOf())).toBe('2026-08-01 12:00');
    expect(runNote(runOf())).toBe('');
    expect(runNote(runOf({ otherPlan: ['seed 1 → 2', 'model a → b'] }))).toBe(
      'another plan: seed 1 → 2, model a → b',
    );
    expect(runNote(runOf({ why: 'b\u001Bad', otherPlan: ['x'] }))).toBe(String.raw`left out: b\u001bad`);
  });
});

describe('a line of bars', () => {
  it('goes from the lowest to the highest, with a cross where it never came and a blank where nothing is told', () => {
    expect(
      sparkline(metricOf(...[100, 200, 300, 400, 500, 600, 700, 800].map((value) => figure(value)))),
    ).toBe('▁▂▃▄▅▆▇█');
    expect(sparkline(metricOf(figure(800), null, figure(null), figure(null, 0), figure(100)))).toBe('█ × ▁');
    expect(sparkline(metricOf(figure(300), figure(300)))).toBe('▄▄');
    expect(sparkline(metricOf(figure(300)))).toBe('▄');
    expect(sparkline(metricOf())).toBe('');
  });
});

describe('what a trend comes to', () => {
  const trendWith = (...metrics: readonly TrendMetric[]): Trend => ({
    type: 'trend',
    version: 1,
    scenario: 's',
    target: identity.target,
    runs: [runOf(), runOf({ identity: { ...identity, given: 'reports/b\u001B' } })],
    metrics,
    tests: 1200,
    leftOut: ['reports/x: \u001B'],
  });
  const at = (change: TrendChange | null, overall: TrendChange | null = null): TrendMetric => {
    const made = metricOf(figure(1), figure(2));
    return {
      ...made,
      points: made.points.map((point, run) => ({ ...point, change: run === 1 ? change : null })),
      overall,
    };
  };

  it('names each run at which a metric changed; else that it crept', () => {
    expect(
      trendConclusion(
        trendWith(at(changed('worse'), changed('worse')), { ...at(changed('better')), stat: 'p95' }),
      ),
    ).toBe(
      String.raw`response_latency.p50 worse at reports/b\u001b (+100 ms (+13%)); response_latency.p95 better at reports/b\u001b (+100 ms (+13%))`,
    );
    expect(trendConclusion(trendWith(at(changed('not_told'), changed('worse'))))).toBe(
      'response_latency.p50 worse since the first (+100 ms (+13%))',
    );
    expect(trendConclusion(trendWith(at(null, changed('not_told')), at(null)))).toBe(
      'No real change was found.',
    );
  });

  it('is told with how it was found, and with what was left out', () => {
    const made = trendWith(at(null));
    expect(trendNotes({ ...made, runs: [...made.runs, runOf({ why: 'x' })] })).toEqual([
      '2 runs of 3 told of. 1,200 changes tested: each run beside the one before it, and the last beside the first. ' +
        'Marked are those that are real: after Holm’s correction for that many, and with an interval without zero (docs/compare.md).',
      String.raw`reports/x: \u001b`,
    ]);
  });
});
