/** What `callstorm capacity` is asked for: its options, and the settings of a search that they make. */

import { InvalidArgumentError } from 'commander';
import { usd } from '../config/value.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { shellWord } from '../core/word/shell_word.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { CapacitySettings, CapacitySlo } from '../forecast/capacity/capacity_result.ts';
import { conditionOf } from '../forecast/capacity/condition.ts';
import type { Io } from './io.ts';
import { readSlo } from './slo_option.ts';

export interface CapacityOptions {
  readonly slo?: string;
  readonly max: number;
  readonly from?: number;
  readonly arrivals?: true;
  readonly atLeast?: number;
  readonly within: number;
  readonly levelLeast: number;
  readonly levelMost: number;
  readonly time: number;
  readonly budget?: number;
  readonly rehearse?: true;
  readonly target?: string;
  readonly seed?: number;
  readonly workers?: number;
  readonly fault?: readonly string[];
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
}

const MOST_AT_ONCE = 100_000;
/** While nothing fails. */
const FACTOR = 1.6;
const ALPHA = 0.05;
/** Calls at once of a load of arrivals: beyond, they are blocked, and said to be. */
export const MOST_OF_ARRIVALS = 5000;

export function settingsOf(options: CapacityOptions, plan: Plan): CapacitySettings {
  const { arrivals, max, from = arrivals === true ? 0.2 : 2 } = options;
  const whole = arrivals !== true;
  if (whole && max > MOST_AT_ONCE) {
    throw invalid('--max', `expected at most ${MOST_AT_ONCE} calls at once, found ${max}`);
  }
  for (const [option, value] of [
    ['--max', max],
    ['--from', from],
  ] as const) {
    if (whole && !Number.isInteger(value)) {
      throw invalid(
        option,
        `expected a whole number of calls at once, found ${value}`,
        'calls per second are --arrivals',
      );
    }
  }
  if (from > max) throw invalid('--from', `expected no more than --max (${max}), found ${from}`);
  if (options.levelLeast > options.levelMost) {
    throw invalid('--level-least', 'expected no more than --level-most');
  }
  const callers = plan.callers.map(({ name }) => name);
  return {
    slo: options.slo === undefined ? sloOfPlan(plan) : readSlo(options.slo, callers),
    from,
    max,
    factor: FACTOR,
    within: options.within,
    leastMs: options.levelLeast,
    mostMs: options.levelMost,
    totalMs: options.time,
    budgetUsd: options.budget ?? plan.judgement.budget?.maxUsd ?? null,
    alpha: ALPHA,
  };
}

/** Those of its thresholds that a level can be judged by. */
function sloOfPlan({ judgement: { thresholds } }: Plan): readonly CapacitySlo[] {
  const conditions = thresholds.flatMap((threshold) => {
    const reading = conditionOf(threshold);
    return 'condition' in reading ? [reading.condition] : [];
  });
  if (conditions.length > 0) return conditions;
  throw invalid(
    '--slo',
    'expected what has to hold, found no percentile and no rate among the scenario’s thresholds',
    'say it: --slo "response_latency p95 < 800ms, error_rate < 1%"',
  );
}

export function commandOf(io: Io, file: string, options: CapacityOptions): string {
  const { slo, arrivals, rehearse } = options;
  return [
    io.command,
    'capacity',
    shellWord(file),
    ...(slo === undefined ? [] : ['--slo', shellWord(slo)]),
    ...(arrivals === true ? ['--arrivals'] : []),
    '--max',
    String(options.max),
    ...(options.from === undefined ? [] : ['--from', String(options.from)]),
    ...(options.budget === undefined ? [] : ['--budget', String(options.budget)]),
    ...(options.target === undefined ? [] : ['--target', shellWord(options.target)]),
    ...(options.seed === undefined ? [] : ['--seed', String(options.seed)]),
    ...(rehearse === true ? ['--rehearse'] : []),
  ].join(' ');
}

function invalid(path: string, message: string, hint?: string): ConfigError {
  return new ConfigError(message, {
    code: 'option_invalid',
    path,
    ...(hint === undefined ? {} : { hint }),
  });
}

export function onlySimulated(): ConfigError {
  return invalid(
    '--fault',
    'expected the simulated agent as the target: no other can be told to do this',
    'leave --fault out, or give it to `callstorm serve`',
  );
}

/** Of calls: whole, or per second. */
export function amount(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0 || value > MOST_AT_ONCE) {
    throw new InvalidArgumentError(
      `expected a number of at most ${MOST_AT_ONCE}, found "${text.slice(0, 100)}"`,
    );
  }
  return value;
}

export function share(text: string): number {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  if (text.trim() === '' || !(value >= 0.001 && value <= 0.5)) {
    throw new InvalidArgumentError(`expected a share from 0.1% to 50%, found "${text.slice(0, 100)}"`);
  }
  return value;
}

export function money(text: string): number {
  const value = usd(text) ?? Number(text);
  if (text.trim() === '' || !(value > 0)) {
    throw new InvalidArgumentError(`expected an amount such as $20, found "${text.slice(0, 100)}"`);
  }
  return value;
}
