/**
 * Where speech stands out of a room: for recordings whose background is not far below it. Pure. In each band (bands.ts) the
 * background is taken off; what is left, summed, is audible within 30 dB of the speech, as in a clean recording. That is done
 * twice: with the background as guessed, and with the background as it is where the first time heard nobody. A steady sound
 * under the background's own ups and downs, a last "f" or "s", stands out over a longer window; what fades under all of it is
 * given the time that words commonly take to fade so far. What a room's echo adds to the last word is told by reverberation.ts.
 *
 * Pauses under 200 ms do not divide a segment. Sounds under 25 ms, or under 60 ms on their own, are clicks and chance.
 */

import type { Segment } from '../core/plan/plan.ts';
import { backgroundAt, backgroundOf, type Background } from './background.ts';
import { bandPowers, highPassed, smoothed } from './bands.ts';
import { hissFrom, withoutBreath } from './final_hiss.ts';
import { activeDbfs, powerToDbfs } from './level.ts';
import { endBeforeEcho } from './reverberation.ts';
import { AUDIBLE_RANGE_DB, BRIDGED_PAUSE_MS } from './segments.ts';

/** Lower than any voice that is recorded, higher than a mains' fundamental and most of what shakes a microphone. */
export const HIGH_PASS_HZ = 90;
const WINDOW_MS = 20;
const LONG_WINDOW_MS = 50;
const MIN_BURST_MS = 25;
const MIN_SEGMENT_MS = 60;
/** Nobody speaks so long before a segment, and so long after it: what is closer may be its own fading. */
const BEFORE_MS = 60;
const AFTER_MS = 160;
/** What the longer window hears so soon after a segment, and for so long, belongs to it. */
const SOON_MS = 100;
const LONGEST_ADDED_MS = 300;
/** Words fade by 30 dB in some 60 ms. */
const FADING_MS_PER_DB = 2;
const LONGEST_FADING_MS = 60;

export interface RoomSpeech {
  readonly segments: readonly Segment[];
  /** How much was taken off the last segment because it was the room's echo. */
  readonly echoMs: number;
  /** From here to its end the last segment is hiss alone, as an "s" is. */
  readonly hissFromMs: number;
  /** Up to here a breath is heard after the last segment; null where there is none. */
  readonly breathToMs: number | null;
}

interface HeardInBands {
  /** What is left of each band, and of their sum. */
  readonly above: readonly Float64Array[];
  readonly excess: Float64Array;
  readonly segments: readonly Segment[];
}

export function speechInRoom(samples: Float32Array, sampleRate: number): RoomSpeech {
  const powers = bandPowers(samples, sampleRate);
  const bands = powers.map((band) => smoothed(band, WINDOW_MS));
  const guessed = bands.map(backgroundOf);
  const activeLevelDbfs = activeDbfs(highPassed(samples, sampleRate, HIGH_PASS_HZ), sampleRate);
  const first = heardIn(bands, guessed, thresholdOf(activeLevelDbfs, guessed));
  const alone = outside(first.segments, bands[0]?.length ?? 0);
  const known = (some: readonly Float64Array[]): Background[] =>
    some.map((band, i) => backgroundAt(band, alone) ?? (guessed[i] as Background));

  const backgrounds = known(bands);
  const threshold = thresholdOf(activeLevelDbfs, backgrounds);
  const heard = heardIn(bands, backgrounds, threshold);
  const long = powers.map((band) => smoothed(band, LONG_WINDOW_MS));
  const all = extended(heard.segments, heardIn(long, known(long), threshold).segments);
  const segments = withoutBreath(all, heard.above, heard.excess, threshold);
  const breathToMs = segments === all ? null : (all.at(-1)?.endMs ?? null);
  const endMs = segments.at(-1)?.endMs ?? 0;
  const hissFromMs = hissFrom(heard.above, segments.at(-1));

  const directMs = endBeforeEcho({
    ...heard,
    ceilings: backgrounds.map(({ ceiling }) => ceiling),
    activeLevelDbfs,
    threshold,
    lastStartMs: segments.at(-1)?.startMs ?? 0,
  });
  if (directMs === null) {
    const fadedMs = Math.min((bands[0]?.length ?? 0) - endMs, fadingMs(activeLevelDbfs, backgrounds));
    return { segments: withEnd(segments, endMs + fadedMs), echoMs: 0, hissFromMs, breathToMs };
  }
  const shorter = withEnd(segments, Math.min(endMs, directMs));
  return { segments: shorter, echoMs: Math.max(0, endMs - directMs), hissFromMs, breathToMs };
}

