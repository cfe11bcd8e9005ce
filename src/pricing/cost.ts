/**
 * Usage × prices, and what a call of a given shape would cost before anyone has called. Pure; USD.
 * Usage counts cached tokens inside the input, as services report them: the uncached share is what is left.
 */

import type { Usage } from '../core/log/record.ts';
import { noUsage } from '../core/log/usage.ts';
import type { TokenPriceEntry } from './price_table.ts';
import type { Prices } from './prices.ts';
import { durationUsd, infrastructureUsd, telephonyUsd } from './time_cost.ts';

export interface CostParts {
  readonly textInUsd: number;
  readonly textCachedUsd: number;
  readonly textOutUsd: number;
  readonly audioInUsd: number;
  readonly audioCachedUsd: number;
  readonly audioOutUsd: number;
  readonly imageInUsd: number;
  readonly imageCachedUsd: number;
  /** Of tokens whose kind was not told. */
  readonly unsplitInUsd: number;
  readonly unsplitCachedUsd: number;
  readonly unsplitOutUsd: number;
  /** Of transcription that is reported in seconds, and of that in tokens. */
  readonly transcriptionUsd: number;
  readonly transcriptionTokensUsd: number;
  /** Of models billed by time. */
  readonly durationUsd: number;
  /** Of the call's line, and of the machines that the agent runs on. */
  readonly telephonyUsd: number;
  readonly infrastructureUsd: number;
  readonly totalUsd: number;
}

export interface Cost {
  /** Part by part, with whatever was left open at its dearest: too much rather than too little. */
  readonly most: CostParts;
  /** The same at its cheapest. */
  readonly leastUsd: number;
}

const PER_TOKEN = 1e-6;

/**
 * What this usage cost, part by part. `sessionSeconds` matters only to a model that is billed by time. Where the service left
 * the kind of its tokens open the cost lies between two bounds. Transcription costs nothing where its price is not known; its
 * tokens are reported as one sum, between all of them input and all of them output.
 */
export function costBetween(usage: Usage, prices: Prices, sessionSeconds: number): Cost {
  const most = costAt(usage, prices, sessionSeconds, 'most');
  return { most, leastUsd: costAt(usage, prices, sessionSeconds, 'least').totalUsd };
}

/** Its upper bound. */
export function costOf(usage: Usage, prices: Prices, sessionSeconds: number): CostParts {
  return costAt(usage, prices, sessionSeconds, 'most');
}

type Bound = 'most' | 'least';

function costAt(usage: Usage, prices: Prices, sessionSeconds: number, bound: Bound): CostParts {
  const { transcription } = prices;
  const perToken = transcription?.usdPerMillion;
  const parts: typeof nothing =
    prices.model.kind === 'duration'
      ? { ...nothing, durationUsd: durationUsd(sessionSeconds, prices) }
      : tokenParts(usage, prices.model, bound);
  const transcriptionUsd = (usage.transcriptionSeconds / 60) * (transcription?.usdPerMinute ?? 0);
  const transcriptionTokensUsd =
    usage.transcriptionTokens * boundOf(bound, perToken?.in ?? 0, perToken?.out ?? 0) * PER_TOKEN;
  const lineUsd = telephonyUsd(sessionSeconds, prices);
  const machinesUsd = infrastructureUsd(sessionSeconds, prices);
  // Written out: a spread leaves a shape of its own behind each time, and a report does it for each of its turns.
  return {
    textInUsd: parts.textInUsd,
    textCachedUsd: parts.textCachedUsd,
    textOutUsd: parts.textOutUsd,
    audioInUsd: parts.audioInUsd,
    audioCachedUsd: parts.audioCachedUsd,
    audioOutUsd: parts.audioOutUsd,
    imageInUsd: parts.imageInUsd,
    imageCachedUsd: parts.imageCachedUsd,
    unsplitInUsd: parts.unsplitInUsd,
    unsplitCachedUsd: parts.unsplitCachedUsd,
    unsplitOutUsd: parts.unsplitOutUsd,
    durationUsd: parts.durationUsd,
    telephonyUsd: lineUsd,
    infrastructureUsd: machinesUsd,
    transcriptionUsd,
    transcriptionTokensUsd,
    totalUsd:
      parts.textInUsd +
      parts.textCachedUsd +
      parts.textOutUsd +
      parts.audioInUsd +
      parts.audioCachedUsd +
      parts.audioOutUsd +
      parts.imageInUsd +
      parts.imageCachedUsd +
      parts.unsplitInUsd +
      parts.unsplitCachedUsd +
      parts.unsplitOutUsd +
      parts.durationUsd +
      lineUsd +
      machinesUsd +
      transcriptionUsd +
      transcriptionTokensUsd,
  };
}

