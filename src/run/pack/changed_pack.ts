/**
 * What a command line may change about a packed plan: whom it calls, how many of its calls, how many at once, and what they may cost.
 * The rest was decided as it was packed: it is in the audio, or in the instants of the calls.
 */

import type { PlanLoad } from '../../core/load/arrivals.ts';
import { notSimulated, OWN_DIALECT } from '../../core/plan/plan_dialect.ts';
import type { Plan, PlanAudio, PlanTarget } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { withoutSecrets } from '../../core/word/secret.ts';
import { identified, refuseTooManyCalls } from '../../scenario/compile.ts';
import { budgeted, type Overrides } from '../../scenario/override.ts';
import { urlMistake } from '../../scenario/target_meaning.ts';

const DECIDED: readonly (readonly [keyof Overrides, option: string, why: string])[] = [
  ['seed', '--seed', 'when the calls come was drawn by it'],
  ['durationMs', '--duration', 'when the calls come is in it, to the millisecond'],
  ['dialect', '--dialect', 'its audio is messages of one protocol'],
];

/** Left out as it was packed: see `writePack`. */
const LEFT_OUT = '…';

/** Throws ConfigError for what cannot be changed any more, and for what would not do in a scenario either. */
export function changedPack(
  packed: Plan,
  audio: PlanAudio,
  overrides: Overrides & { readonly prices?: string },
): Plan {
  for (const [name, option, why] of DECIDED) if (overrides[name] !== undefined) throw decided(option, why);
  if (overrides.prices !== undefined) {
    throw decided('--prices', 'its prices are in it; callstorm report --prices prices a run anew');
  }
  const { id, ...rest } = packed;
  const plan = {
    ...rest,
    target: targetOf(packed, overrides.target),
    load: loadOf(packed.load, overrides),
    judgement: budgeted(packed.judgement, overrides.maxUsd),
  };
  const { target, calls, concurrency, maxUsd } = overrides;
  const changed = [target, calls, concurrency, maxUsd].some((value) => value !== undefined);
  return changed ? identified(plan, audio) : { ...plan, id };
}

function targetOf({ target, dialect }: Plan, url: string | undefined): PlanTarget {
  if (url === undefined) {
    if (withoutSecrets(target.url).includes(LEFT_OUT) || target.url.includes(LEFT_OUT)) throw leftOut();
    return target;
  }
  if (url === 'simulator') {
    if (dialect === OWN_DIALECT) throw notSimulated();
    return { ...target, url };
  }
  const mistake = urlMistake(url, dialect === 'twilio-media-streams');
  if (mistake !== null) throw new ConfigError(mistake, { code: 'option_invalid', path: '--target' });
  const { profile: _, ...rest } = target;
  return { ...rest, url };
}

function loadOf(load: PlanLoad, { calls, concurrency }: Overrides): PlanLoad {
  if (load.mode === 'closed') {
    return {
      ...load,
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(calls === undefined ? {} : { calls }),
    };
  }
  refuseTooManyCalls(load, calls);
  const startsMs = load.startsMs.slice(0, calls);
  const { maxConcurrency } = load;
  // Without a cap of the scenario's own, as many may go on at once as there are calls.
  const cap = maxConcurrency === load.startsMs.length ? startsMs.length : maxConcurrency;
  return { ...load, startsMs, maxConcurrency: concurrency ?? cap };
}

function decided(option: string, why: string): ConfigError {
  return new ConfigError(`a packed plan cannot be run with another one: ${why}`, {
    code: 'option_invalid',
    path: option,
    hint: `Pack it with ${option} in place: callstorm pack <scenario> ${option} …`,
  });
}

function leftOut(): ConfigError {
  return new ConfigError('the address of the target may have a key in it, and was not packed', {
    code: 'pack_without_target',
    path: '--target',
    hint: 'Give it with --target; or name the key’s variable in the scenario: target.query: {name: {env: NAME}}.',
  });
}
