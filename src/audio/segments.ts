/**
 * Where speech is audible in a recording. Pure. The end of the last segment is where response latency counts from,
 * so it is found to the millisecond, and found where a listener would put it: after a quiet final fricative or the
 * release of a "t", before the room's noise.
 *
 * Audible is what lies within 30 dB of the active speech level (level.ts) and clearly above the background: 10 dB,
 * or half way up to the speech where there is less room than that. Power is taken over 10 ms, slid by 1 ms, so that
 * a voice's single pulses do not break it up; the edges are then set at the first and last 1 ms block that is
 * itself audible. Pauses under 200 ms (a stop's closure, a breath) do not divide a segment. Sounds under 8 ms, or
 * under 30 ms on their own, are clicks.
 */

import type { Segment } from '../core/plan/plan.ts';
import { SILENCE_DBFS, activeDbfs, offsetOf, powerToDbfs } from './level.ts';

export const AUDIBLE_RANGE_DB = 30;
const NOISE_MARGIN_DB = 10;
/** With less than this between speech and background, energy cannot tell them apart: all of it is speech. */
export const MIN_CONTRAST_DB = 12;
/** A background is believed when the quietest moments of both halves agree within this … */
const STEADY_DB = 6;
/** … and else it may be quiet speech (a clip cut close), of which no more than the lowest third is given up. */
const DOUBTED_RANGE_DB = 20;

const WINDOW_MS = 10;
const NOISE_WINDOW_MS = 50;
export const BRIDGED_PAUSE_MS = 200;
const MIN_BURST_MS = 8;
const MIN_SEGMENT_MS = 30;

/**
 * Ascending, 200 ms or more apart, in whole milliseconds (the last may end in the recording's last, broken one). Empty
 * where nothing but clicks or silence is heard. O(n). `activeLevelDbfs` spares measuring it again.
 */
export function speechSegments(
  samples: Float32Array,
  sampleRate: number,
  activeLevelDbfs: number = activeDbfs(samples, sampleRate),
): Segment[] {
  if (activeLevelDbfs <= SILENCE_DBFS) return [];
  const blocks = blockPowers(samples, sampleRate);
  const threshold = 10 ** (audibleFromDbfs(blocks, activeLevelDbfs) / 10);
  const segments: { startMs: number; endMs: number }[] = [];
  for (const burst of bursts(blocks, threshold)) {
    const last = segments.at(-1);
    if (last !== undefined && burst.startMs - last.endMs < BRIDGED_PAUSE_MS) last.endMs = burst.endMs;
    else segments.push(burst);
  }
  return segments.filter(({ startMs, endMs }) => endMs - startMs >= MIN_SEGMENT_MS);
}

/** Mean power of each 1 ms; the last may be shorter. Rates that are no whole kHz have blocks of unequal length. */
function blockPowers(samples: Float32Array, sampleRate: number): Float64Array {
  const offset = offsetOf(samples, sampleRate);
  const powers = new Float64Array(Math.ceil((samples.length * 1000) / sampleRate));
  let from = 0;
  for (let block = 0; block < powers.length; block++) {
    const to = Math.min(samples.length, Math.round(((block + 1) * sampleRate) / 1000));
    let sum = 0;
    for (let i = from; i < to; i++) sum += ((samples[i] as number) - offset) ** 2;
    powers[block] = to > from ? sum / (to - from) : 0;
    from = to;
  }
  return powers;
}

function audibleFromDbfs(blocks: Float64Array, speechDbfs: number): number {
  const lowest = speechDbfs - AUDIBLE_RANGE_DB;
  const half = blocks.length >> 1;
  const first = quietest(blocks.subarray(0, half));
  const second = quietest(blocks.subarray(half));
  const noiseDbfs = Math.min(first, second);
  const contrastDb = speechDbfs - noiseDbfs;
  if (contrastDb < MIN_CONTRAST_DB) return lowest;
  const aboveNoise = noiseDbfs + Math.min(NOISE_MARGIN_DB, contrastDb / 2);
  const believed = Math.abs(first - second) <= STEADY_DB;
  return Math.max(lowest, believed ? aboveNoise : Math.min(aboveNoise, speechDbfs - DOUBTED_RANGE_DB));
}

/** Level of the quietest 50 ms. */
function quietest(blocks: Float64Array): number {
  let least = Infinity;
  const window = Math.min(NOISE_WINDOW_MS, blocks.length);
  eachWindow(blocks, window, (_from, power) => {
    if (power < least) least = power;
  });
  return powerToDbfs(least);
}

/** Stretches in which every 10 ms window is audible, trimmed to their audible blocks. */
function bursts(blocks: Float64Array, threshold: number): { startMs: number; endMs: number }[] {
  const found: { startMs: number; endMs: number }[] = [];
  const window = Math.min(WINDOW_MS, blocks.length);
  let start = -1;
  const end = (to: number): void => {
    if (start === -1) return;
    let startMs = start;
    let endMs = to;
    // A window's mean reaches the threshold only if one of its blocks does: neither loop runs past the other.
    while ((blocks[startMs] as number) < threshold) startMs++;
    while ((blocks[endMs - 1] as number) < threshold) endMs--;
    if (endMs - startMs >= MIN_BURST_MS) found.push({ startMs, endMs });
    start = -1;
  };
  eachWindow(blocks, window, (from, power) => {
    if (power >= threshold) {
      if (start === -1) start = from;
    } else end(from - 1 + window);
  });
  end(blocks.length);
  return found;
}

/** The mean power of every window of so many blocks, from left to right. */
function eachWindow(
  blocks: Float64Array,
  window: number,
  visit: (from: number, power: number) => void,
): void {
  if (window === 0) return;
  // Sums of the blocks up to each one: a running sum that adds and takes away drifts, and misses silence.
  const sums = new Float64Array(blocks.length + 1);
  for (let i = 0; i < blocks.length; i++) sums[i + 1] = (sums[i] as number) + (blocks[i] as number);
  for (let from = 0; from + window <= blocks.length; from++) {
    visit(from, Math.max(0, (sums[from + window] as number) - (sums[from] as number)) / window);
  }
}
