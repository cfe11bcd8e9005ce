/**
 * The hiss at the end of a word, and the breath after it. Pure. An "s", an "f" or the release of a "t" has no voice in it, and a voice detector ends the word
 * before it: it is told by what it is made of, more above 1.5 kHz than below. A
 * breath is hiss too, after a pause: on its own, or longer than any "ts".
 */

import type { Segment } from '../core/plan/plan.ts';

/** The first of the bands above 1.5 kHz (bands.ts). */
const FIRST_HIGH_BAND = 3;
const BRIDGED_MS = 40;
/** The closure of a "t" is shorter … */
const BREATH_PAUSE_MS = 100;
/** … and so is what is released after it. */
const SHORTEST_BREATH_MS = 250;

/** From where on the last segment is hiss alone; its end where it ends otherwise. `above`: what stands out in each band, 1 ms by 1 ms. */
export function hissFrom(above: readonly Float64Array[], last: Segment | undefined): number {
  if (last === undefined) return 0;
  let fromMs = last.endMs;
  for (let t = last.endMs - 1; t >= last.startMs && fromMs - t <= BRIDGED_MS; t--) {
    let high = 0;
    let low = 0;
    for (const [band, powers] of above.entries()) {
      if (band < FIRST_HIGH_BAND) low += powers[t] ?? 0;
      else high += powers[t] ?? 0;
    }
    if (high > low) fromMs = t;
  }
  return fromMs;
}

/** Without a breath at the end: what is hiss alone after a pause. `excess`: the bands' sum; less than `threshold` is nothing. */
export function withoutBreath(
  segments: readonly Segment[],
  above: readonly Float64Array[],
  excess: Float64Array,
  threshold: number,
): readonly Segment[] {
  const last = segments.at(-1);
  if (last === undefined) return segments;
  const fromMs = hissFrom(above, last);
  if (fromMs <= last.startMs + BRIDGED_MS) return segments.length > 1 ? segments.slice(0, -1) : segments;
  if (last.endMs - fromMs < SHORTEST_BREATH_MS) return segments;
  let endMs = fromMs;
  while (endMs > last.startMs && (excess[endMs - 1] ?? 0) < threshold) endMs--;
  if (fromMs - endMs < BREATH_PAUSE_MS || endMs === last.startMs) return segments;
  return [...segments.slice(0, -1), { ...last, endMs }];
}
