import { beforeEach, describe, expect, it } from 'vitest';
import { LiveTally } from '../../src/report/live.ts';
import { summarize } from '../../src/report/summarize.ts';
import type { MetricSummary } from '../../src/report/metric_figures.ts';
import type { Summary, ToolSummary } from '../../src/report/summary.ts';
import { ToolTally } from '../../src/report/tool_summary.ts';
import { toolOutcomes } from '../../src/report/view/outline.ts';
import { answered, gathered, goodRun, turn } from './log_builder.ts';
import { toolCall, toolRun } from './tool_run.ts';

let summary: Summary;
beforeEach(() => {
  summary = summarize(gathered(toolRun));
});

function figures(metric: MetricSummary | undefined): unknown {
  if (metric?.kind !== 'distribution') return undefined;
  const { count, min, p50, max, total, missing } = metric;
  return { count, min, p50, max, total, ...(missing === undefined ? {} : { missing }) };
}

describe('a run with tool calls', () => {
  it('measures turns with a tool call apart from those without', () => {
    const { metrics } = summary;
    expect(figures(metrics.response_latency)).toEqual({
      count: 1,
      min: 300,
      p50: 300,
      max: 300,
      total: 300,
      missing: 0,
    });
    expect(figures(metrics.tool_response_latency)).toEqual({
      count: 4,
      min: 600,
      p50: 1000,
      max: 2000,
      total: 4900,
      missing: 1,
    });
    // The parts of a latency are of the turns whose sum they make.
    expect(metrics.time_to_first_audio).toBeUndefined();
    expect(summary.bands.counts).toEqual({ excellent: 0, good: 1, acceptable: 0, poor: 0, unacceptable: 0 });
    expect(summary.callers[0]?.responseLatency).toMatchObject({ count: 1, max: 300 });
    expect(metrics.response_rate).toMatchObject({ count: 5, of: 6 });
  });

  it('measures an answer from the last result it was made from, once', () => {
    expect(figures(summary.metrics.tool_answer_latency)).toEqual({
      count: 4,
      min: 500,
      p50: 500,
      max: 800,
      total: 2400,
      missing: 0,
    });
  });

  it('counts the calls, those that came to nothing good, and those of no tool there is', () => {
    expect(summary.metrics.tool_calls).toMatchObject({ count: 5, total: 7 });
    expect(summary.metrics.unknown_tool_calls).toMatchObject({ count: 5, total: 1 });
    expect(summary.metrics.tool_error_rate).toMatchObject({ count: 3, of: 7 });
  });

  it('tells each tool’s own, the most called first, and loses no call', () => {
    const { tools } = summary;
    expect(tools.map(({ tool, calls }) => [tool, calls])).toEqual([
      ['lookup', 3],
      ['flaky', 2],
      ['frob`ni\ncate', 1],
      ['stock', 1],
    ]);
    expect(tools[0]).toEqual({
      tool: 'lookup',
      calls: 3,
      results: 3,
      errors: 0,
      never: 0,
      unknown: 0,
      unsent: 1,
      // 800 by itself; 600 together with stock, whose result came last.
      answerLatency: { count: 2, p50: 600, p95: 800, max: 800 },
    });
    expect(tools[1]).toMatchObject({ errors: 1, never: 1, unsent: 0, answerLatency: { count: 1, max: 500 } });
    for (const { calls, results, errors, never, unknown } of tools) {
      expect(results + errors + never + unknown).toBe(calls);
    }
  });

  it('advises to speak while a tool works, and to look at names nobody knows', () => {
    expect(summary.quality.recommendations.map(({ metric, because }) => [metric, because])).toEqual(
      expect.arrayContaining([
        [
          'tool_response_latency',
          'tool_response_latency p95 is 2 s, and in 3 of 4 turns with a tool call nothing was heard before its result',
        ],
        ['unknown_tool_calls', 'tools that the scenario does not have were called 1 time'],
      ]),
    );
  });

  it('shows turns without a tool call while it goes on', () => {
    const tally = new LiveTally({ model: 'gpt-realtime-2.1' });
    for (const record of toolRun) tally.add(record);
    expect(tally.figures()).toMatchObject({ turns: 7, unanswered: 1, responseLatency: { count: 1 } });
  });
});

describe('a run without tool calls', () => {
  it('says that there were none, where its log knows of tools', () => {
    const records = goodRun(3, () => 400).map((record) =>
      record.type === 'turn' ? { ...record, tools: [] } : record,
    );
    const { metrics, tools } = summarize(gathered(records));
    expect(tools).toEqual([]);
    expect(metrics.tool_calls).toMatchObject({ count: 3, total: 0 });
    expect(metrics.tool_error_rate).toBeUndefined();
    expect(metrics.tool_response_latency).toBeUndefined();
    expect(figures(metrics.response_latency)).toMatchObject({ count: 3 });
  });

  it('says nothing of them where its log is from before', () => {
    expect(Object.hasOwn(answered(0, 0, 400), 'tools')).toBe(false);
    const { metrics, tools } = summarize(gathered(goodRun(3, () => 400)));
    expect(tools).toEqual([]);
    expect(metrics.tool_calls).toBeUndefined();
    expect(figures(metrics.response_latency)).toMatchObject({ count: 3 });
  });
});

describe('tools', () => {
  it('stand by how often they were called, and by name where that was as often', () => {
    const tools = ['b', 'c', 'a', 'c'].map((name, index) => toolCall(name, index, null, null, 'never'));
    const tally = new ToolTally();
    tally.turn(turn({ tools }));
    expect(tally.summaries().map(({ tool, calls }) => [tool, calls])).toEqual([
      ['c', 2],
      ['a', 1],
      ['b', 1],
    ]);
  });
});

describe('results that nobody waits for any more', () => {
  const made = toolCall('lookup', 2500, 3000, null);

  it('are told beside what the calls came to', () => {
    const tally = new ToolTally();
    const tools = [
      made,
      { ...made, late: true as const },
      { ...made, cancelledMs: 2700 },
      { ...made, answeredMs: null, cancelledMs: 2700 },
      { ...made, answeredMs: null },
    ];
    tally.turn(turn({ tools }));
    const [told] = tally.summaries();
    expect(told).toMatchObject({ calls: 5, results: 5, unsent: 1, late: 1, orphaned: 1, takenBack: 1 });
    expect(toolOutcomes(told as ToolSummary)).toEqual([
      '5 results',
      '1 cut short',
      '1 late',
      '1 orphaned',
      '1 taken back',
    ]);
  });

  it('are not spoken of where there are none', () => {
    const tally = new ToolTally();
    tally.turn(turn({ tools: [made] }));
    expect(Object.keys(tally.summaries()[0] ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/late$|orphaned|takenBack/)]),
    );
  });
});
