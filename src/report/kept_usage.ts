/** Usage as numbers of a packed row, and what a service left open apart: that is mostly nothing. Pure. */

import type { Usage } from '../core/log/record.ts';
import { openUsage, type OpenUsage } from '../core/log/usage.ts';

/** In this order. */
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
  const open = usage === null ? NOTHING_OPEN : openUsage(usage);
  return Object.keys(open).length === 0 ? NOTHING_OPEN : open;
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
