/** Tokens as the service reported them, cached ones inside the input, and how much of the input was cached. */

import { cachedTokens } from '../bill.ts';
import type { Family } from './family.ts';

export const tokenCount = {
  'tokens.text_in': { ofBill: ({ call }) => call.usage.textIn },
  'tokens.audio_in': { ofBill: ({ call }) => call.usage.audioIn },
  'tokens.image_in': { ofBill: ({ call }) => call.usage.imageIn },
  'tokens.text_cached': { ofBill: ({ call }) => call.usage.textCached },
  'tokens.audio_cached': { ofBill: ({ call }) => call.usage.audioCached },
  'tokens.image_cached': { ofBill: ({ call }) => call.usage.imageCached },
  'tokens.text_out': { ofBill: ({ call }) => call.usage.textOut },
  'tokens.audio_out': { ofBill: ({ call }) => call.usage.audioOut },
  cache_hit_rate: {
    always: true,
    // The tokens of one request are cached together.
    dependent: true,
    ofBill: ({ call: { usage } }) => ({
      count: cachedTokens(usage),
      of: usage.textIn + usage.audioIn + usage.imageIn,
    }),
  },
} as const satisfies Family;
