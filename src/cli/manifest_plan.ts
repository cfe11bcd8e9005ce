/** The plan that a manifest is written for, and what of it pods have to be given. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import type { Plan } from '../core/plan/plan.ts';
import { readRegular } from '../disk/read_regular.ts';
import { PACKAGE_FIXTURES_DIR } from '../fixture/manifest.ts';
import { CONFIG_MAP_BYTES, fitsConfigMap } from '../kubernetes/plan_map.ts';
import type { PlanSource } from '../kubernetes/sharded_run.ts';
import { PACK_ENDING } from '../run/pack/pack_format.ts';
import { compileWith } from '../scenario/compile.ts';
import { loadScenario } from '../scenario/load_scenario.ts';
import type { Overrides } from '../scenario/override.ts';
import type { Io } from './io.ts';
import type { ManifestOptions, PlanPlace } from './manifest_options.ts';
import { overridesOf } from './options.ts';
import { plannedOf } from './planned.ts';

export interface ManifestPlan {
  readonly plan: Plan;
  /** What the file is called where pods find it. */
  readonly file: string;
  readonly source: PlanSource;
}

/** Throws ConfigError, or the scenario's own errors. */
export async function manifestPlan(io: Io, file: string, options: ManifestOptions): Promise<ManifestPlan> {
  const { plan, path, packed } = await plannedOf(io, file, options);
  const { planFrom } = options;
  if (planFrom.from !== 'config_map')
    return { plan, file: basename(path), source: elsewhere(planFrom, path) };
  const contents = await readRegular(path, packed ? 'recording' : 'text');
  const name = packed ? `plan${PACK_ENDING}` : `scenario${extname(path)}`;
  if (!fitsConfigMap({ [name]: contents.length })) throw tooLarge(file, contents.length);
  if (!packed) await refuseUnlessAlone(plan, file, contents, overridesOf(options));
  return { plan, file: name, source: { from: 'config_map', contents } };
}

function elsewhere(place: Exclude<PlanPlace, { from: 'config_map' }>, path: string): PlanSource {
  const name = basename(path);
  return place.from === 'claim'
    ? { from: 'claim', claim: place.claim, path: place.path ?? name }
    : { from: 'image', path: place.path ?? `/plan/${name}` };
}

/** In a pod there is the file, and what the image has of recordings: it has to come to the same plan there. */
async function refuseUnlessAlone(
  plan: Plan,
  file: string,
  contents: Uint8Array,
  overrides: Overrides,
): Promise<void> {
  const refuse = (what: string): ConfigError =>
    new ConfigError(`expected a scenario that needs nothing but its file, ${what}`, {
      code: 'manifest_plan',
      file,
      hint: 'Pods have the recordings of Callstorm and no others. Put what it needs in one file, and name that: callstorm pack <scenario> --out plan.callstorm',
    });
  const ending = extname(file);
  if (!['.yaml', '.yml', '.json'].includes(ending)) throw refuse(`found a module (${ending || 'no ending'})`);
  const folder = await mkdtemp(join(tmpdir(), 'callstorm-alone-'));
  try {
    const copy = resolve(folder, basename(file));
    await writeFile(copy, contents);
    const { scenario, repertoire } = await loadScenario(copy, {
      cwd: folder,
      fixturesDirs: [PACKAGE_FIXTURES_DIR],
    });
    const alone = await compileWith(repertoire, scenario, overrides);
    if (alone.plan.id !== plan.id) throw refuse('found recordings of its own');
  } catch (error) {
    if (error instanceof ConfigError && error.place.code === 'manifest_plan') throw error;
    throw refuse('found that it names other files, or has recordings of its own');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function tooLarge(file: string, bytes: number): ConfigError {
  return new ConfigError(
    `expected a plan of at most ${CONFIG_MAP_BYTES} bytes, as much as a ConfigMap holds, found ${bytes}`,
    {
      code: 'plan_too_large',
      file,
      hint: 'Put it on a volume (--plan-from claim:NAME/path) or into an image of your own (--plan-from image:/plan/plan.callstorm).',
    },
  );
}
