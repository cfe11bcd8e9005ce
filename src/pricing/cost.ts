/**
 * Usage × prices, and what a call of a given shape would cost before anyone has called. Pure; USD.
 * Usage counts cached tokens inside the input, as services report them: the uncached share is what is left.
 */

import type { Usage } from '../core/log/record.ts';
import { noUsage } from '../core/log/usage.ts';
import type { TokenPriceEntry } from './price_table.ts';
import type { Prices } from './prices.ts';

export interface CostParts {
  readonly textInUsd: number;
  readonly textCachedUsd: number;
  readonly textOutUsd: number;
  readonly audioInUsd: number;
  readonly audioCachedUsd: number;
  readonly audioOutUsd: number;
  /** Of transcription that is reported in seconds, and of that in tokens. */
  readonly transcriptionUsd: number;
  readonly transcriptionTokensUsd: number;
  /** Of models billed by time. */
  readonly durationUsd: number;
  readonly totalUsd: number;
}

const PER_TOKEN = 1e-6;

/**
 * What this usage cost, part by part. `sessionSeconds` matters only to a model that is billed by time.
 * Images are billed as text: no price of their own is known. Transcription costs nothing where its price is not known;
 * its tokens are reported as one sum, and all billed as the dearest of them, its output: too much rather than too little.
 */
export function costOf(usage: Usage, prices: Prices, sessionSeconds: number): CostParts {
  const { transcription } = prices;
  const transcriptionUsd = (usage.transcriptionSeconds / 60) * (transcription?.usdPerMinute ?? 0);
  const transcriptionTokensUsd =
    usage.transcriptionTokens * (transcription?.usdPerMillion?.out ?? 0) * PER_TOKEN;
  if (prices.model.kind === 'duration') {
    const durationUsd = (sessionSeconds / 60) * prices.model.usdPerMinute;
    const totalUsd = durationUsd + transcriptionUsd + transcriptionTokensUsd;
    return { ...nothing, transcriptionUsd, transcriptionTokensUsd, durationUsd, totalUsd };
  }
  const usd = prices.model.usdPerMillion;
  const textCached = usage.textCached + usage.imageCached;
  const textFresh = Math.max(0, usage.textIn + usage.imageIn - textCached);
  const audioFresh = Math.max(0, usage.audioIn - usage.audioCached);
  const parts = {
    textInUsd: textFresh * usd.textIn * PER_TOKEN,
    textCachedUsd: textCached * usd.textCached * PER_TOKEN,
    textOutUsd: usage.textOut * usd.textOut * PER_TOKEN,
    audioInUsd: audioFresh * usd.audioIn * PER_TOKEN,
    audioCachedUsd: usage.audioCached * usd.audioCached * PER_TOKEN,
    audioOutUsd: usage.audioOut * usd.audioOut * PER_TOKEN,
    transcriptionUsd,
    transcriptionTokensUsd,
    durationUsd: 0,
  };
  return { ...parts, totalUsd: Object.values(parts).reduce((total, part) => total + part, 0) };
}

const nothing = {
  textInUsd: 0,
  textCachedUsd: 0,
  textOutUsd: 0,
  audioInUsd: 0,
  audioCachedUsd: 0,
  audioOutUsd: 0,
} as const;

/** What audio that nobody heard cost as output. Nothing where audio is not what is paid for. */
export function wastedUsd(seconds: number, prices: Prices): number {
  if (prices.model.kind === 'duration') return 0;
  return seconds * prices.model.agentTokensPerSecond * prices.model.usdPerMillion.audioOut * PER_TOKEN;
}

export interface CallShape {
  /** Exchanges: the caller speaks, the agent answers. */
  readonly turns: number;
  /** Length of one utterance of the caller, and of one answer. */
  readonly userSeconds: number;
  readonly agentSeconds: number;
  /** The instructions, in text tokens. */
  readonly promptTokens: number;
  /** Share of what an earlier response had already been given that is billed as cached, 0 … 1. */
  readonly cacheHit: number;
  /** Of a session billed by time; default: the speech alone. */
  readonly sessionSeconds?: number;
}

/**
 * The usage of such a call. Every response is billed for the whole conversation before it: the instructions, all that
 * the caller said up to now and all earlier answers. Of that, only what an *earlier response was given* can be cached:
 * the caller's latest words and the agent's latest answer are new to the input each time.
 */
export function estimateUsage(shape: CallShape, entry: TokenPriceEntry): Usage {
  const user = shape.userSeconds * entry.callerTokensPerSecond;
  const agent = shape.agentSeconds * entry.agentTokensPerSecond;
  let textIn = 0;
  let audioIn = 0;
  let textSeen = 0;
  let audioSeen = 0;
  for (let response = 1; response <= shape.turns; response++) {
    const audio = response * user + (response - 1) * agent;
    textIn += shape.promptTokens;
    audioIn += audio;
    if (response > 1) {
      textSeen += shape.promptTokens;
      audioSeen += audio - user - agent;
    }
  }
  return {
    ...noUsage,
    textIn,
    audioIn,
    textCached: textSeen * shape.cacheHit,
    audioCached: audioSeen * shape.cacheHit,
    audioOut: shape.turns * agent,
    transcriptionSeconds: shape.turns * shape.userSeconds,
  };
}

/** What such a call costs, part by part. */
export function estimateCall(shape: CallShape, prices: Prices): CostParts {
  const seconds = shape.sessionSeconds ?? shape.turns * (shape.userSeconds + shape.agentSeconds);
  const usage =
    prices.model.kind === 'tokens'
      ? estimateUsage(shape, prices.model)
      : { ...noUsage, transcriptionSeconds: shape.turns * shape.userSeconds };
  return costOf(usage, prices, seconds);
}
