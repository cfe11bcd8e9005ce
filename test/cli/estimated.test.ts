import { describe, expect, it } from 'vitest';
import {
  estimatedCount,
  estimatedDuration,
  estimatedMinutes,
  estimatedUsd,
} from '../../src/cli/estimated.ts';

describe('a figure of a plan', () => {
  it('has two digits that count', () => {
    expect([0, 1, 7, 12, 106, 1350, 98_765].map(estimatedCount)).toEqual([
      '~0',
      '~1',
      '~7',
      '~12',
      '~110',
      '~1,400',
      '~99,000',
    ]);
    expect([0, 0.000123, 0.0267, 0.5, 0.996, 3.74, 12.34, 1335.08].map(estimatedUsd)).toEqual([
      '~$0',
      '~$0.00012',
      '~$0.027',
      '~$0.50',
      '~$1.0',
      '~$3.7',
      '~$12',
      '~$1,300',
    ]);
  });

  it('has the steps of a duration that grow with it', () => {
    const times = [2849, 25_512, 68_300, 126_000, 754_000, 8_000_000];
    expect(times.map(estimatedDuration)).toEqual(['~2.8s', '~26s', '~1m8s', '~2m10s', '~13m', '~2h10m']);
    expect([25_512, 59.5 * 60_000, 27.9 * 60_000].map(estimatedMinutes)).toEqual([
      '~26s',
      '~60 min',
      '~28 min',
    ]);
  });
});
