/**
 * One row of a comparison while it is worked out: one metric, of all callers or of one kind, on both sides; what every resample and
 * every deal makes of it, and in the end its verdict. Pure.
 */

import { factsOf } from '../../core/log/metric.ts';
import { tidy } from '../describe.ts';
import { plural } from '../figure.ts';
import { minus } from '../matrix/contrast.ts';
import { percentile, tooFewBeyond, wilson, type Interval } from '../statistics.ts';
import { columnOf, type Column } from './column.ts';
import { betterOf, percentOf, sameMetric, type ComparedMetric } from './compared_metric.ts';
import type { ComparedRow, SideFigure } from './comparison.ts';
import { dealtAsMade, drawnOnce, type Frame, type Range, type Weights } from './frame.ts';
import { SwapTest } from './swap_test.ts';
import { letPass, type Tolerance } from './tolerance.ts';

/** Of each run. With fewer, resamples are too much alike for what they would have to tell. */
export const FEWEST_CALLS = 10;
export const RESAMPLES = 2000;

type Bounds = readonly [low: number, high: number];

/** One row while it is worked out. */
export class RowDraft {
  readonly isTested: boolean;
  readonly hasEnough: boolean;
  readonly test: SwapTest | null;
  private readonly metric: ComparedMetric;
  private readonly caller: string | null;
  private readonly columns: readonly [Column, Column];
  private readonly values: readonly [number, number];
  private readonly draws: readonly [Float64Array, Float64Array, Float64Array];
  private readonly why: string | null;
  private readonly isWanted: boolean;

  constructor(frame: Frame, metric: ComparedMetric, caller: string | null, wanted: boolean) {
    this.metric = metric;
    this.caller = caller;
    const ranges = rangesOf(frame, caller);
    const [had, has] = frame.sides;
    const first = columnOf(had, ranges[0], metric);
    // A run beside itself, for its figures alone.
    this.columns = [first, has === had ? first : columnOf(has, ranges[1], metric)];
    const once = drawnOnce(frame);
    this.values = [this.columns[0].of(once[0]), this.columns[1].of(once[1])];
    const few = tooFew(metric, this.columns);
    this.hasEnough = this.columns.every(({ calls }) => calls >= FEWEST_CALLS);
    const size = this.hasEnough ? RESAMPLES : 0;
    this.draws = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    this.isWanted = wanted;
    const level = this.isLevel ? 'the same in every call of both' : null;
    this.why = few ?? (wanted ? level : 'shown, not tested');
    this.isTested = this.why === null;
    this.test = this.isTested ? new SwapTest(frame, ranges, metric, dealtAsMade(frame)) : null;
  }

  /** No case in any call of either run, or every one: whatever is dealt, nothing differs. */
  private get isLevel(): boolean {
    const [a, b] = this.values;
    return this.metric.stat === 'rate' && a === b && (a === 0 || a === 1);
  }

  /** Nobody asked for it, and it is level in both. */
  get tellsNothing(): boolean {
    return this.isLevel && !this.isWanted;
  }

  get p(): number | null {
    return this.test === null ? null : this.test.p;
  }

  resampled(at: number, weights: Weights): void {
    const [before, after, difference] = this.draws;
    const a = this.columns[0].of(weights[0]);
    const b = this.columns[1] === this.columns[0] ? a : this.columns[1].of(weights[1]);
    before[at] = a;
    after[at] = b;
    difference[at] = minus(b, a);
  }

  /** None: neither run has data of it. */
  row(survives: boolean, tolerances: readonly Tolerance[]): readonly ComparedRow[] {
    const { metric, stat } = this.metric;
    const [before, after] = this.values;
    if (Number.isNaN(before) && Number.isNaN(after)) return [];
    const never = before === Infinity && after === Infinity;
    const difference = never ? NaN : after - before;
    const bounds = this.bounds(2);
    const interval = bounds === null ? null : shown(bounds);
    const isClear = bounds !== null && leavesOutZero(bounds);
    const isReal = survives && isClear;
    const verdict = this.verdictOf(difference, isReal);
    const tolerance =
      this.caller === null ? tolerances.find((one) => sameMetric(one, this.metric)) : undefined;
    const passes = tolerance !== undefined && Math.abs(difference) <= letPass(tolerance, before);
    return [
      {
        metric,
        stat,
        unit: factsOf(metric).unit,
        caller: this.caller,
        better: betterOf(metric),
        before: this.side(0),
        after: this.side(1),
        difference: finite(difference),
        beyond: difference === Infinity ? 'above' : difference === -Infinity ? 'below' : null,
        interval,
        leavesOutZero: isClear,
        relative: stat === 'rate' || before === 0 ? null : finite(difference / before),
        p: this.p === null ? null : tidy(this.p),
        verdict,
        why: this.why,
        callsToTell: verdict === 'not_told' ? this.callsToTell(difference, interval) : null,
        tolerance: tolerance?.text ?? null,
        regression: verdict === 'worse' && !passes,
      },
    ];
  }

