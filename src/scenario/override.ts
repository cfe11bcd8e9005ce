/**
 * What a command line changes about a scenario for one run. A smaller run is the beginning of the larger one: fewer
 * calls are the first calls, and each is the same call.
 */

import { ConfigError } from '../core/word/config_error.ts';
import type { DialectName } from '../core/plan/plan.ts';
import { knownPricesFor } from '../pricing/prices.ts';
import { defaults } from './defaults.ts';
import { modelIn, unsaidIn } from './dialect_meaning.ts';
import { urlMistake } from './target_meaning.ts';
import type { Scenario, ScenarioLoad } from './scenario.ts';

/** More than any machine makes; without a bound, a slip of a digit would end in want of memory. */
export const MOST_CALLS = 10_000_000;
export const MOST_AT_ONCE = 100_000;

export interface Overrides {
  /** A ws:// or wss:// URL, or `simulator`. */
  readonly target?: string;
  readonly dialect?: DialectName;
  /** At most this many calls. An open load keeps its first ones, and cannot have more than its arrivals bring. */
  readonly calls?: number;
  /** The cap of an open load, the concurrency of a closed one. */
  readonly concurrency?: number;
  /** The whole load is stretched or squeezed to this; rates stay as they are, so calls grow or shrink with it. */
  readonly durationMs?: number;
  readonly seed?: number;
  /** What the run may cost. */
  readonly maxUsd?: number;
}

/** Throws ConfigError `option_invalid`, whose path is the option. */
export function overridden(scenario: Scenario, overrides: Overrides): Scenario {
  within('--calls', overrides.calls, MOST_CALLS);
  within('--concurrency', overrides.concurrency, MOST_AT_ONCE);
  const { durationMs, seed = scenario.seed } = overrides;
  if (durationMs !== undefined && !(durationMs > 0)) {
    throw invalid('--duration', `expected a time longer than nothing, found ${durationMs}ms`);
  }
  if (!Number.isInteger(seed) || seed < 0 || seed > 4294967295) {
    throw invalid('--seed', `expected a whole number from 0 to 4294967295, found ${seed}`);
  }
  const { dialect: own, ...rest } = scenario;
  const { dialect = own ?? defaults.dialect } = overrides;
  const target = targetOf(scenario, overrides.target);
  const named = { ...rest, ...(dialect === defaults.dialect ? {} : { dialect }) };
  const spoken =
    dialect === (own ?? defaults.dialect) ? scenario : inDialect(dialect, { ...scenario, target });
  return {
    ...named,
    seed,
    target: overrides.dialect === undefined ? target : { ...target, model: spoken.target.model },
    load: loadOf(scenario.load, overrides),
    judgement: budgeted(spoken.judgement, overrides.maxUsd),
  };
}

/** In another protocol than the scenario's own: by that protocol's model, and at its price, where the scenario names another's. */
function inDialect(dialect: DialectName, scenario: Scenario): Scenario {
  const { target, judgement } = scenario;
  const unsaid = unsaidIn(dialect, target.session);
  if (unsaid !== null) throw invalid('--dialect', unsaid);
  const model = modelIn(dialect, target.model);
  if (model === null) return scenario;
  const { pricing } = judgement;
  const priced = pricing.prices === undefined && pricing.model === target.model;
  return {
    ...scenario,
    target: { ...target, model },
    judgement: priced ? { ...judgement, pricing: { ...pricing, model } } : judgement,
  };
}

function budgeted(judgement: Scenario['judgement'], maxUsd: number | undefined): Scenario['judgement'] {
  if (maxUsd === undefined) return judgement;
  if (!(maxUsd > 0)) throw invalid('--budget', `expected an amount greater than nothing, found ${maxUsd}`);
  if (knownPricesFor(judgement.pricing) === null) {
    throw new ConfigError(
      `expected a model with known prices for a budget, found "${judgement.pricing.model}"`,
      {
        code: 'option_invalid',
        path: '--budget',
        hint: 'Name a model under pricing.model, or give your own prices there.',
      },
    );
  }
  return { ...judgement, budget: { stop: 'polite', ...judgement.budget, maxUsd } };
}

function targetOf({ target }: Scenario, url: string | undefined): Scenario['target'] {
  if (url === undefined) return target;
  if (url === 'simulator') return { ...target, url };
  const mistake = urlMistake(url);
  if (mistake !== null) throw invalid('--target', mistake);
  const { profile: _, ...rest } = target;
  return { ...rest, url };
}

function loadOf(load: ScenarioLoad, { calls, concurrency, durationMs }: Overrides): ScenarioLoad {
  if (load.mode === 'open') {
    const totalMs = load.phases.reduce((sum, phase) => sum + phase.durationMs, 0);
    const factor = durationMs === undefined ? 1 : durationMs / totalMs;
    return {
      ...load,
      phases: load.phases.map((phase) => ({ ...phase, durationMs: phase.durationMs * factor })),
      ...(concurrency === undefined ? {} : { maxConcurrency: concurrency }),
      ...(calls === undefined ? {} : { calls: Math.min(calls, load.calls ?? calls) }),
    };
  }
  const scaled = durationMs === undefined ? {} : closedTimes(load, durationMs);
  return {
    ...load,
    ...scaled,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(calls === undefined ? {} : { calls }),
  };
}

function closedTimes(
  load: ScenarioLoad & { mode: 'closed' },
  durationMs: number,
): { rampMs: number; holdMs: number } {
  const totalMs = load.rampMs + (load.holdMs ?? 0);
  const share =
    load.holdMs === undefined || totalMs === 0
      ? Math.min(1, load.rampMs / durationMs)
      : load.rampMs / totalMs;
  return { rampMs: durationMs * share, holdMs: durationMs * (1 - share) };
}

function within(option: string, value: number | undefined, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)) return;
  const range = value > most ? `at most ${most}` : 'at least 1';
  throw invalid(option, `expected a whole number of ${range}, found ${value}`);
}

function invalid(option: string, message: string): ConfigError {
  return new ConfigError(message, { code: 'option_invalid', path: option });
}
