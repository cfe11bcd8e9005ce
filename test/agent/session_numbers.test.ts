import { describe, expect, it } from 'vitest';
import { SessionNumbers } from '../../src/agent/session_numbers.ts';

const from = (call?: string) => ({ headers: call === undefined ? {} : { 'callstorm-call': call } });

describe('the numbers of sessions', () => {
  it('count up where no client numbers its calls', () => {
    const numbers = new SessionNumbers();
    expect([numbers.of(from()), numbers.of(from()), numbers.of(from())]).toEqual([0, 1, 2]);
  });

  it('are the calls’ own where a client tells them, in whatever order', () => {
    const numbers = new SessionNumbers();
    expect([numbers.of(from('317')), numbers.of(from('0')), numbers.of(from('12'))]).toEqual([317, 0, 12]);
  });

  it('are nobody else’s: what has no number of its own, or one that is taken, is numbered apart', () => {
    const numbers = new SessionNumbers();
    const given = [from('1'), from('1'), from(), from('2')].map((request) => numbers.of(request));
    expect(new Set(given).size).toBe(4);
    expect([given[0], given[3]]).toEqual([1, 2]);
    expect(Math.min(given[1] ?? 0, given[2] ?? 0)).toBeGreaterThan(1e9);
  });

  it('are not taken from what is no number', () => {
    const numbers = new SessionNumbers();
    expect(['', '-1', '1e9', 'x', '99999999999'].map((call) => numbers.of(from(call)))).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });
});
