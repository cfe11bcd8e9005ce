/** The run that a manifest describes: the plan, the words of the command line, and the names of things. */

import { ConfigError } from '../core/word/config_error.ts';
import { checkSelection } from '../core/load/selection.ts';
import type { Plan } from '../core/plan/plan.ts';
import { packageVersion } from '../disk/own_file.ts';
import { isObjectName, longestJobName, objectName } from '../kubernetes/object_name.ts';
import { planVariables } from '../kubernetes/plan_variables.ts';
import type { ShardedRun } from '../kubernetes/sharded_run.ts';
import type { Io } from './io.ts';
import type { ManifestOptions } from './manifest_options.ts';
import { manifestPlan } from './manifest_plan.ts';

export interface ManifestRun {
  readonly sharded: ShardedRun;
  readonly plan: Plan;
}

/** Throws ConfigError, or the scenario's own errors. */
export async function manifestRun(io: Io, file: string, options: ManifestOptions): Promise<ManifestRun> {
  refusePrices(options);
  const { plan, file: planFile, source } = await manifestPlan(io, file, options);
  const { shards, image, namespace, resources, logTo, secret, env = {} } = options;
  if (plan.target.url === 'simulator') throw simulated();
  refuseKeys(plan, options);
  refuseEmptyShares(plan, shards);
  const name = nameOf(plan, options);
  const sharded: ShardedRun = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    shards,
    image,
    resources,
    plan: { id: plan.id, scenario: plan.scenario.name, file: planFile, source },
    runId: options.runId ?? name,
    options: wordsOf(options),
    log: logTo,
    secrets: planVariables(plan).filter((variable) => !Object.hasOwn(env, variable)),
    secret,
    env,
    version: packageVersion(),
  };
  return { sharded, plan };
}

/** The last share has the least to do. */
function refuseEmptyShares({ load }: Plan, shards: number): void {
  try {
    checkSelection(load, { of: shards, share: shards - 1 });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message, { ...error.place, code: 'option_invalid', path: '--shards' });
  }
}

function nameOf({ scenario }: Plan, { name, runId, shards }: ManifestOptions): string {
  const longest = longestJobName(shards);
  if (name !== undefined) {
    if (isObjectName(name, longest)) return name;
    throw new ConfigError(
      `expected a name of at most ${longest} characters, to which a pod’s index is added, found ${name.length}`,
      { code: 'option_invalid', path: '--name', hint: 'Choose a shorter one.' },
    );
  }
  // The run's own name tells runs apart: it stays whole where there is room.
  const suffix = runId === undefined ? '' : `-${objectName(runId, 30)}`;
  return `${objectName(`callstorm-${objectName(scenario.name)}`, longest - suffix.length)}${suffix}`;
}

/** Of the command line within a pod. */
function wordsOf(options: ManifestOptions): readonly string[] {
  const { target, calls, concurrency, duration, seed, dialect, budget, startAt } = options;
  const given: readonly (readonly [string, string | number | undefined])[] = [
    ['--target', target],
    ['--calls', calls],
    ['--concurrency', concurrency],
    ['--duration', duration === undefined ? undefined : `${duration}ms`],
    ['--seed', seed],
    ['--dialect', dialect],
    ['--budget', budget],
    ['--start-at', startAt === undefined ? undefined : new Date(startAt).toISOString()],
  ];
  return given.flatMap(([option, value]) => (value === undefined ? [] : [option, String(value)]));
}

function refusePrices({ prices }: ManifestOptions): void {
  if (prices === undefined) return;
  throw new ConfigError('expected prices within the scenario: pods do not have this file', {
    code: 'option_invalid',
    path: '--prices',
    hint: 'Name it in the scenario (pricing.file) and pack that: callstorm pack <scenario> --out plan.callstorm',
  });
}

/** A manifest goes through many hands, and what is in it stands in the cluster for everybody to read. */
function refuseKeys({ target }: Plan, { env = {} }: ManifestOptions): void {
  const key = [target.keyEnv, target.authTokenEnv].find(
    (name) => name !== undefined && Object.hasOwn(env, name),
  );
  if (key === undefined) return;
  throw new ConfigError(`expected no key in the open, found the value of ${key} (not shown)`, {
    code: 'option_invalid',
    path: '--env',
    hint: 'Pods have it from the Secret that --secret names; the command that makes it is printed with the manifest.',
  });
}

function simulated(): ConfigError {
  return new ConfigError('expected a target that all pods have in common, found simulator', {
    code: 'option_invalid',
    path: '--target',
    hint: 'Give --target a ws:// or wss:// URL. deploy/kubernetes/agent.yaml runs a simulated agent in the cluster: --target ws://callstorm-agent:8787/v1/realtime',
  });
}
