/** The plan that a command is to carry out: a scenario's, compiled here, or one that was packed. */

import { dirname, resolve } from 'node:path';
import type { ClipVariant, Plan, PlanAudio } from '../core/plan/plan.ts';
import type { Kept } from '../run/plan_file.ts';
import { changedPack } from '../run/pack/changed_pack.ts';
import { PACK_ENDING } from '../run/pack/pack_format.ts';
import { isPack, readPack } from '../run/pack/read_pack.ts';
import { compileWith } from '../scenario/compile.ts';
import { fixturesDirsFor } from '../scenario/library.ts';
import { loadScenario } from '../scenario/load_scenario.ts';
import type { Io } from './io.ts';
import { loadingOf, overridesOf, type PlanOptions } from './options.ts';

export const SCENARIO_OR_PACK = 'a .yaml, .json, .ts or .js file, or a plan that callstorm pack made';

export interface Planned {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly beds: readonly ClipVariant[];
  /** Absolute path of the file; its folder is where what it names is. */
  readonly path: string;
  readonly fixturesDirs: readonly string[];
  /** Certificates in PEM, or the file that has them; undefined: no more than everybody's. */
  readonly authority: string | undefined;
  /** Whether it was packed. */
  readonly packed: boolean;
}

/** Throws ConfigError or ConfigErrors. */
export async function plannedOf(
  io: Io,
  file: string,
  options: PlanOptions & { readonly target?: string },
): Promise<Planned> {
  const path = resolve(io.cwd, file);
  if (path.endsWith(PACK_ENDING) || (await isPack(path))) return unpackedPlan(io, file, path, options);
  const { scenario, repertoire, fixturesDirs } = await loadScenario(file, loadingOf(io, options));
  const compiled = await compileWith(repertoire, scenario, overridesOf(options));
  const { ca } = compiled.plan.target;
  const authority = ca === undefined ? undefined : resolve(dirname(path), ca);
  return { ...compiled, path, fixturesDirs, authority, packed: false };
}

/** What a run keeps of it, so that a call of it can be made again. */
export function keptOf({ plan, audio, beds, path, fixturesDirs, packed }: Planned): Kept {
  return packed
    ? { plan, audio, scenario: null, fixturesDirs: [], pack: path }
    : { plan, audio, scenario: path, fixturesDirs, beds };
}

async function unpackedPlan(
  io: Io,
  file: string,
  path: string,
  options: PlanOptions & { readonly target?: string },
): Promise<Planned> {
  const { plan, audio, beds = [], certificates } = await readPack(path, file);
  const { prices } = options;
  const changes = { ...overridesOf(options), ...(prices === undefined ? {} : { prices }) };
  return {
    plan: changedPack(plan, audio, changes),
    audio,
    beds,
    path,
    fixturesDirs: fixturesDirsFor(file, io.cwd),
    authority: certificates,
    packed: true,
  };
}
