/** The run that a manifest describes: the plan, the words of the command line, and the names of things. */

import { ConfigError } from '../core/word/config_error.ts';
import type { Plan } from '../core/plan/plan.ts';
import { withoutSecrets } from '../core/word/secret.ts';
import { packageVersion } from '../disk/own_file.ts';
import { isObjectName, longestJobName, objectName } from '../kubernetes/object_name.ts';
import { planKeys, planVariables } from '../kubernetes/plan_variables.ts';
import type { LogDestination, ShardedRun } from '../kubernetes/sharded_run.ts';
import { LOG_AUTHORIZATION } from '../run/upload/log_destination.ts';
import type { Io } from './io.ts';
import type { ManifestOptions } from './manifest_options.ts';
import { manifestPlan } from './manifest_plan.ts';
import { refuseEmptyShares } from './share_option.ts';

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
  // The last share has the least to do.
  refuseEmptyShares(plan.load, { of: shards, share: shards - 1 }, '--shards');
  const name = nameOf(plan, options, longestJobName(shards));
  const { needed, optional } = logKeys(logTo);
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
    secrets: [...planVariables(plan), ...needed].filter((variable) => !Object.hasOwn(env, variable)),
    optionalSecrets: optional,
    secret,
    env,
    version: packageVersion(),
  };
  return { sharded, plan };
}

/** What a log is sent by, of the Secret. */
function logKeys(log: LogDestination): {
  readonly needed: readonly string[];
  readonly optional: readonly string[];
} {
  if (log.to !== 'url') return { needed: [], optional: [] };
  if (!log.url.startsWith('s3://')) return { needed: [], optional: [LOG_AUTHORIZATION] };
  return { needed: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'], optional: ['AWS_SESSION_TOKEN'] };
}

export function nameOf({ scenario }: Plan, { name, runId }: ManifestOptions, longest: number): string {
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
export function refuseKeys(
  plan: Pick<Plan, 'target'>,
  { env = {}, logTo }: ManifestOptions,
  more: readonly string[] = [],
): void {
  if (logTo.to === 'url' && withoutSecrets(logTo.url) !== logTo.url) {
    throw new ConfigError(
      'expected an address without a key in it, found one that may have one (not shown)',
      {
        code: 'option_invalid',
        path: '--log-to',
        hint: 'Send logs to s3://bucket/folder/, whose keys pods have from the Secret, or write them to a volume.',
      },
    );
  }
  const { needed, optional } = logKeys(logTo);
  const key = [...planKeys(plan), ...more, ...needed, ...optional].find((name) => Object.hasOwn(env, name));
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
