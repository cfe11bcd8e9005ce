/**
 * How a few metrics went over the last runs of a scenario: each with its interval, and where it really changed. Each run is tested
 * beside the one before it, and the last beside the first, for what creeps; all of these together are corrected for (Holm). Pure.
 */

import { factsOf, type MetricName } from '../../core/log/metric.ts';
import { survivors } from '../matrix/holm.ts';
import { obstaclesBetween, planDifferences, unfit } from './comparable.ts';
import { compareRuns, tooFewCalls } from './compare_runs.ts';
import {
  betterOf,
  sameMetric,
  type ComparedMetric,
  type ComparedStat,
  type Direction,
} from './compared_metric.ts';
import type { ComparedRun, RunIdentity } from './compared_run.ts';
import type { ComparedRow, RowVerdict, SideFigure } from './comparison.ts';

export const TREND_VERSION = 1;

const usualTrend: readonly ComparedMetric[] = [
  { metric: 'response_latency', stat: 'p50' },
  { metric: 'response_latency', stat: 'p95' },
  { metric: 'response_rate', stat: 'rate' },
  { metric: 'error_rate', stat: 'rate' },
  { metric: 'cost_per_call', stat: 'mean' },
];

export interface Trend {
  readonly type: 'trend';
  readonly version: typeof TREND_VERSION;
  readonly scenario: string;
  readonly target: RunIdentity['target'];
  /** In the order of time. */
  readonly runs: readonly TrendRun[];
  readonly metrics: readonly TrendMetric[];
  readonly tests: number;
  /** What else was found where these were, and why it is not among them. */
  readonly leftOut: readonly string[];
}

export interface TrendRun {
  readonly identity: RunIdentity;
  /** Why nothing is told of it; null: it is told of. */
  readonly why: string | null;
  /** In what its plan is seen to differ from that of the run before, which it is then not paired with. */
  readonly otherPlan: readonly string[];
}

export interface TrendMetric {
  readonly metric: MetricName;
  readonly stat: ComparedStat;
  readonly unit: ReturnType<typeof factsOf>['unit'];
  readonly better: Direction;
  /** One a run. */
  readonly points: readonly TrendPoint[];
  /** The last beside the first. Null: there are not three. */
  readonly overall: TrendChange | null;
}

export interface TrendPoint {
  /** Null: nothing is told of the run. */
  readonly figure: SideFigure | null;
  /** Since the run before it that is told of. Null: there is none, or too few to tell. */
  readonly change: TrendChange | null;
}

export type TrendChange = Pick<
  ComparedRow,
  'difference' | 'beyond' | 'relative' | 'interval' | 'unit' | 'p' | 'verdict'
>;

interface Step {
  readonly metric: ComparedMetric;
  readonly row: ComparedRow;
}

/** `runs` in the order of time, all of one scenario; the last says of which target, engine, dialect and frame the others have to be. */
export function trendOf(
  runs: readonly ComparedRun[],
  metrics: readonly ComparedMetric[] = usualTrend,
  leftOut: readonly string[] = [],
): Trend {
  const last = runs.at(-1);
  if (last === undefined) throw new RangeError('a trend of no runs');
  const whys = runs.map((run) => whyNot(run, last));
  const told = runs.flatMap((run, at) => (whys[at] === null ? [{ run, at }] : []));
  const pairs = told
    .slice(1)
    .map(({ run, at }, index) => ({ before: told[index] as (typeof told)[number], run, at }));
  const ofTests = (pairs.length + 1) * metrics.length;
  const between = (before: ComparedRun, after: ComparedRun): readonly Step[] => {
    if (tooFewCalls(before, after) !== null) return [];
    const { after: compared } = compareRuns(before, [after], { metrics, bare: true, ofTests });
    return compared.flatMap(({ rows }) => rows).map((row) => ({ metric: row, row }));
  };
  const figures = runs.map((run, at) => (whys[at] === null ? figuresOf(run, metrics) : []));
  const steps = pairs.map(({ before, run }) => between(before.run, run));
  const [first, newest] = [told[0], told.at(-1)];
  const overall =
    told.length < 3 || first === undefined || newest === undefined ? [] : between(first.run, newest.run);
  const all = [...steps.flat(), ...overall];
  const survives = survivors(all.map(({ row }) => row.p));
  const standing = new Set(all.filter((_, at) => survives[at]));
  const changeIn = (found: readonly Step[], metric: ComparedMetric): TrendChange | null => {
    const step = found.find((one) => sameMetric(one.metric, metric));
    if (step === undefined) return null;
    const { difference, beyond, relative, interval, unit, p } = step.row;
    return {
      difference,
      beyond,
      relative,
      interval,
      unit,
      p,
      verdict: verdictOf(step.row, standing.has(step)),
    };
  };
  return {
    type: 'trend',
    version: TREND_VERSION,
    scenario: last.identity.scenario,
    target: last.identity.target,
    runs: runs.map(({ identity }, at) => ({
      identity,
      why: whys[at] ?? null,
      otherPlan: otherPlan(pairs.find((pair) => pair.at === at)),
    })),
    metrics: metrics.map((one) => ({
      ...one,
      unit: factsOf(one.metric).unit,
      better: betterOf(one.metric),
      points: runs.map((_, at): TrendPoint => {
        const figure = figures[at]?.find((row) => sameMetric(row, one))?.before ?? null;
        const step = pairs.findIndex((pair) => pair.at === at);
        return { figure, change: step < 0 ? null : changeIn(steps[step] ?? [], one) };
      }),
      overall: changeIn(overall, one),
    })),
    tests: all.filter(({ row }) => row.p !== null).length,
    leftOut,
  };
}

function whyNot({ identity }: ComparedRun, { identity: last }: ComparedRun): string | null {
  const [obstacle] = [
    ...unfit(identity),
    ...obstaclesBetween(identity, last).filter(
      ({ code, passable }) => !passable && code !== 'invalid_run' && code !== 'not_whole',
    ),
  ];
  if (obstacle !== undefined) return obstacle.text;
  return identity.target.url === last.target.url ? null : `another target: ${identity.target.url}`;
}

function otherPlan(
  pair: { readonly before: { readonly run: ComparedRun }; readonly run: ComparedRun } | undefined,
): readonly string[] {
  if (pair === undefined) return [];
  const [before, after] = [pair.before.run.identity, pair.run.identity];
  return before.plan === after.plan ? [] : planDifferences(before, after);
}

/** Of all of its own calls, paired or not; of a metric that it has no data of, none. All at once: each resample is drawn for all. */
function figuresOf(run: ComparedRun, metrics: readonly ComparedMetric[]): readonly ComparedRow[] {
  const { after } = compareRuns(run, [run], { metrics, bare: true, figuresOnly: true });
  return after.flatMap(({ rows }) => rows);
}

function verdictOf(row: ComparedRow, survives: boolean): RowVerdict {
  if (row.p === null || row.verdict === 'same') return row.verdict;
  if (!survives || !row.leavesOutZero) return 'not_told';
  const lower = row.beyond === null ? (row.difference ?? 0) < 0 : row.beyond === 'below';
  if (row.better === 'neither') return 'changed';
  return lower === (row.better === 'lower') ? 'better' : 'worse';
}
