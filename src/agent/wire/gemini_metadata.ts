/** What a response of the session behind used, as the Gemini Live API tells it. Pure. */

import type { RealtimeResponseUsage } from 'openai/resources/realtime/realtime';
import type { Metadata } from './gemini_says.ts';

type Counts = {
  readonly text_tokens?: number;
  readonly audio_tokens?: number;
  readonly image_tokens?: number;
};

/** Null as it is. */
export function usageMetadataOf(usage: RealtimeResponseUsage | null): Metadata | null {
  if (usage === null) return null;
  const { input_tokens: prompt = 0, output_tokens: response = 0 } = usage;
  return {
    promptTokenCount: prompt,
    responseTokenCount: response,
    totalTokenCount: prompt + response,
    promptTokensDetails: detailsOf(usage.input_token_details ?? {}),
    responseTokensDetails: detailsOf(usage.output_token_details ?? {}),
  };
}

function detailsOf({
  text_tokens: text = 0,
  audio_tokens: audio = 0,
  image_tokens: image = 0,
}: Counts): NonNullable<Metadata['promptTokensDetails']> {
  const details = [
    { modality: 'TEXT', tokenCount: text },
    { modality: 'AUDIO', tokenCount: audio },
    { modality: 'IMAGE', tokenCount: image },
  ] as const;
  return details.filter(({ tokenCount }) => tokenCount > 0);
}
