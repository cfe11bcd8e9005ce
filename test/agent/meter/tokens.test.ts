import { describe, expect, it } from 'vitest';
import { itemTokens, textTokens, weigh } from '../../../src/agent/meter/tokens.ts';
import { agent, call, result, user } from './entries.ts';

describe('tokens', () => {
  it('weigh audio as the service says and text by its length', () => {
    expect(itemTokens(user('a', 5000))).toEqual({ text: 0, audio: 50 });
    expect(itemTokens(user('a', 5001))).toEqual({ text: 0, audio: 51 });
    expect(itemTokens(agent('b', 8000, 'x'.repeat(40)))).toEqual({ text: 10, audio: 160 });
    expect(textTokens(0)).toBe(0);
    expect(textTokens(1)).toBe(1);
  });

  it('weigh calls and results by their text', () => {
    expect(itemTokens(call('a', 'c', 'x'.repeat(17)))).toEqual({ text: 5, audio: 0 });
    expect(itemTokens(result('b', 'c', 'x'.repeat(8)))).toEqual({ text: 2, audio: 0 });
  });

  it('are counted once for each revision of an item', () => {
    const entry = agent('a', 8000, 'x'.repeat(40));
    let looks = 0;
    const { item } = entry;
    Object.defineProperty(entry, 'item', { get: () => (looks++, item) });
    const first = weigh(entry);
    expect(first).toMatchObject({ text: 10, audio: 160 });
    expect(weigh(entry)).toBe(first);
    expect(looks).toBe(1);
    entry.audioMs = 100;
    entry.revision++;
    expect(weigh(entry)).toMatchObject({ text: 10, audio: 2 });
    expect(weigh(entry).key).not.toBe(first.key);
  });
});
