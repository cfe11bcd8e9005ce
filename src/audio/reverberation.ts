/**
 * Where the last word ends in a room that echoes. Pure. Once nobody speaks, the level in each band (bands.ts) falls along a straight
 * line, in dB over time, as steep as the room is. Followed back from where the background hides it, the level leaves its line where the last
 * direct sound was: over it while there was more than the echo, under it where that echo had not yet been made. All bands are asked at
 * once, each as far as it can be believed: the lower and narrower, the more its echo wavers.
 *
 * In a dry recording every closed mouth is a steeper fall than any room's.
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
const NOTHING = 1e-10;

/** A line is laid through so much of a band's last fall; the longest that is straight. */
const MIN_LINE_MS = 60;
const MAX_LINE_MS = 500;
const LINE_STEP_MS = 10;
/** Fewer bands that fall so, each about as fast as the others, are a word's own fading. */
const MIN_LINES = 3;
const SAME_ROOM = 1.5;
/** … and no less is a fall. */
const MIN_FALL_DB = 15;
/** A straight fall strays no further from its line than this many times what its band's echo wavers, dB. */
const STRAIGHT = 1.2;
const WAVERS_DB = [3, 2.2, 1.6, 1.3, 1.1, 1.1] as const;
/** Slower is a sound that is held, faster is a word that fades. */
const SLOPES_DB_PER_MS = { least: 0.04, most: 0.3 } as const;
/** A band's own slope weighs twice what the bands' mean does. */
const COMMON_WEIGHT = 2;
/** How high a line lies is read from so much of its end. */
const LEVEL_MS = 200;
/** A slope is known to about so much of itself: the further back, the less a line tells. */
const SLOPE_DOUBT = 0.04;
/** Deviations are means over this … */
const DEVIATION_MS = 20;
/** … and, squared and summed over the bands, no chance from here on, for so long in a row. */
const NO_CHANCE = 25;
const NO_CHANCE_MS = 15;
/** From the last direct sound that is seen to where it would have faded in the clean: the deeper in the echo, the longer. */
const SEEN_LATE_MS = 10;
const FADING_MS_PER_DB = 4;
const LONGEST_FADING_MS = 140;

export interface Echoing {
  /** What stands out of the background in each band, 1 ms by 1 ms, and their sum. */
  readonly above: readonly Float64Array[];
  readonly excess: Float64Array;
  /** What is under this may be background. */
  readonly ceilings: readonly number[];
  readonly activeLevelDbfs: number;
  /** The power from which the clean recording would be audible. */
  readonly threshold: number;
  /** When the last segment began. */
  readonly lastStartMs: number;
}

interface Line {
  readonly fromMs: number;
  readonly toMs: number;
  readonly dbPerMs: number;
  readonly weight: number;
}

/** A band's level less its line's. */
interface Deviation {
  readonly toMs: number;
  readonly middleMs: number;
  readonly dbPerMs: number;
  readonly waversDb: number;
  readonly lineDbfs: (t: number) => number;
  readonly db: Float64Array;
}

/** Null in a room that is dry, and where no end of the direct sound is seen. */
export function endBeforeEcho(heard: Echoing): number | null {
  const ceiling = heard.ceilings.reduce((sum, one) => sum + one, 0);
  if (steepestFall(levelsOf(heard.excess), heard.activeLevelDbfs, dbOf(ceiling)) >= DRY_FALL_DB) return null;
  const levels = heard.above.map(levelsOf);
  const lines = levels.map((band, i) => lastFall(band, i, heard));
  const seen = lines.filter((line) => line !== null);
  const weight = seen.reduce((sum, line) => sum + line.weight, 0);
  const common = seen.reduce((sum, line) => sum + line.dbPerMs * line.weight, 0) / weight;
  const agreeing = seen.filter(({ dbPerMs }) => dbPerMs > common / SAME_ROOM && dbPerMs < common * SAME_ROOM);
  if (agreeing.length < MIN_LINES || common > SLOPES_DB_PER_MS.most) return null;

  const deviations = lines.flatMap((line, i) => {
    if (line === null) return [];
    const towards = (COMMON_WEIGHT * weight) / seen.length;
    const dbPerMs = (common * towards + line.dbPerMs * line.weight) / (towards + line.weight);
    return [deviation(levels[i] as Float64Array, line, dbPerMs, wavers(i))];
  });
  const lastMs = lastDirect(deviations, heard.lastStartMs);
  if (lastMs === null) return null;
  const echo = deviations.reduce((sum, { lineDbfs }) => sum + 10 ** (lineDbfs(lastMs) / 10), 0);
  const hiddenDb = Math.max(0, dbOf(echo / heard.threshold));
  return Math.round(lastMs + SEEN_LATE_MS + Math.min(LONGEST_FADING_MS, FADING_MS_PER_DB * hiddenDb));
}