  private verdictOf(difference: number, isReal: boolean): ComparedRow['verdict'] {
    if (this.test === null) return this.isWanted && this.hasEnough && this.isLevel ? 'same' : 'untested';
    if (this.test.isIdle && difference === 0) return 'same';
    if (!isReal) return 'not_told';
    const better = betterOf(this.metric.metric);
    if (better === 'neither') return 'changed';
    return difference < 0 === (better === 'lower') ? 'better' : 'worse';
  }

  private side(at: 0 | 1): SideFigure {
    const { cases, calls } = this.columns[at];
    const bounds = this.bounds(at);
    return { value: finite(this.values[at]), interval: bounds === null ? null : shown(bounds), cases, calls };
  }

  /** 95%; infinite where nothing bounds it. */
  private bounds(at: 0 | 1 | 2): Bounds | null {
    if (!this.hasEnough) return null;
    if (this.metric.stat === 'rate') {
      // Where no call had a case, or each only such, every resample is the same, and says too much.
      if (at !== 2 && this.isFlat(at)) return this.flatBounds(at);
      if (at === 2 && this.isFlat(0) && this.isFlat(1)) {
        const [before, after] = [this.flatBounds(0), this.flatBounds(1)];
        return before === null || after === null ? null : [after[0] - before[1], after[1] - before[0]];
      }
    }
    const known = withoutNaN(this.draws[at]).sort();
    const [low, high] = [percentile(known, 2.5), percentile(known, 97.5)];
    if (low === null || high === null) return null;
    // Of each kind of caller every call is alike: what is drawn is always the same.
    if (at !== 2 && low === high && this.metric.stat === 'rate') return this.flatBounds(at);
    return [low, high];
  }

  private isFlat(side: 0 | 1): boolean {
    const value = this.values[side];
    return value === 0 || value === 1;
  }

  /** By the call: its cases are not independent of each other. */
  private flatBounds(side: 0 | 1): Bounds | null {
    const { calls } = this.columns[side];
    const [low, high] = wilson(this.values[side] * calls, calls) ?? [null, null];
    return low === null || high === null ? null : [low, high];
  }

  /** An interval narrows with the root of the calls; to stand, it has to be about as far from zero as it is wide to the side, twice over. */
  private callsToTell(difference: number, interval: Interval | null): number | null {
    const [low, high] = interval ?? [null, null];
    if (low === null || high === null || !(Math.abs(difference) > 0)) return null;
    const error = (high - low) / (2 * 1.96);
    const calls = Math.min(this.columns[0].calls, this.columns[1].calls);
    const wanted = Math.ceil(calls * ((POWER * error) / difference) ** 2);
    return wanted > calls && wanted <= MOST_TIMES * calls ? Number(wanted.toPrecision(2)) : null;
  }
}

/** Standard errors that a difference is from zero, to be found in 9 of 10 tries by a test that one in about 300 passes by chance. */
const POWER = 2.94 + 1.28;
/** A difference that takes more than so many times the calls is none to go after. */
const MOST_TIMES = 20;

function rangesOf({ sides, strata }: Frame, caller: string | null): readonly [Range, Range] {
  const found = strata.find((stratum) => stratum.caller === caller);
  return (
    found?.ranges ?? [
      { from: 0, to: sides[0].length },
      { from: 0, to: sides[1].length },
    ]
  );
}

function tooFew(metric: ComparedMetric, columns: readonly [Column, Column]): string | null {
  const calls = Math.min(columns[0].calls, columns[1].calls);
  if (calls < FEWEST_CALLS) return `too few: ${plural(calls, 'call')} with any, of ${FEWEST_CALLS}`;
  const percent = percentOf(metric.stat);
  const cases = Math.min(columns[0].cases, columns[1].cases);
  if (percent === null || percent === 50 || !tooFewBeyond(percent, cases)) return null;
  let takes = cases;
  while (tooFewBeyond(percent, takes)) takes = Math.ceil(takes * 1.01) + 1;
  while (!tooFewBeyond(percent, takes - 1)) takes--;
  return `too few: ${plural(cases, 'value')}, of ${takes} for a ${metric.stat}`;
}

/** A copy. */
function withoutNaN(values: Float64Array): Float64Array {
  const known = new Float64Array(values.length);
  let length = 0;
  for (let at = 0; at < values.length; at++) {
    const value = values[at] as number;
    if (!Number.isNaN(value)) known[length++] = value;
  }
  return known.subarray(0, length);
}

function leavesOutZero([low, high]: Bounds): boolean {
  return low > 0 || high < 0;
}

function shown([low, high]: Bounds): Interval {
  return [finite(low), finite(high)];
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? tidy(value) : null;
}
