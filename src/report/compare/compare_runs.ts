/**
 * Runs beside the one they are compared with: each metric with its interval, the difference with its, and whether it is real. Pure and
 * seeded: the same runs, the same comparison. Intervals are percentile bootstraps of whole calls, 95%; tests deal calls at random
 * (swap_test.ts), and all of a page are corrected for together (Holm). Real is what stands after that and has an interval without zero.
 */

import { Random } from '../../core/word/random.ts';
import { count, plural } from '../figure.ts';
import { survivors } from '../matrix/holm.ts';
import { warningsBetween, type Obstacle } from './comparable.ts';
import { alsoShown, sameMetric, usuallyTested, type ComparedMetric } from './compared_metric.ts';
import type { ComparedRun } from './compared_run.ts';
import { COMPARISON_VERSION, type ComparedWith, type Comparison } from './comparison.ts';
import { dealtAsMade, drawnOnce, frameOf, redeal, redraw, type Frame, type Range } from './frame.ts';
import { FEWEST_CALLS, RESAMPLES, RowDraft } from './row_draft.ts';
import type { Tolerance } from './tolerance.ts';

const LEAST_DEALS = 2000;
const FAMILY_ERROR = 0.05;

export interface ComparedBy {
  /** In place of the usual ones. */
  readonly metrics?: readonly ComparedMetric[];
  readonly tolerances?: readonly Tolerance[];
  /** What is tested, and no row besides. */
  readonly bare?: true;
  /** How many tests whoever asks corrects for, where these are a part of them. */
  readonly ofTests?: number;
  /** No test is made. */
  readonly figuresOnly?: true;
}

export function compareRuns(
  before: ComparedRun,
  after: readonly ComparedRun[],
  { metrics, tolerances = [], bare, ofTests = 0, figuresOnly }: ComparedBy = {},
): Comparison {
  const asked = metrics ?? usuallyTested;
  const more = tolerances.filter((one) => !asked.some((other) => sameMetric(one, other)));
  const tested = [...asked, ...more.map(({ metric, stat }) => ({ metric, stat }))];
  const perCaller: ComparedMetric = { metric: 'response_latency', stat: 'p50' };
  const perCallerAlso: ComparedMetric = { metric: 'response_latency', stat: 'p95' };
  const shown = (bare === true ? [] : [...usuallyTested, ...alsoShown]).filter(
    (one) => !tested.some((other) => sameMetric(one, other)),
  );
  const seed = before.identity.seed;
  const sides = after.map((run) => {
    const frame = frameOf(before, run);
    const drafts = [
      ...tested.map((metric) => new RowDraft(frame, metric, null, figuresOnly !== true)),
      ...frame.strata.flatMap(({ caller }) => [
        ...(bare === true && metrics !== undefined
          ? []
          : [new RowDraft(frame, perCaller, caller, metrics === undefined)]),
        ...(bare === true ? [] : [new RowDraft(frame, perCallerAlso, caller, false)]),
      ]),
      ...shown.map((metric) => new RowDraft(frame, metric, null, false)),
    ];
    return { run, frame, drafts };
  });
  const all = sides.flatMap(({ drafts }) => drafts);
  const tests = all.filter(({ isTested }) => isTested).length;
  // The rarest p that a deal can tell has to be under what Holm asks of the first.
  const deals = Math.max(LEAST_DEALS, Math.ceil((2 * Math.max(tests, ofTests)) / FAMILY_ERROR));
  for (const { frame, drafts } of sides) resample(frame, drafts, deals, seed);
  const survives = survivors(all.map(({ p }) => p));
  const standing = new Set(all.filter((_, at) => survives[at]));
  return {
    type: 'comparison',
    version: COMPARISON_VERSION,
    before: before.identity,
    after: sides.map(({ run, frame, drafts }): ComparedWith => {
      const rows = drafts.flatMap((draft) =>
        bare !== true && draft.tellsNothing ? [] : draft.row(standing.has(draft), tolerances),
      );
      return {
        run: run.identity,
        pairing: frame.paired
          ? { kind: 'paired', pairs: frame.sides[0].length, leftOver: frame.leftOver }
          : { kind: 'independent', calls: [frame.sides[0].length, frame.sides[1].length] },
        warnings: [...warningsBetween(before.identity, run.identity), ...leftOver(frame), ...mixed(frame)],
        rows,
      };
    }),
    tests,
    familyError: FAMILY_ERROR,
    resamples: RESAMPLES,
    deals,
    seed,
  };
}

/** Null: there are enough. */
export function tooFewCalls(before: ComparedRun, after: ComparedRun): Obstacle | null {
  const {
    paired,
    sides,
    leftOver: [a, b],
  } = frameOf(before, after);
  const telling = (side: 0 | 1): number =>
    sides[side].filter(({ values, rates }) => values.size + rates.size > 0).length;
  const [had, has] = [telling(0), telling(1)];
  const least = Math.min(had, has);
  if (least >= FEWEST_CALLS) return null;
  const found = paired
    ? `${plural(least, 'call')} that both made${a + b > 0 ? ` (${a} and ${b} others)` : ''}`
    : `${had} before and ${has} after`;
  return {
    code: 'too_few_calls',
    text: `too few calls: ${found}, of at least ${FEWEST_CALLS}`,
    wayOut: `${FEWEST_CALLS} show a change of half and more; 15% of one kind of caller takes about 60 calls of it where both runs are of one plan (docs/compare.md).`,
    passable: false,
  };
}

function resample(frame: Frame, drafts: readonly RowDraft[], deals: number, seed: number): void {
  const random = new Random('compare bootstrap', seed);
  const weights = drawnOnce(frame);
  const judged = drafts.filter(({ hasEnough }) => hasEnough);
  for (let i = 0; i < RESAMPLES; i++) {
    redraw(frame, weights, random);
    for (const draft of judged) draft.resampled(i, weights);
  }
  const dealt = dealtAsMade(frame);
  const other = new Random('compare deals', seed);
  const tests = drafts.flatMap(({ test }) => (test === null || test.isIdle ? [] : [test]));
  if (tests.length === 0) return;
  for (let i = 1; i < deals; i++) {
    redeal(frame, dealt, other);
    for (const test of tests) test.take(dealt);
  }
}

function leftOver({ leftOver: [before, after], sides }: Frame): readonly string[] {
  const most = Math.max(before, after);
  if (most <= 0.05 * (sides[0].length + most)) return [];
  return [
    `${plural(before, 'call')} before and ${count(after)} after have no partner in the other run and are left out: what kept them from being made may be what differs`,
  ];
}

/** Kinds of callers in other shares: figures of all callers differ by that alone. */
function mixed({ paired, strata, sides }: Frame): readonly string[] {
  if (paired) return [];
  const share = ({ from, to }: Range, side: 0 | 1): number => (to - from) / Math.max(1, sides[side].length);
  const apart = Math.max(0, ...strata.map(({ ranges: [a, b] }) => Math.abs(share(a, 0) - share(b, 1))));
  return apart <= 0.05
    ? []
    : ['kinds of callers called in other shares: read the rows by caller rather than those of all'];
}
