/**
 * What is always there under a recording: its level and how much that moves. Pure. At first taken from the quietest tenth, and
 * widened step by step to all that belongs to it: a background that wanders has its loud moments too. Once it is known roughly
 * where nobody speaks, from there alone.
 */

const QUIETEST_SHARE = 0.1;
const ROUNDS = 8;
const SPREADS = 3;
const MIN_SPREAD_DB = 1;
/** A background that moves by more is none: it is told from speech by ear alone. */
const MAX_SPREAD_DB = 4;
/** So many moments, 1 ms each, tell what a background is. */
const ENOUGH_MS = 300;
/** No background is known more closely. */
const MIN_KNOWN_DB = 1.2;
/** Powers below this are digital silence. */
const SILENT_POWER = 1e-10;

export interface Background {
  /** Mean power. */
  readonly power: number;
  /** What is over this does not belong to it. */
  readonly ceiling: number;
}

/** Of the powers of a sound over time, smoothed by whoever calls. O(n log n). */
export function backgroundOf(powers: Float64Array): Background {
  const levels = powers.map((power) => 10 * Math.log10(Math.max(power, SILENT_POWER))).toSorted();
  let mean = levels[Math.floor(levels.length * QUIETEST_SHARE * 0.5)] ?? -100;
  let spread = 2.5;
  for (let round = 0; round < ROUNDS; round++) {
    const most = mean + SPREADS * spread;
    let count = 0;
    let sum = 0;
    let squares = 0;
    for (const level of levels) {
      if (level > most) break;
      count++;
      sum += level;
      squares += level * level;
    }
    if (count === 0) break;
    mean = sum / count;
    spread = Math.min(
      MAX_SPREAD_DB,
      Math.max(MIN_SPREAD_DB, Math.sqrt(Math.max(0, squares / count - mean * mean))),
    );
  }
  return { power: 10 ** (mean / 10), ceiling: 10 ** ((mean + Math.max(4, SPREADS * spread)) / 10) };
}

/** Of the moments that are known to be background alone: nearer to what it is than what has to be guessed. Null where they are too few. */
export function backgroundAt(powers: Float64Array, isBackground: Uint8Array): Background | null {
  const levels = powers
    .filter((_, t) => isBackground[t] === 1)
    .map((power) => 10 * Math.log10(Math.max(power, SILENT_POWER)))
    .toSorted();
  if (levels.length < ENOUGH_MS) return null;
  const at = (share: number): number => levels[Math.floor((levels.length - 1) * share)] as number;
  // By ranks: a click among them moves nothing.
  const spread = Math.min(MAX_SPREAD_DB, (at(0.84) - at(0.16)) / 2);
  const mean = at(0.5);
  return {
    power: 10 ** (mean / 10),
    ceiling: 10 ** ((mean + Math.max(MIN_KNOWN_DB, SPREADS * spread)) / 10),
  };
}
