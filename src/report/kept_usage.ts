/** Usage as numbers of a packed row, and what a service left open apart: that is mostly nothing. Pure. */

import type { Usage } from '../core/log/record.ts';
import { openUsage, type OpenUsage } from '../core/log/usage.ts';
import type { PackedOnce } from './kept_once.ts';

/** In the order of writeUsage and usageAt. */
export const USAGE = [
  'textIn',
  'audioIn',
  'imageIn',
  'textCached',
  'audioCached',
  'imageCached',
  'textOut',
  'audioOut',
  'transcriptionSeconds',
  'transcriptionTokens',
] as const satisfies readonly Exclude<keyof Usage, keyof OpenUsage>[];

/** Of most. */
const NOTHING_OPEN: OpenUsage = {};

export function openOf(usage: Usage | null): OpenUsage {
  return usage === null || leavesNothingOpen(usage) ? NOTHING_OPEN : openUsage(usage);
}

/** From another thread nothing comes as the same nothing, by which it is told from something here. */
export function restsAgain<Rest extends { readonly openUsage: OpenUsage }>({
  things,
  numbers,
}: PackedOnce<Rest>): PackedOnce<Rest> {
  const again = (open: OpenUsage): OpenUsage => (leavesNothingOpen(open) ? NOTHING_OPEN : open);
  return { numbers, things: things.map((rest) => ({ ...rest, openUsage: again(rest.openUsage) })) };
}

/** Asked of each turn: nothing is made for it. */
function leavesNothingOpen(usage: OpenUsage): boolean {
  return (
    usage.unsplitIn === undefined &&
    usage.unsplitCached === undefined &&
    usage.unsplitOut === undefined &&
    usage.unreported === undefined &&
    usage.unreportedTranscriptions === undefined &&
    usage.cutOff === undefined &&
    usage.sessionSeconds === undefined &&
    usage.impossible === undefined
  );
}

export function writeUsage(usage: Usage | null, into: Float64Array, from: number): void {
  if (usage === null) {
    into.fill(Number.NaN, from, from + USAGE.length);
    return;
  }
  into[from] = usage.textIn;
  into[from + 1] = usage.audioIn;
  into[from + 2] = usage.imageIn;
  into[from + 3] = usage.textCached;
  into[from + 4] = usage.audioCached;
  into[from + 5] = usage.imageCached;
  into[from + 6] = usage.textOut;
  into[from + 7] = usage.audioOut;
  into[from + 8] = usage.transcriptionSeconds;
  into[from + 9] = usage.transcriptionTokens;
}

export function usageAt(row: Float64Array, from: number, open: OpenUsage): Usage {
  const told = {
    textIn: row[from] as number,
    audioIn: row[from + 1] as number,
    imageIn: row[from + 2] as number,
    textCached: row[from + 3] as number,
    audioCached: row[from + 4] as number,
    imageCached: row[from + 5] as number,
    textOut: row[from + 6] as number,
    audioOut: row[from + 7] as number,
    transcriptionSeconds: row[from + 8] as number,
    transcriptionTokens: row[from + 9] as number,
  };
  return open === NOTHING_OPEN ? told : { ...told, ...open };
}