function tokenParts(used: Usage, entry: TokenPriceEntry, bound: Bound): typeof nothing {
  const usage = withCachedKinds(used, entry, bound);
  const rates = ratesOf(entry, bound);
  const unsplitCached = usage.unsplitCached ?? 0;
  const fresh = (input: number, cached: number): number => Math.max(0, input - cached);
  return {
    textInUsd: fresh(usage.textIn, usage.textCached) * rates.text.in * PER_TOKEN,
    textCachedUsd: usage.textCached * rates.text.cached * PER_TOKEN,
    textOutUsd: usage.textOut * entry.usdPerMillion.textOut * PER_TOKEN,
    audioInUsd: fresh(usage.audioIn, usage.audioCached) * rates.audio.in * PER_TOKEN,
    audioCachedUsd: usage.audioCached * rates.audio.cached * PER_TOKEN,
    audioOutUsd: usage.audioOut * entry.usdPerMillion.audioOut * PER_TOKEN,
    imageInUsd: fresh(usage.imageIn, usage.imageCached) * rates.image.in * PER_TOKEN,
    imageCachedUsd: usage.imageCached * rates.image.cached * PER_TOKEN,
    unsplitInUsd: fresh(usage.unsplitIn ?? 0, unsplitCached) * rates.unsplit.in * PER_TOKEN,
    unsplitCachedUsd: unsplitCached * rates.unsplit.cached * PER_TOKEN,
    unsplitOutUsd:
      (usage.unsplitOut ?? 0) *
      boundOf(bound, entry.usdPerMillion.textOut, entry.usdPerMillion.audioOut) *
      PER_TOKEN,
    durationUsd: 0,
  };
}

const nothing = {
  textInUsd: 0,
  textCachedUsd: 0,
  textOutUsd: 0,
  audioInUsd: 0,
  audioCachedUsd: 0,
  audioOutUsd: 0,
  imageInUsd: 0,
  imageCachedUsd: 0,
  unsplitInUsd: 0,
  unsplitCachedUsd: 0,
  unsplitOutUsd: 0,
  durationUsd: 0,
};

function boundOf(bound: Bound, one: number, other: number): number {
  return bound === 'most' ? Math.max(one, other) : Math.min(one, other);
}

interface Rate {
  readonly in: number;
  readonly cached: number;
}

/**
 * Of input, by kind. Images without a price of their own are billed as text. Where no discount on a cached image is known it costs
 * at most what a new one does, at the least what cached text does. Nobody shows an agent images here: input of a kind that was
 * not told is text or audio.
 */
function ratesOf(entry: TokenPriceEntry, bound: Bound): Rates {
  const known = knownRates.get(entry);
  if (known !== undefined) return known[bound];
  const both = { most: ratesAt(entry, 'most'), least: ratesAt(entry, 'least') };
  knownRates.set(entry, both);
  return both[bound];
}

type Rates = Readonly<Record<InputKind, Rate>>;

/** Of one price a report asks for each of its turns. */
const knownRates = new WeakMap<TokenPriceEntry, Readonly<Record<Bound, Rates>>>();

function ratesAt(entry: TokenPriceEntry, bound: Bound): Rates {
  const { usdPerMillion: usd, imageUsdPerMillion } = entry;
  const text = { in: usd.textIn, cached: usd.textCached };
  const audio = { in: usd.audioIn, cached: usd.audioCached };
  const image =
    imageUsdPerMillion === null
      ? text
      : {
          in: imageUsdPerMillion,
          cached: entry.imageCachedUsdPerMillion ?? boundOf(bound, imageUsdPerMillion, usd.textCached),
        };
  const unsplit = {
    in: boundOf(bound, text.in, audio.in),
    cached: boundOf(bound, text.cached, audio.cached),
  };
  return { text, audio, image, unsplit };
}

type InputKind = 'text' | 'audio' | 'image' | 'unsplit';

const FIELDS = {
  text: ['textIn', 'textCached'],
  audio: ['audioIn', 'audioCached'],
  image: ['imageIn', 'imageCached'],
  unsplit: ['unsplitIn', 'unsplitCached'],
} as const;

/**
 * The same with the cached tokens whose kind was not told given to kinds: to those that it makes the least cheaper, for the
 * upper bound, or the most, for the lower. What is left of them is of the input without a kind.
 */
export function withCachedKinds(usage: Usage, entry: TokenPriceEntry, bound: Bound = 'most'): Usage {
  let left = usage.unsplitCached ?? 0;
  if (left === 0) return usage;
  const rates = ratesOf(entry, bound);
  const saving = (kind: InputKind): number => rates[kind].in - rates[kind].cached;
  const sign = bound === 'most' ? 1 : -1;
  const kinds = (['text', 'audio', 'image', 'unsplit'] as const).toSorted(
    (a, b) => sign * (saving(a) - saving(b)),
  );
  const given: { -readonly [Name in keyof Usage]: Usage[Name] } = { ...usage, unsplitCached: 0 };
  for (const kind of kinds) {
    const [input, cached] = FIELDS[kind];
    const room = Math.max(0, (given[input] ?? 0) - (given[cached] ?? 0));
    const taken = Math.min(left, room);
    given[cached] = (given[cached] ?? 0) + taken;
    left -= taken;
  }
  return given;
}

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
  // While the agent speaks the caller's line is open, and silent.
  const heardSeconds = shape.userSeconds + (entry.billsSilence === true ? shape.agentSeconds : 0);
  const user = heardSeconds * entry.callerTokensPerSecond;
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
