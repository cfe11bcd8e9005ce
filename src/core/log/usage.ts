/**
 * Tokens as the service reports them. Cached tokens are part of the input, not beside it. Pure. What a service left open (of
 * which kind its tokens are, or how many) is kept in fields of its own, and never shown as zero.
 */

import type { Usage } from './record.ts';

export const noUsage: Usage = {
  textIn: 0,
  audioIn: 0,
  imageIn: 0,
  textCached: 0,
  audioCached: 0,
  imageCached: 0,
  textOut: 0,
  audioOut: 0,
  transcriptionSeconds: 0,
  transcriptionTokens: 0,
};

/** A response that ended without a word of what it used. */
export const unreportedUsage: Usage = { ...noUsage, unreported: 1 };

/** In the log only where they are not 0. */
const OPEN = [
  'unsplitIn',
  'unsplitCached',
  'unsplitOut',
  'unreported',
  'unreportedTranscriptions',
  'cutOff',
  'sessionSeconds',
  'impossible',
] as const satisfies readonly (keyof Usage)[];

export type OpenUsage = Pick<Usage, (typeof OPEN)[number]>;

export function addUsage(a: Usage, b: Usage): Usage {
  const sum: { -readonly [Name in keyof Usage]: Usage[Name] } = {
    textIn: a.textIn + b.textIn,
    audioIn: a.audioIn + b.audioIn,
    imageIn: a.imageIn + b.imageIn,
    textCached: a.textCached + b.textCached,
    audioCached: a.audioCached + b.audioCached,
    imageCached: a.imageCached + b.imageCached,
    textOut: a.textOut + b.textOut,
    audioOut: a.audioOut + b.audioOut,
    transcriptionSeconds: a.transcriptionSeconds + b.transcriptionSeconds,
    transcriptionTokens: a.transcriptionTokens + b.transcriptionTokens,
  };
  for (const name of OPEN) {
    const both = (a[name] ?? 0) + (b[name] ?? 0);
    if (both > 0) sum[name] = both;
  }
  return sum;
}

/** What was left open alone: no fields where nothing was. */
export function openUsage(usage: Usage): OpenUsage {
  const open: { -readonly [Name in keyof OpenUsage]: OpenUsage[Name] } = {};
  for (const name of OPEN) if (usage[name] !== undefined) open[name] = usage[name];
  return open;
}

/** The whole input, of whichever kind. */
export function inputTokens(usage: Usage): number {
  return usage.textIn + usage.audioIn + usage.imageIn + (usage.unsplitIn ?? 0);
}

/** Of it, cached. */
export function cachedTokens(usage: Usage): number {
  return usage.textCached + usage.audioCached + usage.imageCached + (usage.unsplitCached ?? 0);
}

export function outputTokens(usage: Usage): number {
  return usage.textOut + usage.audioOut + (usage.unsplitOut ?? 0);
}
