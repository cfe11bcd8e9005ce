/**
 * A baseline as a file: what a comparison needs of a run, call by call, and nothing else, so that it can be committed. Of a long run a
 * seeded sample of whole calls is kept. What is read is checked down to its numbers, for anybody may have written it. Pure.
 */

import { factsOf, type MetricName } from '../../core/log/metric.ts';
import { Random } from '../../core/word/random.ts';
import {
  fields,
  isAmount,
  isNumber,
  isString,
  listOf,
  oneOf,
  orNull,
  wrong,
  type Check,
  type Wrong,
} from '../log_shape.ts';
import { comparedMetrics } from './compared_metric.ts';
import type { ComparedCall, ComparedRun, RunIdentity } from './compared_run.ts';

const BASELINE_VERSION = 1;

/** Of one file: about 1 MB at the most. */
export const MOST_CALLS = 2000;
const MOST_VALUES = 100_000;

export interface SavedBaseline {
  readonly type: 'baseline';
  readonly version: typeof BASELINE_VERSION;
  readonly name: string;
  readonly identity: RunIdentity;
  /** How many the run had. */
  readonly ofCalls: number;
  readonly numbers: readonly number[];
  readonly callers: readonly string[];
  /** By metric, one entry a call: its values, null for one that never came. */
  readonly values: Readonly<Record<string, readonly (readonly (number | null)[])[]>>;
  /** By metric, one entry a call: how many cases, and of how many. Null: none. */
  readonly rates: Readonly<Record<string, readonly (readonly [count: number, of: number] | null)[]>>;
}

export function savedBaseline(name: string, run: ComparedRun): SavedBaseline {
  const calls = sampled(run);
  const names = [...comparedMetrics];
  const told = (kind: 'values' | 'rates'): readonly MetricName[] =>
    names.filter((metric) => calls.some((call) => call[kind].has(metric)));
  return {
    type: 'baseline',
    version: BASELINE_VERSION,
    name,
    identity: run.identity,
    ofCalls: run.ofCalls,
    numbers: calls.map(({ number }) => number),
    callers: calls.map(({ caller }) => caller),
    values: Object.fromEntries(
      told('values').map((metric) => [
        metric,
        calls.map(({ values }) =>
          (values.get(metric) ?? []).map((value) => (Number.isFinite(value) ? value : null)),
        ),
      ]),
    ),
    rates: Object.fromEntries(
      told('rates').map((metric) => [
        metric,
        calls.map(({ rates }) => {
          const cases = rates.get(metric);
          return cases === undefined ? null : ([cases.count, cases.of] as const);
        }),
      ]),
    ),
  };
}

/** Whole calls, drawn by the seed alone, in the order of their numbers. */
function sampled({ calls, identity }: ComparedRun): readonly ComparedCall[] {
  const sizeOf = ({ values }: ComparedCall): number =>
    [...values.values()].reduce((sum, all) => sum + all.length, 0);
  const total = calls.reduce((sum, call) => sum + sizeOf(call), 0);
  if (calls.length <= MOST_CALLS && total <= MOST_VALUES) return calls;
  const random = new Random('baseline', identity.seed);
  const drawn = calls.map((call) => ({ call, at: random.next() })).sort((a, b) => a.at - b.at);
  const kept: ComparedCall[] = [];
  let values = 0;
  for (const { call } of drawn) {
    values += sizeOf(call);
    if (kept.length >= MOST_CALLS || values > MOST_VALUES) break;
    kept.push(call);
  }
  return kept.sort((a, b) => a.number - b.number);
}

