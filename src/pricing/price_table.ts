/**
 * What services charge, as data: one dated entry per model, with its source. A user's own prices go before these.
 * Token prices are USD per million tokens; prices by time are USD per minute.
 */

import type { TokenPrices } from '../core/plan/plan.ts';

export interface TokenPriceEntry {
  readonly kind: 'tokens';
  readonly model: string;
  /** Year and month in which these prices held. */
  readonly date: string;
  readonly source: string;
  readonly usdPerMillion: TokenPrices;
  /** Of images in the input. Null: no price of their own is known, and they are billed as text. */
  readonly imageUsdPerMillion: number | null;
  /** How many tokens a second of audio is, spoken by the caller and by the agent. */
  readonly callerTokensPerSecond: number;
  readonly agentTokensPerSecond: number;
}

/** The session costs by its length, whatever is said in it. */
export interface DurationPriceEntry {
  readonly kind: 'duration';
  readonly model: string;
  readonly date: string;
  readonly source: string;
  readonly usdPerMinute: number;
}

export interface TranscriptionPriceEntry {
  readonly kind: 'transcription';
  readonly model: string;
  readonly date: string;
  readonly source: string;
  /** Of a model that is billed by tokens: what its maker says that a minute comes to. */
  readonly usdPerMinute: number;
  /** Null: it is billed by time, and a token of it has no price. */
  readonly usdPerMillion: { readonly in: number; readonly out: number } | null;
}

export type PriceEntry = TokenPriceEntry | DurationPriceEntry;

const published = { date: '2026-08', source: 'OpenAI published prices' } as const;
const listed = { date: '2026-11', source: 'OpenAI published prices, read in November 2026' } as const;
/** One token per 100 ms of the caller's audio and per 50 ms of the agent's. */
const tokenRates = { callerTokensPerSecond: 10, agentTokensPerSecond: 20 } as const;

/** USD per million tokens of images; of all three generations alike, read in November 2026. No price of cached ones is known. */
const imagesOf = { flagship: { imageUsdPerMillion: 5 }, mini: { imageUsdPerMillion: 0.8 } } as const;

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
    source: 'OpenAI published prices of 2024, at about 166 tokens per second of audio',
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
    model: 'gpt-4o-mini-transcribe',
    ...published,
    usdPerMinute: 0.003,
    usdPerMillion: { in: 1.25, out: 5 },
  },
];
