/**
 * Counts clipped samples as they come: those that stand in a run of three or more at full scale (the definition of
 * `audio/level.ts`). Pure, without allocation; cut anywhere, the pieces give the count of the whole. Where something may be
 * clipped only every third sample is looked at: a run of three cannot pass between.
 */

import { peakOf } from './peak.ts';

const RUN = 3;

export class Clipping {
  /** Samples at full scale at the end of what has been heard. */
  run = 0;

  /**
   * Whether there may be anything to count in a piece: nearly always not, which spares looking at it in parts. Nothing is
   * counted by this.
   */
  suspects(pcm: Int16Array, fullScale: number): boolean {
    return this.run > 0 || peakOf(pcm) >= fullScale;
  }

  /** How many of `pcm[from…to−1]` are clipped. A run that is long enough only now counts from its beginning. */
  scan(pcm: Int16Array, from: number, to: number, fullScale: number): number {
    let clipped = 0;
    let at = from;
    if (this.run > 0) {
      while (at < to && isFull(pcm[at] as number, fullScale)) at++;
      clipped += counted(this.run + at - from) - counted(this.run);
      if (at === to) {
        this.run += at - from;
        return clipped;
      }
      this.run = 0;
    }
    const begin = at;
    for (at += RUN - 1; at < to; at += RUN) {
      if (!isFull(pcm[at] as number, fullScale)) continue;
      let first = at;
      while (first > begin && isFull(pcm[first - 1] as number, fullScale)) first--;
      while (at < to && isFull(pcm[at] as number, fullScale)) at++;
      // What stands at the end is counted below.
      if (at < to) clipped += counted(at - first);
    }
    for (let last = to - 1; last >= begin && isFull(pcm[last] as number, fullScale); last--) this.run++;
    return clipped + counted(this.run);
  }
}

function isFull(sample: number, fullScale: number): boolean {
  return sample >= fullScale || sample <= -fullScale;
}

function counted(run: number): number {
  return run >= RUN ? run : 0;
}
