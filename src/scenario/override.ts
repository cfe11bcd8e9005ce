/**
 * What a command line changes about a scenario for one run. A smaller run is the beginning of the larger one: fewer
 * calls are the first calls, and each is the same call.
 */

import { ConfigError } from '../core/word/config_error.ts';
import type { DialectName } from '../core/plan/plan.ts';
import { OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import { knownPricesFor } from '../pricing/prices.ts';
import { defaults } from './defaults.ts';
import { unsaidIn } from './dialect_meaning.ts';
import { telephoneMistake } from './telephone_meaning.ts';
import { urlMistake } from './target_meaning.ts';
import type { Scenario, ScenarioLoad } from './scenario.ts';

/** More than any machine makes; without a bound, a slip of a digit would end in want of memory. */
export const MOST_CALLS = 10_000_000;
export const MOST_AT_ONCE = 100_000;

export interface Overrides {
  /** A ws:// or wss:// URL, in a dialect of the telephone also that of a voice webhook, or `simulator`. */
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
  const { dialect: own, ownDialect, ...rest } = scenario;
  const { dialect = own ?? defaults.dialect } = overrides;
  // No service has the model of another's protocol.
  const other = dialect === (own ?? defaults.dialect) || dialect === OWN_DIALECT ? null : dialect;
  const model = other === null ? null : defaults.models[other];
  const mistake =
    dialect === OWN_DIALECT
      ? null
      : (telephoneMistake(dialect, scenario.target) ?? unsaidIn(dialect, scenario.target.session));
  if (mistake !== null) throw invalid('--dialect', mistake);
  return {
    ...rest,
    ...(dialect === defaults.dialect ? {} : { dialect }),
    ...(dialect === OWN_DIALECT && ownDialect !== undefined ? { ownDialect } : {}),
    seed,
    target: {
      ...targetOf(scenario, overrides.target, dialect === 'twilio-media-streams'),
      ...(model === null ? {} : { model }),
    },
    load: loadOf(scenario.load, overrides),
    judgement: budgeted(billedAs(scenario.judgement, model), overrides.maxUsd),
  };
}

/** What is billed by a model is billed by the other; prices that the scenario gives itself stay. */
function billedAs(judgement: Scenario['judgement'], model: string | null): Scenario['judgement'] {
  const { pricing } = judgement;
  return model === null || pricing.prices !== undefined
    ? judgement
    : { ...judgement, pricing: { ...pricing, model } };
}

export function budgeted(
  judgement: Scenario['judgement'],
  maxUsd: number | undefined,
): Scenario['judgement'] {
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

function targetOf({ target }: Scenario, url: string | undefined, webhook: boolean): Scenario['target'] {
  if (url === undefined) return target;
  if (url === 'simulator') return { ...target, url };
  const mistake = urlMistake(url, webhook);
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
