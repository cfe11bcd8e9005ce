/** The run that a manifest for k6-operator describes: the folder that `callstorm bundle` wrote, and what pods have to be given of it. */

import { join, basename, resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import type { Plan } from '../core/plan/plan.ts';
import { unreadable } from '../disk/disk_trouble.ts';
import { packageVersion } from '../disk/own_file.ts';
import { readRegular } from '../disk/read_regular.ts';
import type { BundleFacts } from '../engine/k6/bundle_facts.ts';
import { CONFIG_MAP_BYTES, fitsConfigMap } from '../kubernetes/plan_map.ts';
import { planVariables } from '../kubernetes/plan_variables.ts';
import { longestTestRunName, type ScriptedRun, type ScriptSource } from '../kubernetes/scripted_run.ts';
import { plural } from '../report/figure.ts';
import { FACTS_FILE, SCRIPT_FILE } from '../run/k6/bundle_k6.ts';
import { urlMistake } from '../scenario/target_meaning.ts';
import type { Io } from './io.ts';
import type { ManifestOptions, PlanPlace } from './manifest_options.ts';
import { nameOf, refuseKeys } from './manifest_run.ts';

const PLAN_FILE = 'plan.json';
/** What the script opens, and itself. */
const FILES = [SCRIPT_FILE, FACTS_FILE, 'options.json', PLAN_FILE, 'audio.txt'] as const;
/** What stands for a part of an address that was left out, since it may be a key. */
const LEFT_OUT = '…';
/** By which the script looks for a key that a program would have to fetch. */
const FETCHED_KEY = 'CALLSTORM_KEY';
const AGAIN = 'Write it again: callstorm bundle <scenario> --for k6 --out <dir>';

export interface ManifestScript {
  readonly run: ScriptedRun;
  readonly plan: Plan;
}

/** Throws ConfigError. */
export async function manifestScript(
  io: Io,
  folder: string,
  options: ManifestOptions,
): Promise<ManifestScript> {
  refuseDecided(options);
  const path = resolve(io.cwd, folder);
  const facts = await read<BundleFacts>(path, folder, FACTS_FILE);
  const plan = await read<Plan>(path, folder, PLAN_FILE);
  if (!Number.isInteger(facts.vus) || typeof plan.target?.url !== 'string') throw notBundled(folder);
  refuseIdle(facts, options.shards);
  refuseAddress(plan, options.target);
  refuseKeys(plan, options, [FETCHED_KEY]);
  const { shards, image, namespace, resources, secret, env = {}, target, startAt } = options;
  const name = nameOf(plan, options, longestTestRunName(shards));
  if (/^\d/.test(name)) {
    throw new ConfigError('expected a name that begins with a letter: Services are made of it', {
      code: 'option_invalid',
      path: '--name',
      hint: `For example: --name k6-${name}`.slice(0, 100),
    });
  }
  const run: ScriptedRun = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    shards,
    image,
    resources,
    plan: { id: plan.id, scenario: plan.scenario.name },
    runId: options.runId ?? name,
    source: await sourceOf(path, folder, options.planFrom),
    script: SCRIPT_FILE,
    ...(target === undefined ? {} : { target }),
    ...(startAt === undefined ? {} : { startAtMs: startAt }),
    secrets: variablesOf(plan).filter((variable) => !Object.hasOwn(env, variable)),
    secret,
    env,
    version: packageVersion(),
  };
  return { run, plan };
}

async function read<T>(path: string, folder: string, name: string): Promise<T> {
  let text: string;
  try {
    text = (await readRegular(join(path, name), 'recording')).toString('utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw notBundled(folder);
    throw unreadable(error, { code: 'bundle_unreadable', file: join(folder, name) });
  }
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ConfigError('expected JSON, found something else', {
      code: 'bundle_damaged',
      file: join(folder, name),
      hint: AGAIN,
    });
  }
}

function notBundled(folder: string): ConfigError {
  return new ConfigError('expected a folder that callstorm bundle wrote, found none', {
    code: 'bundle_missing',
    file: folder,
    hint: 'Write one first: callstorm bundle <scenario> --for k6 --out <dir>, and name that folder here.',
  });
}

/** What is in the folder already cannot be said again. */
function refuseDecided(options: ManifestOptions): void {
  const { calls, concurrency, duration, seed, dialect, prices, budget, logTo } = options;
  const [decided] = Object.entries({ calls, concurrency, duration, seed, dialect, prices, budget }).find(
    ([, value]) => value !== undefined,
  ) ?? [null];
  if (decided !== null) {
    throw new ConfigError('the calls of a bundle are decided as it is written', {
      code: 'option_invalid',
      path: `--${decided}`,
      hint: `Give it to bundle: callstorm bundle <scenario> --for k6 --${decided} …`,
    });
  }
  if (logTo.to === 'stdout') return;
  throw new ConfigError('expected stdout: k6 prints its log, and kubectl logs has it', {
    code: 'option_invalid',
    path: '--log-to',
    hint: 'Leave it out.',
  });
}

/** The operator, and k6 itself, refuse an instance that is left without a VU. */
function refuseIdle({ vus }: BundleFacts, shards: number): void {
  if (shards <= vus) return;
  throw new ConfigError(`expected at most ${vus}: the bundle has ${plural(vus, 'VU')}, found ${shards}`, {
    code: 'option_invalid',
    path: '--shards',
    hint: `Have fewer, or bundle it over more VUs: callstorm bundle <scenario> --for k6 --vus ${shards} …`,
  });
}

function refuseAddress({ target, dialect }: Plan, given: string | undefined): void {
  const url = given ?? target.url;
  if (url === 'simulator' || url.includes(LEFT_OUT)) {
    throw new ConfigError('expected the address of a target that all pods can reach', {
      code: 'option_invalid',
      path: '--target',
      hint: 'Give --target a ws:// or wss:// URL; in the bundle there is none.',
    });
  }
  const mistake = urlMistake(url, dialect === 'twilio-media-streams');
  if (mistake !== null) throw new ConfigError(mistake, { code: 'option_invalid', path: '--target' });
}

function variablesOf({ target }: Plan): readonly string[] {
  const { tokenCommand, ...rest } = target;
  const named = planVariables({ target: rest });
  return tokenCommand === undefined || rest.keyEnv !== undefined ? named : [...named, FETCHED_KEY];
}

async function sourceOf(path: string, folder: string, place: PlanPlace): Promise<ScriptSource> {
  if (place.from === 'claim') {
    return { from: 'claim', claim: place.claim, folder: place.path ?? basename(path) };
  }
  if (place.from === 'image') return { from: 'image', folder: place.path ?? `/plan/${basename(path)}` };
  const files: Record<string, Uint8Array> = {};
  for (const name of FILES) {
    try {
      files[name] = await readRegular(join(path, name), 'recording');
    } catch (error) {
      throw unreadable(error, { code: 'bundle_unreadable', file: join(folder, name), hint: AGAIN });
    }
  }
  const sizes = Object.fromEntries(Object.entries(files).map(([name, { length }]) => [name, length]));
  if (fitsConfigMap(sizes)) return { from: 'config_map', files };
  const bytes = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  throw new ConfigError(
    `expected a bundle of at most ${CONFIG_MAP_BYTES} bytes, as much as a ConfigMap holds, found ${bytes}`,
    {
      code: 'plan_too_large',
      file: folder,
      hint: `Put the folder on a volume (--plan-from claim:NAME/${basename(path)}) or into an image of your own (--plan-from image:/plan).`,
    },
  );
}
