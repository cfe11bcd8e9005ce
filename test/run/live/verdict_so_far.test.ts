import { describe, expect, it } from 'vitest';
import type { Threshold } from '../../../src/core/plan/plan.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Verdict } from '../../../src/report/summary.ts';
import { verdictSoFar } from '../../../src/run/live/verdict_so_far.ts';
import { gathered, goodRun, judgement } from '../../report/log_builder.ts';

const fast: Threshold = { metric: 'response_latency', stat: 'p95', op: '<', value: 800, text: '< 800ms' };
const slow: Threshold = { ...fast, value: 100 };
/** No tool is called in these calls. */
const tools: Threshold = { metric: 'tool_error_rate', stat: 'rate', op: '<', value: 0.01, text: '< 1%' };

function judged(...thresholds: readonly Threshold[]): { readonly before: Verdict; readonly after: Verdict } {
  const summary = summarize(gathered(goodRun(3, () => 500, { judgement: { ...judgement, thresholds } })));
  return { before: summary.verdict, after: verdictSoFar(summary) };
}

describe('the verdict of a run that goes on', () => {
  it('does not fail for what has not been measured yet', () => {
    const { before, after } = judged(fast, tools);
    expect(before.result).toBe('fail');
    expect(after).toMatchObject({
      result: 'pass',
      reasons: [],
      thresholds: [{ metric: 'response_latency' }],
    });
  });

  it('is none where nothing has been', () => {
    const { after } = judged(tools);
    expect(after).toMatchObject({
      result: 'not_judged',
      reasons: ['nothing has been measured yet'],
      thresholds: [],
    });
  });

  it('fails for what has been', () => {
    const { before, after } = judged(slow, tools);
    expect(before.reasons).toHaveLength(2);
    expect(after.result).toBe('fail');
    expect(after.reasons).toEqual([before.reasons[0]]);
  });
});
