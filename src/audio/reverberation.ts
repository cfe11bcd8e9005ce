/**
 * What a room still holds of sound that is over. Pure. A room lets no sound fall faster than it decays itself: where the
 * steepest falls in a recording are slow, it echoes, and how fast the last of it dies away says how long. In a dry recording
 * every closed mouth is a steeper fall than any room's.
 */

/** Falls are looked at over this. */
const FALL_MS = 100;
/** A room in which the steepest falls reach so much is dry: its echo ends soon. */
const DRY_FALL_DB = 28;
const STEEPEST_SHARE = 0.03;
/** Only falls from this close to the speech's level tell of the room. */
const LOUD_DB = 10;
/** A fall is looked at where there is room for it above the background. */
const SEEN_FALL_DB = 18;
/** Later sound is echo, earlier sound is the word itself. */
const ECHO_FROM_MS = 40;
/** The estimate is held this much lower: a word that goes on at the level of the echo goes on. */
const CAUTION_DB = 1;
const MIN_TAIL_MS = 80;
const TAIL_RANGE_DB = 50;
/** What lies further from a straight line, in dB over time, is no echo that dies away: it is a sound that goes on and stops. */
const MAX_RESIDUAL_DB = 3;
const NOTHING = 1e-10;

interface Heard {
  readonly activeLevelDbfs: number;
  /** What is under this may be background. */
  readonly ceilingDbfs: number;
  readonly lastEndMs: number;
}

/** The power of the echo in each band at each millisecond, or null in a room that is dry. `excess` is the bands' sum. */
export function afterglow(
  bands: readonly Float64Array[],
  excess: Float64Array,
  heard: Heard,
): readonly Float64Array[] | null {
  const levels = excess.map((power) => 10 * Math.log10(power + NOTHING));
  const fallDb = steepestFall(levels, heard);
  if (fallDb >= DRY_FALL_DB) return null;
  const decayDb = Math.min(tailDecay(levels, heard) ?? Infinity, fallDb / FALL_MS);
  const perMs = 10 ** (-decayDb / 10);
  const atFirst = perMs ** ECHO_FROM_MS;
  const caution = 10 ** (-CAUTION_DB / 10);
  return bands.map((powers) => {
    let echo = 0;
    return powers.map((_, t) => {
      echo = Math.max(echo * perMs, t < ECHO_FROM_MS ? 0 : (powers[t - ECHO_FROM_MS] as number) * atFirst);
      return echo * caution;
    });
  });
}

function steepestFall(levels: Float64Array, { activeLevelDbfs, ceilingDbfs }: Heard): number {
  const falls: number[] = [];
  for (let t = 0; t + FALL_MS < levels.length; t++) {
    const level = levels[t] as number;
    if (level <= activeLevelDbfs - LOUD_DB || level < ceilingDbfs + SEEN_FALL_DB) continue;
    const later = levels[t + FALL_MS] as number;
    // What falls into the background may have fallen any depth.
    falls.push(later <= ceilingDbfs ? Infinity : level - later);
  }
  falls.sort((a, b) => b - a);
  return falls[Math.floor(falls.length * STEEPEST_SHARE)] ?? DRY_FALL_DB;
}

/** dB a millisecond at which the last sound dies away, from near the speech's level down; null where that is too short to say. */
function tailDecay(levels: Float64Array, { activeLevelDbfs, ceilingDbfs, lastEndMs }: Heard): number | null {
  let from = Math.min(lastEndMs, levels.length) - 1;
  while (from > 0 && (levels[from] as number) < activeLevelDbfs - LOUD_DB + 2) from--;
  const low = Math.max(ceilingDbfs + 3, activeLevelDbfs - TAIL_RANGE_DB);
  let to = Math.max(0, from);
  while (to < levels.length && (levels[to] as number) > low) to++;
  const count = to - from;
  if (count < MIN_TAIL_MS) return null;
  let [x, y, xx, xy] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const level = levels[from + i] as number;
    x += i;
    y += level;
    xx += i * i;
    xy += i * level;
  }
  const decay = -(xy - (x * y) / count) / (xx - (x * x) / count);
  let residual = 0;
  for (let i = 0; i < count; i++)
    residual += ((levels[from + i] as number) - (y / count - decay * (i - x / count))) ** 2;
  if (Math.sqrt(residual / count) > MAX_RESIDUAL_DB) return null;
  return decay > 0 ? decay : null;
}
