/** What went wrong and what it cost: by the bill, or with against without. */

import { describe, expect, it } from 'vitest';
import { lossesOf } from '../../../src/forecast/projection/losses.ts';
import { madeCall } from './made_calls.ts';

const perMonth = (): number => 1000;
const calls = (count: number, usd: number, over: Parameters<typeof madeCall>[2] = {}, from = 0) =>
  Array.from({ length: count }, (_, at) => madeCall(from + at, usd + 0.001 * (at % 3), over));

describe('losses', () => {
  it('of a fault are what calls with it cost over those without, of the same caller', () => {
    const made = [
      ...calls(10, 0.3, { signs: ['fault'] }),
      ...calls(30, 0.1),
      // Dear anyway, and never struck: it must not count against the others.
      ...calls(30, 2, { caller: 'complaint' }),
    ];
    const [faults] = lossesOf(made, perMonth);
    expect(faults?.what).toBe('faults');
    expect(faults?.calls).toBe(10);
    // A quarter of a thousand calls, 20 cents each.
    expect(faults?.usdPerMonth).toBeCloseTo(50, 0);
    expect(faults?.p90?.[0]).toBeLessThan(50);
    expect(faults?.p90?.[1]).toBeGreaterThan(49);
  });

  it('are not told where all calls of a caller have it', () => {
    const [one] = lossesOf(calls(20, 0.3, { signs: ['interruption'] }), perMonth);
    expect(one).toMatchObject({ what: 'interruptions', usdPerMonth: null, p90: null });
    expect(one?.how).toContain('refund (20 with, 0 without)');
  });

  it('are the bill’s own where it tells: replays, silences, what was never heard, calls that failed', () => {
    const own = { unheardUsd: 0.01, silenceUsd: 0.02, replayUsd: 0.03 };
    const made = [...calls(10, 0.1, { own, failed: true }), ...calls(10, 0.1, {}, 10)];
    const found = new Map(lossesOf(made, perMonth).map(({ what, usdPerMonth }) => [what, usdPerMonth]));
    expect(found.get('unheard')).toBeCloseTo(5, 9);
    expect(found.get('silences')).toBeCloseTo(10, 9);
    expect(found.get('retries')).toBeCloseTo(15, 9);
    expect(found.get('failed')).toBeCloseTo(50.4, 0);
  });

  it('are none where nothing went wrong', () => {
    expect(lossesOf(calls(20, 0.1), perMonth)).toEqual([]);
  });
});