function steepestFall(levels: Float64Array, activeLevelDbfs: number, ceilingDbfs: number): number {
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

/** The longest straight fall into the background; null where there is none. */
function lastFall(levels: Float64Array, band: number, { ceilings, lastStartMs }: Echoing): Line | null {
  const leastDbfs = dbOf(2 * (ceilings[band] as number));
  let toMs = levels.length;
  while (toMs > lastStartMs && (levels[toMs - 1] as number) < leastDbfs) toMs--;
  const waversDb = wavers(band);
  let longest: Line | null = null;
  for (let ms = MIN_LINE_MS; ms <= MAX_LINE_MS && toMs - ms > lastStartMs; ms += LINE_STEP_MS) {
    const fromMs = toMs - ms;
    const { dbPerMs, straysDb } = straightLine(levels, fromMs, toMs);
    if (straysDb > STRAIGHT * waversDb) break;
    if (dbPerMs > SLOPES_DB_PER_MS.least && dbPerMs * ms >= MIN_FALL_DB)
      longest = { fromMs, toMs, dbPerMs, weight: ms ** 3 / waversDb ** 2 };
  }
  return longest;
}

/** By least squares. */
function straightLine(
  levels: Float64Array,
  fromMs: number,
  toMs: number,
): { dbPerMs: number; straysDb: number } {
  const count = toMs - fromMs;
  let [x, y, xx, xy] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const level = levels[fromMs + i] as number;
    x += i;
    y += level;
    xx += i * i;
    xy += i * level;
  }
  const dbPerMs = -(xy - (x * y) / count) / (xx - (x * x) / count);
  let squares = 0;
  for (let i = 0; i < count; i++)
    squares += ((levels[fromMs + i] as number) - y / count + dbPerMs * (i - x / count)) ** 2;
  return { dbPerMs, straysDb: Math.sqrt(squares / count) };
}

function deviation(levels: Float64Array, line: Line, dbPerMs: number, waversDb: number): Deviation {
  const fromMs = Math.max(line.fromMs, line.toMs - LEVEL_MS);
  let sum = 0;
  for (let t = fromMs; t < line.toMs; t++) sum += (levels[t] as number) + dbPerMs * t;
  const atZero = sum / (line.toMs - fromMs);
  const lineDbfs = (t: number): number => atZero - dbPerMs * t;
  return {
    toMs: line.toMs,
    middleMs: (fromMs + line.toMs) / 2,
    dbPerMs,
    waversDb,
    lineDbfs,
    db: levels.map((level, t) => level - lineDbfs(t)),
  };
}

/** The last instant before which the bands are no mere echo. */
function lastDirect(deviations: readonly Deviation[], startMs: number): number | null {
  let run = 0;
  for (let t = Math.max(...deviations.map(({ toMs }) => toMs)) - DEVIATION_MS; t > startMs; t--) {
    let surprise = 0;
    for (const { db, toMs, middleMs, dbPerMs, waversDb } of deviations) {
      if (t + DEVIATION_MS > toMs) continue;
      let sum = 0;
      for (let i = 0; i < DEVIATION_MS; i++) sum += db[t + i] as number;
      const doubt = SLOPE_DOUBT * dbPerMs * Math.abs(middleMs - t);
      surprise += (sum / DEVIATION_MS) ** 2 / (waversDb ** 2 + doubt ** 2);
    }
    run = surprise >= NO_CHANCE ? run + 1 : 0;
    if (run === NO_CHANCE_MS) return t + run - 1;
  }
  return null;
}

function wavers(band: number): number {
  return WAVERS_DB[Math.min(band, WAVERS_DB.length - 1)] as number;
}

function levelsOf(powers: Float64Array): Float64Array {
  return powers.map(dbOf);
}

function dbOf(power: number): number {
  return 10 * Math.log10(power + NOTHING);
}
