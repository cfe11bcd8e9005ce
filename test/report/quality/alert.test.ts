/** What an alert says, word for word, and how bad it is. */

import { describe, expect, it } from 'vitest';
import { levelOf, severityOf, turnText, windowText } from '../../../src/report/quality/alert.ts';

describe('an alert', () => {
  it.each([
    ['latency', 1600, 800, 2, 'critical'],
    ['latency', 1599, 800, 1.99875, 'warning'],
    ['errors', 0.5, 0.2, 2.5, 'critical'],
    ['cost', 0.15, 0.1, 1.5, 'warning'],
    // Of what should be high the other way round.
    ['audio', 0.4, 0.8, 2, 'critical'],
    ['audio', 0.5, 0.8, 1.6, 'warning'],
    ['playback', 0, 0.8, Infinity, 'critical'],
    ['playback', 0.64, 0.8, 1.25, 'warning'],
  ] as const)(
    'of %s at %s with a limit of %s is %s times as bad: %s',
    (category, observed, limit, times, level) => {
      expect(severityOf(category, observed, limit)).toBeCloseTo(times, 10);
      expect(levelOf(category, observed, limit)).toBe(level);
    },
  );

  it.each([
    ['latency', 1234, 800, 'response_latency p95 of 1,000 turns in a row was 1.23 s, over 800 ms'],
    ['errors', 0.3, 0.2, '30% of 1,000 turns in a row went wrong, over 20%'],
    ['audio', 0.6, 0.8, 'callers sounded good in 60% of 1,000 turns in a row, under 80%'],
    ['playback', 0.6, 0.8, '60% of 1,000 turns in a row played without a gap, under 80%'],
    ['cost', 0.25, 0.1, '1,000 turns in a row cost $0.250 each, over $0.100'],
  ] as const)('of a stretch of turns, of %s, says so', (category, observed, limit, text) => {
    expect(windowText({ category, observed, limit }, 1000)).toBe(text);
  });

  it('of a call names it', () => {
    expect(windowText({ category: 'errors', observed: 0.3, limit: 0.2, call: 7 }, 10)).toBe(
      '30% of 10 turns of call 7 went wrong, over 20%',
    );
  });

  it('of a turn names it and its call', () => {
    const one = { call: 7, turn: 2 };
    expect(turnText({ ...one, category: 'latency', observed: 1234, limit: 800 })).toBe(
      'turn 2 of call 7 was answered after 1.23 s, over 800 ms',
    );
    expect(turnText({ ...one, category: 'cost', observed: 0.25, limit: 0.1 })).toBe(
      'turn 2 of call 7 cost $0.250, over $0.100',
    );
  });
});
