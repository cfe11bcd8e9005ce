import { describe, expect, it } from 'vitest';
import { findingList } from '../../../src/report/page/findings.ts';
import { healthList } from '../../../src/report/page/proof_section.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Alert, Recommendation, Summary } from '../../../src/report/summary.ts';
import type { SharedTrait } from '../../../src/report/lost/lost_together.ts';
import { good } from '../view_runs.ts';

const whole = summarize(good);
const calm: Summary = {
  ...whole,
  quality: { ...whole.quality, recommendations: [], calls: { ...whole.quality.calls, worst: [] } },
};

function alert(call: number, observed: number): Alert {
  return {
    category: 'latency',
    level: 'warning',
    over: 'turn',
    fromMs: 1000,
    untilMs: 1000,
    call,
    turn: 1,
    turns: 1,
    observed,
    limit: 800,
    text: `turn 1 of call ${call} was answered after ${observed} ms`,
  };
}

const trait: SharedTrait = {
  trait: 'age',
  value: '150000',
  count: 7,
  of: 8,
  others: null,
  chance: 0.001,
  text: '7 of 8 died 150 s after <b>connecting</b>',
  calls: [3, 5, 8],
};

const advice: Recommendation = {
  metric: 'vad_delay',
  text: 'Lower silence_duration_ms.',
  because: 'vad_delay p50 is 500 ms',
  n: 80,
  interval: null,
  setting: 'target.session.turn_detection.silence_duration_ms',
  effect: { share: 0.5, text: 'about 50% of the response latency' },
};

describe('what to look at first', () => {
  it('is nothing where nothing stands out', () => {
    expect(findingList(calm)).toBeNull();
  });

  it('is what lost calls have in common, the call that fared worst, and what explains most, each with its evidence', () => {
    const alerts = [alert(4, 900), alert(9, 2000), alert(7, 4000)];
    const { markup = '' } =
      findingList({
        ...calm,
        lostTogether: { lost: 8, chance: 0.01, shared: [trait], more: 2 },
        quality: {
          ...calm.quality,
          recommendations: [advice, { ...advice, text: 'Something else.' }],
          moments: { ...calm.quality.moments, alerts },
          calls: {
            ...calm.quality.calls,
            worst: [
              { call: 4, score: 60, status: 'degraded' },
              { call: 9, score: 60, status: 'degraded' },
              { call: 7, score: 70, status: 'degraded' },
            ],
          },
        },
      }) ?? {};
    expect(markup.match(/<li>/g)).toHaveLength(3);
    expect(markup).toContain('7 of 8 died 150 s after &lt;b&gt;connecting');
    expect(markup).toMatch(/href="#failures"[^>]*>this and 2 more/);
    // Of two that are equally bad, the one with the worse instant; not the slower one, which is healthier.
    expect(markup).toMatch(/href="#call=9">Call 9<\/a>\s+and 1 more fared worst:\s+health\s+60/);
    expect(markup).not.toContain('#call=7');
    expect(markup).toContain('vad_delay p50 is 500 ms: about 50% of the response latency. Lower');
    expect(markup).not.toContain('Something else');
  });

  it('says how many calls fared as badly, and that there may be more where the list of them is cut', () => {
    const text = (degraded: number): string => {
      const worst = [4, 9].map((call) => ({ call, score: 0, status: 'degraded' as const }));
      const calls = { counts: { ...calm.quality.calls.counts, degraded, unhealthy: 0 }, worst };
      return findingList({ ...calm, quality: { ...calm.quality, calls } })?.markup ?? '';
    };
    expect(text(2)).toMatch(/Call 4<\/a>\s+and 1 more fared worst/);
    expect(text(30)).toMatch(/Call 4<\/a>\s+and at least 1 more fared worst/);
  });

  it('says no advice twice', () => {
    const failing: Summary = {
      ...calm,
      verdict: { ...calm.verdict, result: 'fail' },
      failures: {},
      quality: { ...calm.quality, recommendations: [advice] },
    };
    expect(findingList(failing)?.markup).toContain('of the response latency.');
    expect(findingList(failing)?.markup).not.toContain('Lower');
  });
});

it('tells of health what the other views tell: stretches that alert, and how much advice explains', () => {
  const stretch: Alert = {
    ...alert(0, 1600),
    over: 'window',
    untilMs: 9000,
    text: 'p95 of 50 turns was 1.6 s',
  };
  const { markup } = healthList({
    ...calm,
    quality: {
      ...calm.quality,
      recommendations: [advice],
      moments: {
        ...calm.quality.moments,
        raised: [{ category: 'latency', over: 'window', count: 3, kept: 1 }],
        alerts: [stretch],
      },
    },
  });
  expect(markup).toContain(
    'p95 of 50 turns was 1.6 s, from 1 s to 9 s into the run (the worst of 3 such stretches)',
  );
  expect(markup).toContain('vad_delay p50 is 500 ms: about 50% of the response latency. Lower');
});
