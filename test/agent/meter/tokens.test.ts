import { describe, expect, it } from 'vitest';
import { itemTokens, textTokens } from '../../../src/agent/meter/tokens.ts';
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
});
