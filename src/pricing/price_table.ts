/**
 * What services charge, as data: one dated row per model, with its source. A user's own rows go before these. Token prices are
 * USD per million tokens; prices by time are USD per minute. A snapshot of a model has its model's row (listed.ts).
 */

import type { TokenPrices } from '../core/plan/plan.ts';
import type { DurationPriceRow, TokenPriceRow, TranscriptionPriceRow } from '../core/plan/price_row.ts';
import { geminiPrices } from './gemini_prices.ts';

export type TokenPriceEntry = TokenPriceRow;
export type DurationPriceEntry = DurationPriceRow;
export type TranscriptionPriceEntry = TranscriptionPriceRow;
export type PriceEntry = TokenPriceEntry | DurationPriceEntry;

const OPENAI = 'https://developers.openai.com/api/docs/pricing';
const XAI = 'https://docs.x.ai/developers/pricing';
const published = { date: '2026-08', source: OPENAI } as const;
const listed = { date: '2026-11', source: OPENAI } as const;
/** One token per 100 ms of the caller's audio and per 50 ms of the agent's. */
const tokenRates = { callerTokensPerSecond: 10, agentTokensPerSecond: 20 } as const;

/** USD per million tokens of images; of all three generations alike. */
const imagesOf = {
  flagship: { imageUsdPerMillion: 5, imageCachedUsdPerMillion: 0.5 },
  mini: { imageUsdPerMillion: 0.8, imageCachedUsdPerMillion: 0.08 },
} as const;

const flagship: TokenPrices = {
  textIn: 4,
  textCached: 0.4,
  textOut: 24,
  audioIn: 32,
  audioCached: 0.4,
  audioOut: 64,
};

const mini: TokenPrices = {
  textIn: 0.6,
  textCached: 0.06,
  textOut: 2.4,
  audioIn: 10,
  audioCached: 0.3,
  audioOut: 20,
};

export const priceTable: readonly PriceEntry[] = [
  {
    kind: 'tokens',
    model: 'gpt-realtime-2.1',
    ...published,
    ...tokenRates,
    ...imagesOf.flagship,
    usdPerMillion: flagship,
  },
  {
    kind: 'tokens',
    model: 'gpt-realtime-2.1-mini',
    ...published,
    ...tokenRates,
    ...imagesOf.mini,
    usdPerMillion: mini,
  },
  {
    kind: 'tokens',
    model: 'gpt-realtime-2',
    ...published,
    ...tokenRates,
    ...imagesOf.flagship,
    usdPerMillion: flagship,
  },
  {
    kind: 'tokens',
    model: 'gpt-realtime-1.5',
    ...published,
    ...tokenRates,
    ...imagesOf.flagship,
    usdPerMillion: { ...flagship, textOut: 16 },
  },
  {
    kind: 'tokens',
    model: 'gpt-realtime',
    ...listed,
    ...tokenRates,
    ...imagesOf.flagship,
    usdPerMillion: { ...flagship, textOut: 16 },
  },
  {
    kind: 'tokens',
    model: 'gpt-realtime-mini',
    ...listed,
    ...tokenRates,
    ...imagesOf.mini,
    usdPerMillion: mini,
  },
  { kind: 'duration', model: 'gpt-live', ...published, usdPerMinute: 0.05 },
  { kind: 'duration', model: 'gpt-live-1', ...listed, usdPerMinute: 0.05 },
  { kind: 'duration', model: 'gpt-live-1.1', ...listed, usdPerMinute: 0.05 },
  { kind: 'duration', model: 'gpt-realtime-translate', ...listed, usdPerMinute: 0.034 },
  {
    kind: 'tokens',
    model: 'realtime-preview-2024',
    date: '2024-10',
    source: OPENAI,
    notes: 'Of a preview that is no more; a second of audio was about 166 tokens.',
    // Caching had no price of its own then: what was sent again cost the same again.
    usdPerMillion: {
      textIn: 5,
      textCached: 5,
      textOut: 15,
      audioIn: 100,
      audioCached: 100,
      audioOut: 200,
    },
    imageUsdPerMillion: null,
    callerTokensPerSecond: 166,
    agentTokensPerSecond: 166,
  },
  ...geminiPrices,
  ...(['grok-voice-3.0', 'grok-voice-2.0', 'grok-voice-latest'] as const).map((model): PriceEntry => ({
    kind: 'duration',
    model,
    date: '2026-11',
    source: XAI,
    notes: 'Each text message given to it costs $0.004 more, which is in no sum; results of tools do not.',
    usdPerMinute: 0.08,
  })),
  {
    kind: 'duration',
    model: 'deepgram-voice-agent',
    date: '2026-06',
    source: 'https://deepgram.com/pricing',
    notes: 'Its standard agent, by the time that the WebSocket is open.',
    usdPerMinute: 0.075,
  },
];

export const transcriptionPriceTable: readonly TranscriptionPriceEntry[] = [
  {
    kind: 'transcription',
    model: 'gpt-transcribe',
    ...published,
    usdPerMinute: 0.0045,
    usdPerMillion: null,
  },
  {
    kind: 'transcription',
    model: 'gpt-realtime-whisper',
    ...published,
    usdPerMinute: 0.017,
    usdPerMillion: null,
  },
  {
    kind: 'transcription',
    model: 'whisper-1',
    ...listed,
    usdPerMinute: 0.006,
    usdPerMillion: null,
  },
  {
    kind: 'transcription',
    model: 'gpt-live-transcribe',
    ...listed,
    usdPerMinute: 0.017,
    usdPerMillion: null,
  },
  {
    kind: 'transcription',
    model: 'gpt-4o-transcribe',
    ...published,
    usdPerMinute: 0.006,
    usdPerMillion: { in: 2.5, out: 10 },
  },
  {
    kind: 'transcription',
    model: 'gpt-4o-transcribe-diarize',
    ...listed,
    usdPerMinute: 0.006,
    usdPerMillion: { in: 2.5, out: 10 },
  },
  {
    kind: 'transcription',
    model: 'gpt-4o-mini-transcribe',
    ...published,
    usdPerMinute: 0.003,
    usdPerMillion: { in: 1.25, out: 5 },
  },
];
