import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import {
  accountLimits,
  type LimitedCall,
  type StatedLimits,
} from '../../../src/forecast/limits/account_limits.ts';
import { perMinute, type MeteredCall } from '../../../src/forecast/limits/per_minute.ts';

const none: StatedLimits = {
  tokensPerMinute: null,
  requestsPerMinute: null,
  sessions: null,
  newSessionsPerMinute: null,
  source: 'a test',
};

/** Each of four minutes, an answer every ten seconds, of ever more tokens. */
function grown(call: number, fromMs = 0): LimitedCall {
  const answers = Array.from({ length: 24 }, (_, k) => ({
    atMs: fromMs + k * 10_000 + 5000,
    tokens: 100 * (k + 1),
    requests: 1,
  }));
  return { call, fromMs, untilMs: fromMs + 240_000, answers };
}

/** Calls with an answer every six seconds of five hundred tokens on average, of unequal lengths. */
function chance(seed: number, calls: number): readonly MeteredCall[] {
  const random = new Random('calls', seed);
  return Array.from({ length: calls }, () => {
    const minutes = random.between(1, 5);
    const counted = Array.from({ length: Math.floor(minutes * 10) }, (_, k) => ({
      atMinute: (k + 0.5) / 10,
      amount: random.exponential(500),
    }));
    return { minutes, counted };
  });
}

describe('the limits of an account', () => {
  it('are met at what is allowed over what one call asks for, over its whole life', () => {
    const calls = Array.from({ length: 10 }, (_, k) => grown(k));
    const { first, limits } = accountLimits({ ...none, tokensPerMinute: 75_000 }, calls, [], null, 1);
    // 100 + 200 + … + 2400 tokens in four minutes.
    expect(limits[0]?.perMinute?.mean.value).toBeCloseTo(30_000 / 4, 6);
    expect(limits[0]?.perMinute?.atOnce.value).toBeCloseTo(10, 6);
    // Its last minute asks for three times as much as its second, and some of those at once are in theirs.
    expect(first?.atOnce?.value).toBeLessThan(8.5);
    expect(first?.atOnce?.value).toBeGreaterThan(5);
  });

  it('leave room for the busiest minute of an hour: of N calls by chance one minute in sixty is above', () => {
    const all = chance(1, 400);
    const most = Math.floor(perMinute(all, 1_000_000, 1)?.atOnceBusiest.value ?? 0);
    const random = new Random('minutes');
    const minuteOf = (): number => {
      // A call by its length, a place in it, and the minute from there on.
      let call = all[random.weighted(all.map(({ minutes }) => minutes))] as MeteredCall;
      let from = call.minutes * random.next();
      let [left, total] = [1, 0];
      while (left > 0) {
        const until = Math.min(call.minutes, from + left);
        for (const one of call.counted) if (one.atMinute >= from && one.atMinute < until) total += one.amount;
        left -= until - from;
        call = random.pick(all);
        from = 0;
      }
      return total;
    };
    const pool = Array.from({ length: 2000 }, minuteOf);
    let above = 0;
    for (let trial = 0; trial < 2000; trial++) {
      let total = 0;
      for (let k = 0; k < most; k++) total += random.pick(pool);
      if (total > 1_000_000) above++;
    }
    expect(above / 2000).toBeGreaterThan(0.003);
    expect(above / 2000).toBeLessThan(0.05);
  });

  it('have intervals that hold the mean of the calls that were drawn from, in 9 of 10', () => {
    const held = Array.from({ length: 20 }, (_, seed) => perMinute(chance(seed + 10, 60), 1e6, seed)).filter(
      (found) => found !== null && found.mean.low <= 5000 * 0.985 && found.mean.high >= 5000 * 0.955,
    );
    expect(held.length).toBeGreaterThanOrEqual(18);
  });

  it('name the one that is met first, sessions and how fast they may be opened among them', () => {
    const calls = [grown(0), grown(1)];
    const stated = {
      ...none,
      tokensPerMinute: 75_000,
      requestsPerMinute: 12,
      sessions: 5,
      newSessionsPerMinute: 1,
    };
    const { limits, first } = accountLimits(stated, calls, [], null, 1);
    expect(limits.map(({ kind }) => kind)).toEqual(['tokens', 'requests', 'sessions', 'new_sessions']);
    expect(limits[3]?.atOnce?.value).toBe(4);
    expect(first?.kind).toBe('requests');
    expect(accountLimits({ ...none, sessions: 5 }, [], [], null, 1).first?.atOnce?.value).toBe(5);
    expect(accountLimits({ ...none, tokensPerMinute: 5 }, [], [], null, 1).first).toBeNull();
  });

  it('say which is met first, they or the agent', () => {
    const limited = (holds: number): unknown =>
      accountLimits({ ...none, sessions: 50 }, [], [], holds, 1).agent?.limitedBy;
    expect(limited(42)).toBe('agent');
    expect(limited(80)).toBe('account');
    expect(limited(50)).toBe('either');
  });

  it('are held against any sixty seconds of the run, wherever they begin', () => {
    const at = (atMs: number, tokens: number): LimitedCall['answers'][number] => ({
      atMs,
      tokens,
      requests: 1,
    });
    const calls: readonly LimitedCall[] = [
      { call: 0, fromMs: 0, untilMs: 200_000, answers: [at(10_000, 100), at(59_000, 100), at(90_000, 300)] },
      { call: 1, fromMs: 0, untilMs: 200_000, answers: [at(118_999, 300), at(119_000, 50), at(180_000, 10)] },
    ];
    const { busiest, refusals } = accountLimits(
      none,
      calls,
      [
        { atMs: 9, call: 1, code: 'rate_limited' },
        { atMs: 2, call: 0, code: 'http_rate_limited' },
      ],
      null,
      1,
    );
    expect(busiest[0]).toEqual({ kind: 'tokens', amount: 700, fromMs: 59_000 });
    expect(busiest[1]).toMatchObject({ kind: 'requests', amount: 3 });
    expect(refusals.map(({ atMs }) => atMs)).toEqual([2, 9]);
  });
});
