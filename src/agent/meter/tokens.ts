/**
 * What things weigh in tokens. Pure. Audio is counted as the service publishes it: 1 token for 100 ms of the user, 1 for 50 ms
 * of the agent. Text is estimated at 4 characters a token, and nothing is added for an item's framing. Images weigh nothing:
 * the agent does not look at them.
 */

import type { Entry, Weighed } from '../protocol/conversation_items.ts';

export const USER_AUDIO_MS = 100;
export const AGENT_AUDIO_MS = 50;
const CHARACTERS_PER_TOKEN = 4;

export interface ItemTokens {
  readonly text: number;
  readonly audio: number;
}

export function textTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** What an item weighs when it is read again as context. */
export function itemTokens({ item, audioMs }: Pick<Entry, 'item' | 'audioMs'>): ItemTokens {
  switch (item.type) {
    case 'message': {
      let characters = 0;
      for (const part of item.content) characters += partText(part).length;
      const msPerToken = item.role === 'assistant' ? AGENT_AUDIO_MS : USER_AUDIO_MS;
      return { text: textTokens(characters), audio: Math.ceil(audioMs / msPerToken) };
    }
    case 'function_call':
      return { text: textTokens(item.name.length + item.arguments.length), audio: 0 };
    case 'function_call_output':
      return { text: textTokens(item.output.length), audio: 0 };
    default:
      return { text: 0, audio: 0 };
  }
}

/** The same, counted once for each revision. */
export function weigh(entry: Entry): Weighed {
  const { id, revision, weighed } = entry;
  if (weighed?.revision === revision) return weighed;
  const fresh = { revision, key: `${id} ${revision}`, ...itemTokens(entry) };
  entry.weighed = fresh;
  return fresh;
}

/** A user's transcript is a by-product and not part of the model's context; the agent's own is. */
function partText(part: { text?: string; transcript?: string; type?: string }): string {
  if (part.type === 'input_audio') return '';
  return part.text ?? part.transcript ?? '';
}
