/**
 * What a receiver plays in place of a lost packet: nothing, the last packet again, or a likely continuation (the last period of
 * the voice, again and again, fading, as ITU-T G.711 Appendix I has it). Pure, in place.
 */

import type { Samples } from './impairment.ts';

export const concealments = ['silence', 'repeat', 'conceal'] as const;
export type Concealment = (typeof concealments)[number];

/** The periods of voices, how much of what came before is compared, and how long two parts overlap. */
const SHORTEST_MS = 2.5;
const LONGEST_MS = 15;
const COMPARED_MS = 20;
const OVERLAP_MS = 2.5;
/** Full for so long, then less and less, and nothing from there on. */
const HELD_MS = 10;
const FADED_MS = 60;

/** The packets from `from` up to `to` are lost; all before is as it was played. */
export function concealIn(
  samples: Samples,
  from: number,
  to: number,
  packet: number,
  sampleRate: number,
  how: Concealment,
): void {
  const before = how === 'repeat' ? packet : Math.round((LONGEST_MS + COMPARED_MS) * (sampleRate / 1000));
  if (how === 'silence' || from < before) {
    samples.fill(0, from, to);
    return;
  }
  if (how === 'repeat') {
    for (let i = from; i < to; i++) samples[i] = samples[i - packet] as number;
    return;
  }
  const perMs = sampleRate / 1000;
  const period = periodBefore(samples, from, perMs);
  const next = samples.slice(to, to + Math.round(OVERLAP_MS * perMs));
  const end = to + next.length;
  for (let i = from; i < end; i++) {
    const sinceMs = (i - from) / perMs;
    const loud = Math.min(1, Math.max(0, (FADED_MS - sinceMs) / (FADED_MS - HELD_MS)));
    const likely = loud * (samples[from - period + ((i - from) % period)] as number);
    const back = i < to ? 0 : (i - to + 1) / (next.length + 1);
    samples[i] = likely * (1 - back) + (i < to ? 0 : back * (next[i - to] as number));
  }
}

/** After which the sound before this place is most like itself. */
function periodBefore(samples: Samples, end: number, perMs: number): number {
  const compared = Math.round(COMPARED_MS * perMs);
  let best = Math.round(LONGEST_MS * perMs);
  let most = -Infinity;
  for (let lag = Math.round(SHORTEST_MS * perMs); lag <= Math.round(LONGEST_MS * perMs); lag++) {
    let product = 0;
    let power = 1e-9;
    for (let i = end - compared; i < end; i++) {
      const earlier = samples[i - lag] as number;
      product += (samples[i] as number) * earlier;
      power += earlier * earlier;
    }
    const likeness = product / Math.sqrt(power);
    if (likeness <= most) continue;
    most = likeness;
    best = lag;
  }
  return best;
}
