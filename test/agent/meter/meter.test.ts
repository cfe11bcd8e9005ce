import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/agent/protocol/conversation.ts';
import { Meter, itemTokens, textTokens, usageOf } from '../../../src/agent/meter/meter.ts';

const user = (id: string, audioMs: number): Entry => ({
  id,
  audioMs,
  revision: 0,
  truncated: false,
  item: {
    type: 'message',
    role: 'user',
    content: [{ type: 'input_audio', transcript: 'not in the context' }],
  },
});
const agent = (id: string, audioMs: number, transcript: string): Entry => ({
  id,
  audioMs,
  revision: 0,
  truncated: false,
  item: { type: 'message', role: 'assistant', content: [{ type: 'output_audio', transcript }] },
});

describe('tokens', () => {
  it('weigh audio as the service says and text by its length', () => {
    expect(itemTokens(user('a', 5000))).toEqual({ text: 0, audio: 50 });
    expect(itemTokens(user('a', 5001))).toEqual({ text: 0, audio: 51 });
    expect(itemTokens(agent('b', 8000, 'x'.repeat(40)))).toEqual({ text: 10, audio: 160 });
    expect(textTokens(0)).toBe(0);
    expect(textTokens(1)).toBe(1);
  });

  it('cache what stands unchanged at the head, in blocks, text before audio within an item', () => {
    const meter = new Meter();
    const prompt = 'p'.repeat(400);
    const entries = [user('a', 3000), agent('b', 2000, '')];
    expect(meter.input(prompt, entries)).toEqual({ text: 100, audio: 70, cachedText: 0, cachedAudio: 0 });
    // 170 tokens stand unchanged: two blocks of 64 are 100 of the prompt and 28 of the first item.
    expect(meter.input(prompt, [...entries, user('c', 1000)])).toEqual({
      text: 100,
      audio: 80,
      cachedText: 100,
      cachedAudio: 28,
    });
  });

  it('cache nothing behind a change', () => {
    const meter = new Meter();
    const entries = [user('a', 30_000), agent('b', 30_000, ''), user('c', 30_000)];
    const second = entries[1] as Entry;
    meter.input('', entries);
    second.audioMs = 1000;
    second.revision++;
    // Only the 300 tokens before it: four blocks.
    expect(meter.input('', entries).cachedAudio).toBe(256);
    expect(meter.input('', entries.slice(1)).cachedAudio).toBe(0);
    meter.input('one prompt', entries);
    expect(meter.input('another prompt', entries)).toMatchObject({ cachedText: 0, cachedAudio: 0 });
  });

  it('add up in the usage', () => {
    expect(usageOf({ text: 10, audio: 20, cachedText: 4, cachedAudio: 6 }, 3, 5)).toEqual({
      total_tokens: 38,
      input_tokens: 30,
      output_tokens: 8,
      input_token_details: {
        text_tokens: 10,
        audio_tokens: 20,
        image_tokens: 0,
        cached_tokens: 10,
        cached_tokens_details: { text_tokens: 4, audio_tokens: 6, image_tokens: 0 },
      },
      output_token_details: { text_tokens: 3, audio_tokens: 5 },
    });
  });
});
