import { describe, expect, it } from 'vitest';
import type { MeteredInput } from '../../../src/agent/meter/meter.ts';
import { Meter, usageOf } from '../../../src/agent/meter/meter.ts';
import type { Entry } from '../../../src/agent/protocol/conversation_items.ts';
import { agent, user } from './entries.ts';

/** A meter that is asked at one instant. */
function metered(limitTokens = 28_224): (prompt: string, entries: readonly Entry[]) => MeteredInput | null {
  const meter = new Meter(limitTokens);
  return (prompt, entries) => meter.input({ prompt, entries, truncation: 'auto', apart: false }, 0);
}

describe('tokens', () => {
  it('cache what stands unchanged at the head, in blocks, text before audio within an item', () => {
    const meter = metered();
    const prompt = 'p'.repeat(400);
    const entries = [user('a', 3000), agent('b', 2000, '')];
    expect(meter(prompt, entries)).toEqual({ text: 100, audio: 70, cachedText: 0, cachedAudio: 0 });
    // 170 tokens stand unchanged: two blocks of 64 are 100 of the prompt and 28 of the first item.
    expect(meter(prompt, [...entries, user('c', 1000)])).toEqual({
      text: 100,
      audio: 80,
      cachedText: 100,
      cachedAudio: 28,
    });
  });

  it('cache nothing behind a change', () => {
    const meter = metered();
    const entries = [user('a', 30_000), agent('b', 30_000, ''), user('c', 30_000)];
    const second = entries[1] as Entry;
    meter('', entries);
    second.audioMs = 1000;
    second.revision++;
    // Only the 300 tokens before it: four blocks.
    expect(meter('', entries)?.cachedAudio).toBe(256);
    expect(meter('', entries.slice(1))?.cachedAudio).toBe(0);
    meter('one prompt', entries);
    expect(meter('another prompt', entries)).toMatchObject({ cachedText: 0, cachedAudio: 0 });
  });

  it('add up in the usage', () => {
    expect(usageOf({ text: 10, audio: 20, cachedText: 4, cachedAudio: 6 }, { text: 3, audio: 5 })).toEqual({
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
