import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/core/word/nearest.ts';
import { found, pathText } from '../../src/config/source.ts';
import { readThreshold } from '../../src/scenario/threshold.ts';
import { callsPerSecond, durationMs, durationText, usd } from '../../src/config/value.ts';

describe('durations', () => {
  it.each([
    ['800ms', 800],
    ['8s', 8000],
    ['1.5s', 1500],
    ['2m', 120_000],
    ['1m30s', 90_000],
    ['1h2m3s4ms', 3_723_004],
    [250, 250],
    [0, 0],
  ])('%s is %d ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(['', '8', '8 s', 's', '-1s', '30s1m', '1s2s', '8sec', '1m30', -1, Number.NaN, null, true])(
    '%s is none',
    (text) => {
      expect(durationMs(text)).toBeUndefined();
    },
  );

  it('come back from their text', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (seconds) => {
        expect(durationMs(durationText(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});

describe('amounts and rates', () => {
  it('reads dollars', () => {
    expect([usd('$0.20'), usd(0.2), usd('$5')]).toEqual([0.2, 0.2, 5]);
    expect([usd('0.20'), usd('$'), usd('$-1'), usd(-1), usd('€1')]).toEqual(Array(5).fill(undefined));
  });

  it('reads rates', () => {
    expect([
      callsPerSecond(2),
      callsPerSecond('2/s'),
      callsPerSecond('90/min'),
      callsPerSecond('7200/h'),
    ]).toEqual([2, 2, 1.5, 2]);
    expect([callsPerSecond('2'), callsPerSecond('2/d'), callsPerSecond('-2/s')]).toEqual(
      Array(3).fill(undefined),
    );
  });
});

describe('thresholds', () => {
  const read = (metric: string, text: string) => {
    const reading = readThreshold(metric, text);
    return 'message' in reading
      ? reading.message
      : [reading.threshold.stat, reading.threshold.op, reading.threshold.value];
  };

  it.each([
    ['response_latency', 'p95 < 800ms', ['p95', '<', 800]],
    ['response_latency', 'p99.9<=1.2s', ['p99_9', '<=', 1200]],
    ['response_latency', 'p50 < 500', ['p50', '<', 500]],
    ['response_latency', 'count >= 100', ['count', '>=', 100]],
    ['error_rate', '< 1%', ['rate', '<', 0.01]],
    ['error_rate.no_answer', 'rate == 0', ['rate', '==', 0]],
    ['response_rate', '> 99.5%', ['rate', '>', 0.995]],
    ['cost_per_call', 'mean < $0.20', ['mean', '<', 0.2]],
    ['wasted_audio', 'total < 3s', ['total', '<', 3]],
    ['rate_limited', '== 0', ['total', '==', 0]],
  ])('%s: %s', (metric, text, expected) => {
    expect(read(metric, text)).toEqual(expected);
  });

  it.each([
    ['response_latency', 'fast', 'expected a threshold such as "p95 < 800ms", found "fast"'],
    ['response_latency', 'p95 < $1', 'expected a time such as 800ms or 1.2s, found "$1"'],
    [
      'error_rate',
      'p95 < 1%',
      'expected one of the statistics rate, count, found "p95"; did you mean "rate"?',
    ],
    ['error_rate', '< 5', 'expected a share from 0% to 100%, or from 0 to 1, found "5"'],
    ['cost_per_call', 'mean < 20ms', 'expected an amount such as $0.20, found "20ms"'],
    ['cost_per_call', '< $1', 'expected a statistic first, as in "mean < $0.20", found "< $1"'],
    ['rate_limited', '< 1%', 'expected a plain number, found "1%"'],
  ])('%s: %s is refused', (metric, text, message) => {
    expect(read(metric, text)).toBe(message);
  });
});

describe('suggestions', () => {
  it('counts edits, a swap as one', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('sya', 'say')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
  });

  it('is a distance', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });

  it('asks only about what is close', () => {
    expect(nearest('order_status', ['refund', 'order-status'])).toBe('order-status');
    expect(nearest('maxConcurrency', ['max_concurrency'])).toBe('max_concurrency');
    expect(nearest('zebra', ['refund', 'order-status'])).toBeUndefined();
  });
});

describe('what is shown of a value', () => {
  it('is short and plain', () => {
    expect([found(null), found(''), found([]), found([1, 2]), found({}), found({ a: 1 }), found(3)]).toEqual([
      'nothing',
      '""',
      'an empty list',
      'a list of 2',
      'an empty map',
      'a map with a',
      '3',
    ]);
    expect(found('x'.repeat(100)).length).toBeLessThan(65);
  });

  it('names paths as one would write them', () => {
    expect(pathText(['callers', 0, 'script', 2, 'say'])).toBe('callers[0].script[2].say');
    expect(pathText(['thresholds', 'tokens.audio_in'])).toBe('thresholds["tokens.audio_in"]');
  });
});
