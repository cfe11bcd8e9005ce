import { describe, expect, it } from 'vitest';
import { reconnectIssues, reconnectOf } from '../../src/scenario/declared_reconnect.ts';

const ALL = { tries: 5, backoffMs: 500, maxMs: 10_000, jitter: 'full', replay: true, giveUpMs: 30_000 };

describe('what a scenario says of coming back', () => {
  it('is nothing unless somebody says something, and else all of it', () => {
    expect(reconnectOf(undefined, undefined)).toBeUndefined();
    expect(reconnectOf({}, undefined)).toEqual(ALL);
    expect(reconnectOf(undefined, {})).toEqual(ALL);
  });

  it('is the caller’s own word where it has one', () => {
    const scenario = { tries: 3, backoff: '1s', jitter: 'none', replay: false, give_up: '1m' } as const;
    expect(reconnectOf(scenario, { tries: 2, max: '4s' })).toEqual({
      tries: 2,
      backoffMs: 1000,
      maxMs: 4000,
      jitter: 'none',
      replay: false,
      giveUpMs: 60_000,
    });
    expect(reconnectOf(scenario, { tries: 0 })).toBeUndefined();
  });

  it('has no first wait that is longer than the longest', () => {
    const data = {
      reconnect: { backoff: '2s', max: '1s' },
      callers: [{ name: 'a', reconnect: { backoff: '5s' } }, { name: 'b', reconnect: { max: '3s' } }, {}],
    };
    expect(reconnectIssues(data).map(({ path }) => path.join('.'))).toEqual([
      'reconnect.max',
      'callers.0.reconnect.backoff',
    ]);
    expect(reconnectIssues({ reconnect: { backoff: '20s' } })).toEqual([]);
    expect(reconnectOf({ backoff: '20s' }, undefined)).toMatchObject({ backoffMs: 20_000, maxMs: 20_000 });
  });
});
