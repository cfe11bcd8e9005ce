/**
 * Impairments as a scenario writes them: on the whole, on one caller or on one of its steps, read into recipe steps and whom they
 * are for. What is wrong with one is an issue at its place.
 */

import { found, get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import type { PlanImpairment, RecipeStep } from '../core/plan/plan.ts';
import { echoOf } from '../impair/echo.ts';
import { impairText, readImpairment, readImpairText, type ImpairReading } from '../impair/impair_text.ts';
import { unfolded } from '../impair/preset.ts';
import { noiseFileOf } from './own_noise.ts';
import { layoutOfCaller } from './script_layout.ts';
import { opOf } from './written_step.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';

/** With what it takes to do it; all else is the plan's. */
export interface ScenarioImpairment extends PlanImpairment {
  readonly recipeStep: RecipeStep;
}

/** Each call of a caller is in a variant for each set of these that it may draw. */
const MOST_BY_CHANCE = 4;

/** Steps that say something hold their impairments here. */
const speaking = ['say', 'interrupt', 'backchannel'] as const;

/** Those of the scenario first, then each caller's own and its steps', in the order of the file. Of a file that has been checked. */
export function impairmentsOf(file: ScenarioFile): readonly ScenarioImpairment[] {
  return [
    ...entriesOf(file, {}),
    ...file.callers.flatMap((caller, at) => [
      ...entriesOf(caller, { callers: [caller.name] }),
      ...layoutOfCaller(file, at).steps.flatMap((step, index) =>
        [step, ...speaking.map((key): unknown => get(step, key))].flatMap((owner) =>
          entriesOf(owner, { callers: [caller.name], step: index }),
        ),
      ),
    ]),
  ];
}

function entriesOf(
  owner: unknown,
  whom: Pick<PlanImpairment, 'callers' | 'step'>,
): readonly ScenarioImpairment[] {
  const entries = listAt(owner, 'impair').flatMap(([, written]) => unfolded(written));
  return entries.flatMap((entry): readonly ScenarioImpairment[] => {
    const reading = readEntry(entry);
    if (reading === null || !('ok' in reading)) return [];
    const [every, seed] = [get(entry, 'every'), get(entry, 'seed')];
    const echo = echoOf(reading.ok);
    return [
      {
        impair: reading.ok.name,
        text: impairText(reading.ok),
        share: shareOf(get(entry, 'share')),
        ...(typeof every === 'number' ? { every } : {}),
        ...whom,
        ...(typeof seed === 'number' ? { seed } : {}),
        ...(echo === null ? {} : { echo }),
        recipeStep: reading.ok,
      },
    ];
  });
}

/** Null: the schema finds what is wrong with it. */
function readEntry(entry: unknown): ImpairReading | null {
  if (typeof entry === 'string') return readImpairText(entry);
  if (typeof entry !== 'object' || entry === null) return null;
  const { share: _, every: __, seed: ___, ...rest } = entry as Readonly<Record<string, unknown>>;
  const [impair, args] = namedIn(rest);
  if (typeof impair !== 'string') return null;
  const given = Object.entries(args).map(([key, value]): [string, string] => [
    // A noise by its file is a kind of its own.
    impair === 'noise' && key === 'file' ? 'kind' : key,
    String(value),
  ]);
  return readImpairment(impair, Object.fromEntries(given));
}

/** `{ impair: noise, snr: 10dB }`, or `{ noise: { snr: 10dB } }`: its name, and its own arguments. */
function namedIn(
  entry: Readonly<Record<string, unknown>>,
): readonly [unknown, Readonly<Record<string, unknown>>] {
  const { impair, ...args } = entry;
  const [key, ...others] = Object.keys(entry);
  const within = key === undefined ? undefined : entry[key];
  if (impair !== undefined || others.length > 0 || typeof within !== 'object' || within === null)
    return [impair, args];
  return [key, within as Readonly<Record<string, unknown>>];
}

function shareOf(share: unknown): number {
  if (typeof share === 'string') return Number(share.slice(0, -1)) / 100;
  return typeof share === 'number' ? share : 1;
}

/** `fileExists`: whether a file named in the scenario is there. */
export function impairIssues(data: unknown, fileExists: (name: string) => boolean): readonly Issue[] {
  const issuesAt = (owner: unknown, path: Path): readonly Issue[] => issuesOf(owner, path, fileExists);
  return [
    ...issuesAt(data, []),
    ...listAt(data, 'callers').flatMap(([index, caller]) => {
      const path: Path = ['callers', index];
      const { steps: laid, places: written } = layoutOfCaller(data, index);
      const steps = laid.flatMap((step, at): readonly (readonly [unknown, Path])[] => {
        const place = written[at] as Path;
        // A block that is used twice is laid twice, and written once.
        if (written.indexOf(place) !== at) return [];
        return [[step, place], ...speaking.map((key) => [get(step, key), [...place, key]] as const)];
      });
      const places: readonly (readonly [unknown, Path])[] = [[data, []], [caller, path], ...steps];
      return [
        ...issuesAt(caller, path),
        ...saysNothing(caller, path),
        ...steps.flatMap(([owner, place]) => issuesAt(owner, place)),
        ...tooManyByChance(places),
      ];
    }),
  ];
}

function issuesOf(owner: unknown, path: Path, fileExists: (name: string) => boolean): readonly Issue[] {
  const entries = listAt(owner, 'impair').flatMap(([index, written]) =>
    unfolded(written).map((entry) => [index, entry] as const),
  );
  return entries.flatMap(([index, entry]): readonly Issue[] => {
    const reading = readEntry(entry);
    if (reading === null) return [];
    if ('ok' in reading) {
      const file = noiseFileOf(reading.ok);
      if (file === null || fileExists(file)) return [];
      const message = `there is no file ${found(file)}, looked for where the scenario is`;
      return [{ path: [...path, 'impair', index], on: 'value', message }];
    }
    const within = placeOf(entry, reading.at);
    return [{ path: [...path, 'impair', index, ...within], on: 'value', message: reading.mistake }];
  });
}

/** Beside a step that says nothing there is nothing to spoil. */
function saysNothing(caller: unknown, path: Path): readonly Issue[] {
  return listAt(caller, 'script').flatMap(([at, step]): readonly Issue[] => {
    const op = opOf(step);
    if (get(step, 'impair') === undefined || speaking.some((key) => key === op) || op === '') return [];
    const message = `expected impair beside ${speaking.join(', ')}: ${op} says nothing that could be spoiled`;
    return [{ path: [...path, 'script', at, 'impair'], on: 'key', message }];
  });
}

/** Where in an entry its mistake stands. */
function placeOf(entry: unknown, at: string | undefined): Path {
  if (typeof entry === 'string') return [];
  if (get(entry, 'impair') !== undefined) return [at ?? 'impair'];
  const name = Object.keys(entry as object).find((key) => typeof get(entry, key) === 'object');
  return name === undefined ? [] : at === undefined ? [name] : [name, at];
}

function tooManyByChance(places: readonly (readonly [unknown, Path])[]): readonly Issue[] {
  const byChance = places.flatMap(([owner, path]) =>
    listAt(owner, 'impair').flatMap(([index, entry]): readonly Path[] => {
      const reading = readEntry(entry);
      // What is done while the call goes on needs no recordings of its own.
      if (reading !== null && 'ok' in reading && echoOf(reading.ok) !== null) return [];
      const always = shareOf(get(entry, 'share')) === 1 && get(entry, 'every') === undefined;
      return always ? [] : [[...path, 'impair', index]];
    }),
  );
  const path = byChance[MOST_BY_CHANCE];
  if (path === undefined) return [];
  const message = `expected at most ${MOST_BY_CHANCE} impairments with a share or an every for one caller, found ${byChance.length}`;
  const hint = 'Give the caller’s weight to several callers, each with impairments of its own.';
  return [{ path, on: 'value', message, hint }];
}
