/**
 * What the generator says of itself over a stretch of a run, judged by the rule by which a whole run is invalid. Its gauges count from
 * the start of their worker; a stretch is the difference of two.
 */

import { Histogram, upperBound, type EncodedHistogram } from '../../core/log/histogram.ts';
import type { GeneratorRecord } from '../../core/log/record.ts';
import type { LevelGenerator } from '../../forecast/capacity/capacity_result.ts';
import { overloadOf } from '../../report/generator.ts';

const timings = ['sendLateness', 'loopLag', 'startLateness'] as const;

export class GeneratorWindow {
  private readonly frameMs: number;
  private readonly latest = new Map<number, GeneratorRecord>();
  private since = new Map<number, GeneratorRecord>();

  constructor(frameMs: number) {
    this.frameMs = frameMs;
  }

  gauge(gauge: GeneratorRecord): void {
    this.latest.set(gauge.worker, gauge);
  }

  /** The stretch begins with what is known now. */
  open(): void {
    this.since = new Map(this.latest);
  }

  figures(): LevelGenerator {
    const [sendLateness, loopLag, startLateness] = timings.map((timing) => this.over(timing)) as [
      Histogram,
      Histogram,
      Histogram,
    ];
    const frames = this.counted(({ framesSent }) => framesSent);
    const dropped = this.counted(({ framesDropped }) => framesDropped);
    const reasons = overloadOf({ sendLateness, loopLag, startLateness, frames, dropped }, this.frameMs);
    return {
      sendLatenessP99Ms: sendLateness.percentile(99),
      loopLagP99Ms: loopLag.percentile(99),
      startLatenessP99Ms: startLateness.percentile(99),
      frames,
      dropped,
      saturated: reasons.length > 0,
      reasons,
    };
  }

  private counted(of: (gauge: GeneratorRecord) => number): number {
    let total = 0;
    for (const [worker, gauge] of this.latest) {
      const before = this.since.get(worker);
      total += of(gauge) - (before === undefined ? 0 : of(before));
    }
    return total;
  }

  private over(timing: (typeof timings)[number]): Histogram {
    const merged = new Histogram();
    for (const [worker, gauge] of this.latest) {
      const before = this.since.get(worker);
      merged.merge(before === undefined ? gauge[timing] : without(gauge[timing], before[timing]));
    }
    return merged;
  }
}

/** What came after an earlier state of the same histogram. Its least and greatest are known to a bucket. */
function without(after: EncodedHistogram, before: EncodedHistogram): EncodedHistogram {
  const counted = new Map<number, number>();
  for (let i = 0; i + 1 < before.buckets.length; i += 2) {
    counted.set(before.buckets[i] as number, before.buckets[i + 1] as number);
  }
  const buckets: number[] = [];
  for (let i = 0; i + 1 < after.buckets.length; i += 2) {
    const index = after.buckets[i] as number;
    const more = (after.buckets[i + 1] as number) - (counted.get(index) ?? 0);
    if (more > 0) buckets.push(index, more);
  }
  const last = buckets.at(-2);
  return {
    count: Math.max(0, after.count - before.count),
    min: 0,
    max: last === undefined ? 0 : Math.min(after.max, upperBound(last)),
    sum: after.sum - before.sum,
    buckets,
  };
}
