/**
 * What the transcription of a turn costs. Pure. It is another model's bill and no part of a response's usage: the
 * `gpt-4o-…-transcribe` models bill tokens, every other one the length of the audio.
 */

import type { ConversationItemInputAudioTranscriptionCompletedEvent } from 'openai/resources/realtime/realtime';
import { USER_AUDIO_MS, textTokens } from './tokens.ts';

export type TranscriptionUsage = ConversationItemInputAudioTranscriptionCompletedEvent['usage'];

/** `prompt`: the transcription's own, if it was given one. */
export function transcriptionUsage(
  { model, prompt }: { readonly model?: string; readonly prompt?: string },
  audioMs: number,
  transcript: string,
): TranscriptionUsage {
  if (model === undefined || !model.startsWith('gpt-4o')) {
    return { type: 'duration', seconds: Math.round(audioMs) / 1000 };
  }
  const audio = Math.ceil(audioMs / USER_AUDIO_MS);
  const text = textTokens(prompt?.length ?? 0);
  const output = textTokens(transcript.length);
  return {
    type: 'tokens',
    total_tokens: audio + text + output,
    input_tokens: audio + text,
    input_token_details: { text_tokens: text, audio_tokens: audio },
    output_tokens: output,
  };
}