/** Audible as in a clean recording: within 30 dB of the speech alone. */
function thresholdOf(activeLevelDbfs: number, backgrounds: readonly Background[]): number {
  const noise = backgrounds.reduce((sum, { power }) => sum + power, 0);
  return Math.max(10 ** (activeLevelDbfs / 10) - noise, 1e-9) * 10 ** (-AUDIBLE_RANGE_DB / 10);
}

function heardIn(
  bands: readonly Float64Array[],
  backgrounds: readonly Background[],
  threshold: number,
): HeardInBands {
  const above = bands.map((powers, band) => aboveBackground(powers, backgrounds[band] as Background));
  const excess = sumOf(above);
  return {
    above,
    excess,
    segments: joined(Uint8Array.from(excess, (power) => (power >= threshold ? 1 : 0))),
  };
}

/** 1 for each millisecond that is well outside of all speech. */
function outside(segments: readonly Segment[], length: number): Uint8Array {
  const alone = new Uint8Array(length).fill(1);
  for (const { startMs, endMs } of segments)
    alone.fill(0, Math.max(0, startMs - BEFORE_MS), endMs + AFTER_MS);
  return alone;
}

/** The last segment with what the longer window hears of it besides, less what the window itself adds. */
function extended(found: readonly Segment[], longer: readonly Segment[]): readonly Segment[] {
  const last = found.at(-1);
  if (last === undefined) return found;
  const endOf = ({ endMs }: Segment): number => endMs - LONG_WINDOW_MS / 2;
  const more = longer.find((one) => one.startMs < last.endMs + SOON_MS && endOf(one) > last.endMs);
  if (more === undefined) return found;
  return withEnd(found, Math.min(endOf(more), last.endMs + LONGEST_ADDED_MS));
}

function withEnd(segments: readonly Segment[], endMs: number): readonly Segment[] {
  return segments.map((segment, i) => (i < segments.length - 1 ? segment : { ...segment, endMs }));
}

/** How long a word goes on, commonly, from where the background hides it to where nobody would hear it in a clean recording. */
function fadingMs(activeLevelDbfs: number, backgrounds: readonly Background[]): number {
  const hidden = backgrounds.reduce((sum, { power, ceiling }) => sum + ceiling - power, 0);
  const hiddenDb = powerToDbfs(hidden) - (activeLevelDbfs - AUDIBLE_RANGE_DB);
  return Math.round(Math.max(0, Math.min(LONGEST_FADING_MS, FADING_MS_PER_DB * hiddenDb)));
}

function aboveBackground(powers: Float64Array, { power, ceiling }: Background): Float64Array {
  return powers.map((total) => (total > ceiling ? total - power : 0));
}

function sumOf(bands: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(bands[0]?.length ?? 0);
  for (const band of bands)
    for (let t = 0; t < sum.length; t++) sum[t] = (sum[t] as number) + (band[t] as number);
  return sum;
}

function joined(heard: Uint8Array): Segment[] {
  const segments: { startMs: number; endMs: number }[] = [];
  let startMs = -1;
  for (let t = 0; t <= heard.length; t++) {
    if (heard[t] === 1) {
      if (startMs === -1) startMs = t;
      continue;
    }
    if (startMs !== -1 && t - startMs >= MIN_BURST_MS) {
      const last = segments.at(-1);
      if (last !== undefined && startMs - last.endMs < BRIDGED_PAUSE_MS) last.endMs = t;
      else segments.push({ startMs, endMs: t });
    }
    startMs = -1;
  }
  return segments.filter((segment) => segment.endMs - segment.startMs >= MIN_SEGMENT_MS);
}
