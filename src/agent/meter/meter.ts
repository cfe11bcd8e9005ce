/**
 * What a response costs in tokens. Pure. The whole conversation is billed again at each response; the part of it that
 * stands unchanged at the head of the former response's input is cached, in whole blocks of 64 tokens. The newest
 * items are therefore never cached, and a deleted or truncated item or new instructions end the cached part there.
 *
 * Audio is counted as the service publishes it: 1 token for 100 ms of the user, 1 for 50 ms of the agent. Text is
 * estimated at 4 characters a token, and nothing is added for an item's framing.
 */

import type { RealtimeResponseUsage } from 'openai/resources/realtime/realtime';
import type { Entry } from '../protocol/conversation.ts';

export const USER_AUDIO_MS = 100;
export const AGENT_AUDIO_MS = 50;
const CHARACTERS_PER_TOKEN = 4;
const CACHE_BLOCK = 64;

export function textTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

export interface ItemTokens {
  readonly text: number;
  readonly audio: number;
}

/** A response's input, as it stood when the response was created. */
export interface MeteredInput {
  readonly text: number;
  readonly audio: number;
  readonly cachedText: number;
  readonly cachedAudio: number;
}

interface Part extends ItemTokens {
  readonly key: string;
}

export class Meter {
  private former: readonly Part[] = [];

  /** Counts the context of one more response. `prompt` is the instructions and the tools' definitions. */
  input(prompt: string, entries: readonly Entry[]): MeteredInput {
    const parts: Part[] = [{ key: prompt, text: textTokens(prompt.length), audio: 0 }];
    for (const entry of entries) parts.push({ key: `${entry.id} ${entry.revision}`, ...itemTokens(entry) });
    let same = 0;
    while (same < parts.length && parts[same]?.key === this.former[same]?.key) same++;
    this.former = parts;
    return { ...total(parts), ...cached(parts.slice(0, same)) };
  }
}

export function usageOf(input: MeteredInput, outText: number, outAudio: number): RealtimeResponseUsage {
  const inputTokens = input.text + input.audio;
  return {
    total_tokens: inputTokens + outText + outAudio,
    input_tokens: inputTokens,
    output_tokens: outText + outAudio,
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
    output_token_details: { text_tokens: outText, audio_tokens: outAudio },
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

/** What an item weighs when it is read again as context. */
export function itemTokens(entry: Entry): ItemTokens {
  const { item } = entry;
  switch (item.type) {
    case 'message': {
      let characters = 0;
      for (const part of item.content) characters += partText(part).length;
      const msPerToken = item.role === 'assistant' ? AGENT_AUDIO_MS : USER_AUDIO_MS;
      return { text: textTokens(characters), audio: Math.ceil(entry.audioMs / msPerToken) };
    }
    case 'function_call':
      return { text: textTokens(item.name.length + item.arguments.length), audio: 0 };
    case 'function_call_output':
      return { text: textTokens(item.output.length), audio: 0 };
    default:
      return { text: 0, audio: 0 };
  }
}

/** A user's transcript is a by-product and not part of the model's context; the agent's own is. */
function partText(part: { text?: string; transcript?: string; type?: string }): string {
  if (part.type === 'input_audio') return '';
  return part.text ?? part.transcript ?? '';
}
