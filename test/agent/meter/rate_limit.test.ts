import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from '../../../src/agent/meter/rate_limit.ts';

describe('the allowance', () => {
  it('lets in what is there, says what is short, and refills over a minute', () => {
    const bucket = new TokenBucket(1000);
    expect(bucket.admit(600, 0)).toBeNull();
    expect(bucket.take(200, 0)).toEqual({ limit: 1000, remaining: 200, resetSeconds: 48 });
    expect(bucket.admit(300, 0)).toEqual({ limit: 1000, used: 800, requested: 300, waitMs: 6000 });
    expect(bucket.admit(300, 5999)).not.toBeNull();
    expect(bucket.admit(300, 6000)).toBeNull();
    expect(bucket.take(0, 66_000)).toEqual({ limit: 1000, remaining: 1000, resetSeconds: 0 });
  });

  it('lets an output run into debt, which the next ones wait for', () => {
    const bucket = new TokenBucket(1000);
    bucket.admit(900, 0);
    expect(bucket.take(600, 0)).toEqual({ limit: 1000, remaining: 0, resetSeconds: 90 });
    expect(bucket.admit(0, 0)).toMatchObject({ used: 1500, waitMs: (501 / 1000) * 60_000 });
    expect(bucket.admit(0, 30_060)).toBeNull();
  });

  it('never lets in what is more than it holds', () => {
    expect(new TokenBucket(1000).admit(1001, 0)).toMatchObject({ waitMs: Infinity });
  });

  it('gives no more than a minute’s worth above what it started with, in any minute', () => {
    const asks = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 20_000 })), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(asks, (asks) => {
        const bucket = new TokenBucket(1000);
        let atMs = 0;
        let given = 0;
        for (const [tokens, pauseMs] of asks) {
          atMs += pauseMs;
          const short = bucket.admit(tokens, atMs);
          // What it says is true: after that wait it is let in, and not before.
          const waitMs = short?.waitMs ?? 0;
          const refusedBefore = short === null || bucket.admit(tokens, atMs + waitMs * 0.98) !== null;
          atMs += waitMs === 0 ? 0 : waitMs + 0.001;
          const admittedAfter = short === null || bucket.admit(tokens, atMs) === null;
          expect([refusedBefore, admittedAfter]).toEqual([true, true]);
          given += tokens;
          expect(given).toBeLessThanOrEqual(1000 + (atMs / 60_000) * 1000 + 0.001);
        }
      }),
    );
  });
});

it('says what it would say if it were empty, and is as it was', () => {
  const bucket = new TokenBucket(6000);
  expect(bucket.empty(600)).toEqual({
    shortage: { limit: 6000, used: 6000, requested: 600, waitMs: 6000 },
    state: { limit: 6000, remaining: 0, resetSeconds: 60 },
  });
  expect(bucket.empty(6001).shortage.waitMs).toBe(Infinity);
  expect(bucket.take(0, 0).remaining).toBe(6000);
});
