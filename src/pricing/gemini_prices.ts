/**
 * What Gemini Live charges. Cached input has no price of its own: every turn is billed for the whole conversation before it, as
 * if it were new. Audio costs what its tokens cost, and silence is audio.
 */

import type { TokenPriceRow } from '../core/plan/price_row.ts';

const API = 'https://ai.google.dev/gemini-api/docs/pricing';
const CLOUD = 'https://cloud.google.com/gemini-enterprise-agent-platform/generative-ai/pricing';

interface Rates {
  readonly textIn: number;
  readonly audioIn: number;
  readonly textOut: number;
  readonly audioOut: number;
  readonly image: number | null;
}

const flash3: Rates = { textIn: 0.75, audioIn: 3, textOut: 4.5, audioOut: 12, image: 1 };
const flash25: Rates = { textIn: 0.5, audioIn: 3, textOut: 2, audioOut: 12, image: 3 };
const translate: Rates = { textIn: 3.5, audioIn: 3.5, textOut: 21, audioOut: 21, image: null };

function row(model: string, { image, ...usd }: Rates, source = API): TokenPriceRow {
  return {
    kind: 'tokens',
    model,
    date: '2026-11',
    source,
    notes:
      'No discount for cached input; thoughts are billed as text output; the caller’s silence is audio too. That a second is 25 tokens is worked out from the published price of a minute heard.',
    usdPerMillion: { ...usd, textCached: usd.textIn, audioCached: usd.audioIn },
    imageUsdPerMillion: image,
    ...(image === null ? {} : { imageCachedUsdPerMillion: image }),
    callerTokensPerSecond: 25,
    agentTokensPerSecond: 25,
    billsSilence: true,
  };
}

export const geminiPrices: readonly TokenPriceRow[] = [
  row('gemini-3.8-live', flash3),
  row('gemini-3.8-live-extended-thinking', flash3),
  row('gemini-3.1-flash-live-preview', flash3),
  row('gemini-2.5-flash-native-audio-latest', flash25),
  row('gemini-2.5-flash-native-audio-preview-09-2025', flash25),
  row('gemini-2.5-flash-native-audio-preview-12-2025', flash25),
  row('gemini-live-2.5-flash-native-audio', flash25, CLOUD),
  row('gemini-3.5-live-translate-preview', translate),
];
