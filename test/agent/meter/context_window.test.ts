import * as fc from 'fast-check';
import type { RealtimeTruncation } from 'openai/resources/realtime/realtime';
import { describe, expect, it } from 'vitest';
import { ContextWindow } from '../../../src/agent/meter/context_window.ts';
import { itemTokens } from '../../../src/agent/meter/tokens.ts';
import type { Entry } from '../../../src/agent/protocol/conversation_items.ts';
import { call, result, user } from './entries.ts';

const ids = (entries: readonly Entry[] | null): string | null =>
  entries === null ? null : entries.map(({ id }) => id).join('');

/** Ten tokens each. */
const ten = (names: string): Entry[] => names.split('').map((name) => user(name, 1000));

const weight = (entries: readonly Entry[]): number =>
  entries.reduce((sum, entry) => sum + itemTokens(entry).text + itemTokens(entry).audio, 0);

describe('a context that is full', () => {
  it('lets the oldest leave, just enough of them, by `auto`', () => {
    const window = new ContextWindow(50);
    expect(ids(window.read(10, ten('abcd'), 'auto'))).toBe('abcd');
    expect(ids(window.read(10, ten('abcde'), 'auto'))).toBe('bcde');
    // Longer instructions leave less room.
    expect(ids(window.read(25, ten('abcde'), 'auto'))).toBe('de');
  });

  it('does not take back what has left, when there is room again', () => {
    const window = new ContextWindow(50);
    window.read(10, ten('abcde'), 'auto');
    expect(ids(window.read(0, ten('abcde'), 'auto'))).toBe('bcde');
  });

  it('lets more leave than it must by `retention_ratio`, and then none for a while', () => {
    const window = new ContextWindow(100);
    const ratio = { type: 'retention_ratio', retention_ratio: 0.5 } as const;
    expect(ids(window.read(0, ten('abcdefghij'), ratio))).toBe('abcdefghij');
    expect(ids(window.read(0, ten('abcdefghijk'), ratio))).toBe('ghijk');
    expect(ids(window.read(0, ten('abcdefghijklmnop'), ratio))).toBe('ghijklmnop');
    expect(ids(window.read(0, ten('abcdefghijklmnopq'), ratio))).toBe('mnopq');
  });

  it('has a limit after the instructions where `token_limits` says so', () => {
    const limited = (tokens: number): RealtimeTruncation => ({
      type: 'retention_ratio',
      retention_ratio: 1,
      token_limits: { post_instructions: tokens },
    });
    const window = new ContextWindow(1000);
    const rule = limited(30);
    expect(ids(window.read(500, ten('abc'), rule))).toBe('abc');
    expect(ids(window.read(500, ten('abcd'), rule))).toBe('bcd');
  });

  it('fails where nothing may leave, or the newest alone is too much', () => {
    expect(ids(new ContextWindow(50).read(10, ten('abcd'), 'disabled'))).toBe('abcd');
    expect(new ContextWindow(50).read(10, ten('abcde'), 'disabled')).toBeNull();
    expect(new ContextWindow(50).read(60, [], 'auto')).toBeNull();
    expect(new ContextWindow(50).read(10, [user('a', 4100)], 'auto')).toBeNull();
  });

  it('lets a result leave with its call', () => {
    const entries = [
      call('a', 'c1', 'x'.repeat(40)),
      user('b', 1000),
      result('c', 'c1', 'x'.repeat(40)),
      user('d', 1000),
    ];
    expect(ids(new ContextWindow(30).read(0, entries, 'auto'))).toBe('bd');
  });

  it('fits, keeps the newest, and keeps their order', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 30 });
    const truncation = fc.oneof(
      fc.constant('auto' as const),
      fc.record({
        type: fc.constant('retention_ratio' as const),
        retention_ratio: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(
        lengths,
        truncation,
        fc.integer({ min: 0, max: 300 }),
        (lengths, truncation, promptTokens) => {
          const window = new ContextWindow(200);
          const entries = lengths.map((ms, i) => user(String(i), ms));
          // As a conversation grows: item by item.
          for (let n = 1; n <= entries.length; n++) {
            const given = entries.slice(0, n);
            const read = window.read(promptTokens, given, truncation);
            const newest = given.at(-1) as Entry;
            const fits = weight([newest]) + promptTokens <= 200;
            expect(read !== null).toBe(fits);
            expect(weight(read ?? []) + (fits ? promptTokens : 0)).toBeLessThanOrEqual(200);
            expect(read?.at(-1)).toBe(fits ? newest : undefined);
            expect(given.filter((entry) => read?.includes(entry) === true)).toEqual(read ?? []);
          }
        },
      ),
    );
  });
});
