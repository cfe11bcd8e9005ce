import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDLE_MS, PrefixCache } from '../../../src/agent/meter/prefix_cache.ts';

describe('the cache', () => {
  it('knows the head that the last context had, up to the first change', () => {
    const cache = new PrefixCache();
    expect(cache.read(['p', 'a', 'b'], 0)).toBe(0);
    expect(cache.read(['p', 'a', 'b', 'c'], 1000)).toBe(3);
    expect(cache.read(['p', 'a', 'b2', 'c'], 2000)).toBe(2);
    expect(cache.read(['q', 'a', 'b2', 'c'], 3000)).toBe(0);
  });

  it('forgets what has not been read for five minutes, and keeps what has', () => {
    const cache = new PrefixCache();
    cache.read(['p', 'a'], 0);
    expect(cache.read(['p', 'a'], IDLE_MS)).toBe(2);
    expect(cache.read(['p', 'a'], 2 * IDLE_MS)).toBe(2);
    expect(cache.read(['p', 'a'], 3 * IDLE_MS + 1)).toBe(0);
  });

  it('is not emptied by a context that has nothing to do with it', () => {
    const cache = new PrefixCache();
    cache.read(['p', 'a', 'b'], 0);
    expect(cache.read(['of its own'], 1)).toBe(0);
    expect(cache.read(['p', 'a', 'b', 'c'], 2)).toBe(3);
  });

  it('never knows more than was read, and knows all of it the next moment', () => {
    const contexts = fc.array(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(contexts, (all) => {
        const cache = new PrefixCache();
        const heads = new Set(['']);
        for (const [i, keys] of all.entries()) {
          const known = cache.read(keys, i);
          expect(heads).toContain(keys.slice(0, known).join());
          expect(cache.read(keys, i)).toBe(keys.length);
          for (let n = 1; n <= keys.length; n++) heads.add(keys.slice(0, n).join());
        }
      }),
    );
  });
});
