/**
 * Impairments as a scenario writes them: on the whole, on one caller or on one of its steps, read into recipe steps and whom they
 * are for. What is wrong with one is an issue at its place.
 */

import { get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import type { PlanImpairment, RecipeStep } from '../core/plan/plan.ts';
import { impairText, readImpairment, readImpairText, type ImpairReading } from '../impair/impair_text.ts';
import { layoutOfCaller } from './script_layout.ts';
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
        speaking.flatMap((key) => entriesOf(get(step, key), { callers: [caller.name], step: index })),
      ),
    ]),
  ];
}

function entriesOf(
  owner: unknown,
  whom: Pick<PlanImpairment, 'callers' | 'step'>,
): readonly ScenarioImpairment[] {
  return listAt(owner, 'impair').flatMap(([, entry]): readonly ScenarioImpairment[] => {
    const reading = readEntry(entry);
    if (reading === null || !('ok' in reading)) return [];
    const [every, seed] = [get(entry, 'every'), get(entry, 'seed')];
    return [
      {
        impair: reading.ok.name,
        text: impairText(reading.ok),
        share: shareOf(get(entry, 'share')),
        ...(typeof every === 'number' ? { every } : {}),
        ...whom,
        ...(typeof seed === 'number' ? { seed } : {}),
        recipeStep: reading.ok,
      },
    ];
  });
}

/** Null: the schema finds what is wrong with it. */
function readEntry(entry: unknown): ImpairReading | null {
  if (typeof entry === 'string') return readImpairText(entry);
  if (typeof entry !== 'object' || entry === null) return null;
  const { impair, share: _, every: __, seed: ___, ...args } = entry as Readonly<Record<string, unknown>>;
  if (typeof impair !== 'string') return null;
  return readImpairment(
    impair,
    Object.fromEntries(Object.entries(args).map(([key, value]) => [key, String(value)])),
  );
}

function shareOf(share: unknown): number {
  if (typeof share === 'string') return Number(share.slice(0, -1)) / 100;
  return typeof share === 'number' ? share : 1;
}

export function impairIssues(data: unknown): readonly Issue[] {
  return [
    ...issuesAt(data, []),
    ...listAt(data, 'callers').flatMap(([index, caller]) => {
      const path: Path = ['callers', index];
      const { steps: laid, places: written } = layoutOfCaller(data, index);
      const steps = laid.flatMap((step, at) =>
        speaking.map((key): readonly [unknown, Path] => [get(step, key), [...(written[at] as Path), key]]),
      );
      const places: readonly (readonly [unknown, Path])[] = [[data, []], [caller, path], ...steps];
      return [
        ...issuesAt(caller, path),
        ...steps.flatMap(([owner, place]) => issuesAt(owner, place)),
        ...tooManyByChance(places),
      ];
    }),
  ];
}

function issuesAt(owner: unknown, path: Path): readonly Issue[] {
  return listAt(owner, 'impair').flatMap(([index, entry]): readonly Issue[] => {
    const reading = readEntry(entry);
    if (reading === null || 'ok' in reading) return [];
    const within = typeof entry === 'string' ? [] : [reading.at ?? 'impair'];
    return [{ path: [...path, 'impair', index, ...within], on: 'value', message: reading.mistake }];
  });
}

function tooManyByChance(places: readonly (readonly [unknown, Path])[]): readonly Issue[] {
  const byChance = places.flatMap(([owner, path]) =>
    listAt(owner, 'impair').flatMap(([index, entry]): readonly Path[] => {
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
