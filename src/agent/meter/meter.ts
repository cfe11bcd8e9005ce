/**
 * What a response costs in tokens. Pure. The whole context is billed again at each response; the head of it that was read
 * before is cached, in whole blocks of 64 tokens (an estimate: the cached counts seen from the service are multiples of it).
 * The newest items are therefore never cached, and a deleted or truncated item, new instructions, or items that have left the
 * context end the cached part there.
 */

import type { RealtimeResponseUsage, RealtimeTruncation } from 'openai/resources/realtime/realtime';
import type { Entry } from '../protocol/conversation_items.ts';
import { ContextWindow } from './context_window.ts';
import { PrefixCache } from './prefix_cache.ts';
import type { ItemTokens } from './tokens.ts';
import { textTokens, weigh } from './tokens.ts';

const CACHE_BLOCK = 64;

/** A response's input, as it stood when the response was created. */
export interface MeteredInput {
  readonly text: number;
  readonly audio: number;
  readonly cachedText: number;
  readonly cachedAudio: number;
}

export interface ContextToRead {
  /** The instructions and the tools' definitions. */
  readonly prompt: string;
  readonly entries: readonly Entry[];
  readonly truncation: RealtimeTruncation;
  /** It is a context made for one response, and not the conversation. */
  readonly apart: boolean;
}

interface Part extends ItemTokens {
  readonly key: string;
}

export class Meter {
  private readonly limitTokens: number;
  private readonly window: ContextWindow;
  private readonly cache = new PrefixCache();

  constructor(limitTokens: number) {
    this.limitTokens = limitTokens;
    this.window = new ContextWindow(limitTokens);
  }

  /** Counts the context of one more response. Null: it is too long. */
  input({ prompt, entries, truncation, apart }: ContextToRead, atMs: number): MeteredInput | null {
    const promptTokens = textTokens(prompt.length);
    const window = apart ? new ContextWindow(this.limitTokens) : this.window;
    const read = window.read(promptTokens, entries, truncation);
    if (read === null) return null;
    const parts: Part[] = [{ key: prompt, text: promptTokens, audio: 0 }];
    for (const entry of read) parts.push(weigh(entry));
    const same = this.cache.read(
      parts.map(({ key }) => key),
      atMs,
    );
    const { text, audio } = total(parts);
    return { text, audio, ...cached(parts.slice(0, same)) };
  }
}

export function usageOf(input: MeteredInput, output: ItemTokens): RealtimeResponseUsage {
  const inputTokens = input.text + input.audio;
  const outputTokens = output.text + output.audio;
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: 0,
      cached_tokens: input.cachedText + input.cachedAudio,
      cached_tokens_details: {
        text_tokens: input.cachedText,
        audio_tokens: input.cachedAudio,
        image_tokens: 0,
      },
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  };
}

function total(parts: readonly Part[]): ItemTokens {
  let text = 0;
  let audio = 0;
  for (const part of parts) {
    text += part.text;
    audio += part.audio;
  }
  return { text, audio };
}

/** Whole blocks from the head on; within an item, text is read before audio. */
function cached(parts: readonly Part[]): { cachedText: number; cachedAudio: number } {
  const whole = total(parts);
  let left = Math.floor((whole.text + whole.audio) / CACHE_BLOCK) * CACHE_BLOCK;
  let cachedText = 0;
  let cachedAudio = 0;
  for (const part of parts) {
    const text = Math.min(left, part.text);
    left -= text;
    const audio = Math.min(left, part.audio);
    left -= audio;
    cachedText += text;
    cachedAudio += audio;
  }
  return { cachedText, cachedAudio };
}