/** A line a metric: what changes is seen where it is kept under version control. */
export function baselineText(baseline: SavedBaseline): string {
  const entry = (name: string, value: unknown): string => `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
  const lines = Object.entries(baseline).map(([name, value]) =>
    name === 'values' || name === 'rates'
      ? `${JSON.stringify(name)}: {\n${Object.entries(value as object)
          .map(([metric, all]) => `    ${entry(metric, all)}`)
          .join(',\n')}\n  }`
      : entry(name, value),
  );
  return `{\n  ${lines.join(',\n  ')}\n}\n`;
}

export function runOfBaseline(baseline: SavedBaseline): ComparedRun {
  const { name, identity, ofCalls, numbers, callers } = baseline;
  const [values, rates] = [knownOf(baseline.values), knownOf(baseline.rates)];
  return {
    identity: { ...identity, given: `baseline ${name}` },
    ofCalls,
    calls: numbers.map((number, at) => ({
      number,
      caller: callers[at] ?? '',
      values: new Map(
        values.flatMap(([metric, all]) => {
          const own = all[at] ?? [];
          return own.length === 0 ? [] : [[metric, own.map((value) => value ?? Infinity)] as const];
        }),
      ),
      rates: new Map(
        rates.flatMap(([metric, all]) => {
          const own = all[at] ?? null;
          return own === null ? [] : [[metric, { count: own[0], of: own[1] }] as const];
        }),
      ),
    })),
  };
}

/** A metric that this version does not compare is of another version’s file. */
function knownOf<T>(columns: Readonly<Record<string, T>>): readonly (readonly [MetricName, T])[] {
  return Object.entries(columns).flatMap(([name, all]) => {
    const metric = [...comparedMetrics].find((known) => known === name);
    return metric === undefined ? [] : [[metric, all] as const];
  });
}

const isCount: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? null : wrong('a whole number of at least 0', value);
const isCases: Check = (value) => {
  if (value === null) return null;
  if (!Array.isArray(value) || value.length !== 2) return wrong('[cases, of]', value);
  const [cases, of] = value as readonly unknown[];
  return (
    isCount(cases) ?? isCount(of) ?? ((cases as number) > (of as number) ? wrong('at most all', cases) : null)
  );
};

const identity = fields({
  given: isString,
  runs: listOf(isString),
  startedAt: isString,
  scenario: isString,
  plan: isString,
  seed: isNumber,
  engine: oneOf('node', 'k6', 'virtual'),
  dialect: isString,
  frameMs: isNumber,
  target: fields({ url: isString, model: isString }),
  load: fields({ mode: oneOf('open', 'closed'), plannedCalls: orNull(isCount), maxConcurrency: isCount }),
  callstorm: isString,
  ended: oneOf('done', 'interrupted', 'budget', 'threshold', 'error', 'worker_lost', 'cut off'),
  verdict: oneOf('pass', 'fail', 'invalid', 'not_judged'),
  reasons: listOf(isString),
});

const whole = fields({
  type: oneOf('baseline'),
  version: (value) => (value === BASELINE_VERSION ? null : wrong(`version ${BASELINE_VERSION}`, value)),
  name: isString,
  identity,
  ofCalls: isCount,
  numbers: listOf(isCount),
  callers: listOf(isString),
});

/** What is wrong with it, or nothing. */
export function wrongInBaseline(value: unknown): Wrong | null {
  const found = whole(value);
  if (found !== null) return found;
  const { numbers, callers, values, rates } = value as Readonly<Record<string, unknown>>;
  const calls = (numbers as readonly unknown[]).length;
  if (new Set(numbers as readonly number[]).size < calls)
    return { ...wrong('every call once', 'one twice'), path: '.numbers' };
  const perCall =
    (check: Check): Check =>
    (column) =>
      listOf(check)(column) ??
      ((column as readonly unknown[]).length === calls ? null : wrong(`${calls} entries`, column));
  return (
    lengthOf(callers, calls, '.callers') ??
    columns(values, '.values', perCall(listOf(orNull(isAmount))), 'values') ??
    columns(rates, '.rates', perCall(isCases), 'rates')
  );
}

function lengthOf(list: unknown, calls: number, path: string): Wrong | null {
  return (list as readonly unknown[]).length === calls ? null : { ...wrong(`${calls} entries`, list), path };
}

function columns(value: unknown, path: string, check: Check, kind: 'values' | 'rates'): Wrong | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ...wrong('object', value), path };
  for (const [name, column] of Object.entries(value)) {
    const known = [...comparedMetrics].find((metric) => metric === name);
    if (known !== undefined && (factsOf(known).kind === 'rate') !== (kind === 'rates'))
      return { ...wrong(`no ${kind} of ${name}`, column), path: `${path}.${name}` };
    const found = check(column);
    if (found !== null) return { ...found, path: `${path}.${name}${found.path}` };
  }
  return null;
}
