/** What the quality monitor says to people. */

import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/report/summary.ts';
import { momentTexts, reasonText } from '../../../src/report/view/monitor_text.ts';

const alert = (fields: Partial<Alert>): Alert => ({
  category: 'errors',
  level: 'warning',
  over: 'window',
  observed: 0.3,
  limit: 0.2,
  fromMs: 1000,
  untilMs: 61_000,
  turns: 50,
  text: 'much went wrong',
  ...fields,
});

describe('stretches that alert', () => {
  it('are told by the worst of each kind, and how many there were', () => {
    const moments = {
      alerts: [
        alert({ text: 'some went wrong' }),
        alert({ observed: 0.5, text: 'most went wrong', fromMs: 5000 }),
        alert({ observed: 0.4, text: 'more went wrong' }),
        alert({ over: 'call', text: 'one call went wrong', fromMs: 7000, untilMs: 7000 }),
        alert({ category: 'audio', observed: 0.4, limit: 0.8, text: 'one sounded bad' }),
        alert({ category: 'audio', observed: 0.2, limit: 0.8, text: 'one sounded worse' }),
        alert({ category: 'latency', over: 'turn', observed: 9000, limit: 800, text: 'one was slow' }),
      ],
      raised: [
        { category: 'latency', over: 'turn', count: 9, kept: 1 },
        { category: 'errors', over: 'window', count: 1200, kept: 3 },
        { category: 'errors', over: 'call', count: 1, kept: 1 },
        { category: 'audio', over: 'window', count: 2, kept: 2 },
        { category: 'playback', over: 'window', count: 2, kept: 0 },
      ],
    } as const;
    expect(momentTexts({ moments })).toEqual([
      'most went wrong, from 5 s to 61 s into the run (the worst of 1,200 such stretches)',
      'one call went wrong, at 7 s into the run',
      // Of what should be high the lowest is the worst.
      'one sounded worse, from 1 s to 61 s into the run (the worst of 2 such stretches)',
    ]);
    expect(momentTexts({ moments: { alerts: [], raised: [] } })).toEqual([]);
  });
});

it('advice has what speaks for it, and of how much that is where that is told', () => {
  const advice = { because: 'p95 is 2 s', text: 'Do less' };
  const told = (text: string | null) =>
    reasonText({ ...advice, effect: { text } } as Parameters<typeof reasonText>[0]);
  expect(told(null)).toBe('p95 is 2 s');
  expect(told('half of all')).toBe('p95 is 2 s: half of all');
});
