/**
 * Calls that were lost while more than so many were up. Pure. Against chance: calls that are lost as likely in a crowd as by
 * themselves, so that the crowd has its share of the time that they live. Calls lost within a second of each other count once.
 */

import { count, percent } from '../figure.ts';
import { chanceOfHitting } from './chance.ts';
import { Exposure } from './exposure.ts';
import { wasThere, type LivedCall } from './lived_call.ts';
import type { FoundTrait } from './lost_together.ts';

const TOGETHER_MS = 1000;
const FEWEST_TIMES = 4;
/** Of the instants, so many may lie at or below the number that is told. */
const MOST_BELOW = 0.1;
const MOST_LEVELS = 20;

export function sharedCrowds(calls: readonly LivedCall[]): readonly FoundTrait[] {
  const there = calls.filter(wasThere).filter(({ dialedMs, endedMs }) => endedMs >= dialedMs);
  const spans = there.map(({ dialedMs, endedMs }) => [dialedMs, endedMs] as const);
  const exposure = new Exposure(spans);
  const lost = there
    .filter(({ fate }) => fate === 'lost')
    .map(({ call, endedMs }) => ({ call, endedMs, up: exposure.at(endedMs) }))
    .sort((a, b) => a.endedMs - b.endedMs);
  const times = lost.filter(
    ({ endedMs }, at) => at === 0 || endedMs - (lost[at - 1]?.endedMs ?? 0) > TOGETHER_MS,
  );
  if (times.length < FEWEST_TIMES) return [];
  const levels = Float64Array.from(times, ({ up }) => up - 1).sort();
  const candidates = [...new Set(levels.subarray(0, 1 + Math.floor(levels.length * MOST_BELOW)))].slice(
    0,
    MOST_LEVELS,
  );
  const crowd = new Crowd(spans);
  const tested = candidates.map((level) => {
    const above = times.filter(({ up }) => up > level).length;
    const share = crowd.shareAbove(level);
    return { level, share, chance: chanceOfHitting(above, times.length, share) * candidates.length };
  });
  const best = tested.reduce((least, one) => (one.chance < least.chance ? one : least));
  const members = lost.filter(({ up }) => up > best.level);
  return [
    {
      trait: 'crowd',
      value: String(best.level),
      count: members.length,
      of: lost.length,
      others: null,
      chance: Math.min(1, best.chance),
      text:
        `${count(members.length)} of ${count(lost.length)} lost calls ended while more than ${count(best.level)} were up ` +
        `(at most ${count(crowd.most)}; ${percent(best.share)} of the time of all calls was spent so)`,
      calls: members.map(({ call }) => call),
    },
  ];
}

/** How much of the calls' time was lived while so many were up. */
class Crowd {
  readonly most: number;
  /** By how many were up. */
  private readonly livedMs: Float64Array;
  private readonly totalMs: number;

  constructor(spans: readonly (readonly [fromMs: number, toMs: number])[]) {
    const begins = Float64Array.from(spans, ([fromMs]) => fromMs).sort();
    const ends = Float64Array.from(spans, ([, toMs]) => toMs).sort();
    this.livedMs = new Float64Array(spans.length + 1);
    let up = 0;
    let most = 0;
    let sinceMs = 0;
    for (let begun = 0, ended = 0; ended < ends.length;) {
      const begins1 = begins[begun] ?? Infinity;
      const ends1 = ends[ended] as number;
      const atMs = Math.min(begins1, ends1);
      this.livedMs[up] = (this.livedMs[up] as number) + up * (atMs - sinceMs);
      sinceMs = atMs;
      // At one instant, who leaves makes room before who comes.
      if (ends1 <= begins1 && up > 0) {
        up--;
        ended++;
      } else {
        up++;
        begun++;
      }
      most = Math.max(most, up);
    }
    this.most = most;
    this.totalMs = this.livedMs.reduce((total, lived) => total + lived, 0);
  }

  /** Of the time that calls lived, what they lived while more than so many were up. */
  shareAbove(level: number): number {
    if (this.totalMs <= 0) return 1;
    return this.livedMs.subarray(level + 1).reduce((total, lived) => total + lived, 0) / this.totalMs;
  }
}
