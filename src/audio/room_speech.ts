/**
 * Where speech stands out of a room: for recordings whose background is not far below it. Pure. In each band (bands.ts) the
 * background is taken off; what is left, summed, is audible within 30 dB of the speech, as in a clean recording. A room's echo
 * is told from new sound by reverberation.ts.
 *
 * Pauses under 200 ms do not divide a segment. Sounds under 25 ms, or under 60 ms on their own, are clicks and chance.
 */

import type { Segment } from '../core/plan/plan.ts';
import { backgroundOf, type Background } from './background.ts';
import { bandPowers, highPassed, smoothed } from './bands.ts';
import { activeDbfs, powerToDbfs } from './level.ts';
import { afterglow } from './reverberation.ts';
import { AUDIBLE_RANGE_DB, BRIDGED_PAUSE_MS } from './segments.ts';

/** Lower than any voice that is recorded, higher than a mains' fundamental and most of what shakes a microphone. */
export const HIGH_PASS_HZ = 90;
const WINDOW_MS = 20;
const MIN_BURST_MS = 25;
const MIN_SEGMENT_MS = 60;
/** New sound is no more than this under all that is heard, else it is what an estimate of the echo left over. */
const NEW_SOUND_RANGE_DB = 8;
/** So much new sound in a row is the end of a word. */
const NEW_SOUND_MS = 20;

export interface RoomSpeech {
  readonly segments: readonly Segment[];
  /** How much was taken off the last segment because it was the room's echo. */
  readonly echoMs: number;
}

export function speechInRoom(samples: Float32Array, sampleRate: number): RoomSpeech {
  const bands = bandPowers(samples, sampleRate).map((powers) => smoothed(powers, WINDOW_MS));
  const backgrounds = bands.map(backgroundOf);
  const noise = backgrounds.reduce((sum, { power }) => sum + power, 0);
  const activeLevelDbfs = activeDbfs(highPassed(samples, sampleRate, HIGH_PASS_HZ), sampleRate);
  const threshold = Math.max(10 ** (activeLevelDbfs / 10) - noise, 1e-9) * 10 ** (-AUDIBLE_RANGE_DB / 10);

  const above = bands.map((powers, band) => aboveBackground(powers, backgrounds[band] as Background));
  const excess = sumOf(above);
  const heard = Uint8Array.from(excess, (power) => (power >= threshold ? 1 : 0));
  const segments = joined(heard);
  const ceilingDbfs = powerToDbfs(backgrounds.reduce((sum, { ceiling }) => sum + ceiling, 0));
  const echo = afterglow(above, excess, {
    activeLevelDbfs,
    ceilingDbfs,
    lastEndMs: segments.at(-1)?.endMs ?? 0,
  });
  if (echo === null) return { segments, echoMs: 0 };
  const fresh = sumOf(
    above.map((powers, band) =>
      powers.map((power, t) => Math.max(0, power - ((echo[band] as Float64Array)[t] as number))),
    ),
  );
  const share = 10 ** (-NEW_SOUND_RANGE_DB / 10);
  const isNew = fresh.map((power, t) => (power > threshold && power > (excess[t] as number) * share ? 1 : 0));
  const shorter = segments.map((segment) => ({ ...segment, endMs: endOfNew(isNew, segment) }));
  return { segments: shorter, echoMs: (segments.at(-1)?.endMs ?? 0) - (shorter.at(-1)?.endMs ?? 0) };
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

/** The end of the last new sound in a segment; the segment's own where none is long enough. */
function endOfNew(isNew: Float64Array, { startMs, endMs }: Segment): number {
  let run = 0;
  for (let t = endMs - 1; t >= startMs + MIN_SEGMENT_MS; t--) {
    run = isNew[t] === 1 ? run + 1 : 0;
    if (run === NEW_SOUND_MS) return t + run;
  }
  return endMs;
}
