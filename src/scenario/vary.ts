/**
 * A scenario as one cell of a matrix has it: the same callers, with each factor at one of its levels. Pure. No draw shifts between
 * cells: what the levels stand in place of is taken out of every cell, and what they put in comes after all else, so that every
 * other impairment and toxic keeps its number, by which it is drawn.
 */

import type { PlanToxic } from '../core/plan/plan.ts';
import type { RecipeStep } from '../core/plan/recipe.ts';
import { echoOf } from '../impair/echo.ts';
import { impairText } from '../impair/impair_text.ts';
import type { ScenarioImpairment } from './caller_impair.ts';
import type { Factor } from './factor.ts';
import type { Scenario, ScenarioLoad } from './scenario.ts';
import { withValue } from './varied_key.ts';

/** A level of each factor, by its index. */
export type Levels = readonly number[];

/** What was read from the file, with the cell's keys. */
export function variedData(data: unknown, factors: readonly Factor[], levels: Levels): unknown {
  return factors.reduce((so, factor, index) => {
    const level = levels[index] ?? 0;
    return factor.kind === 'key' ? withValue(so, factor.path, factor.levels[level]?.value) : so;
  }, data);
}

/**
 * All the rest of the cell. `calls`: how many the cell makes. A cell ends with its calls and not by the clock: all cells have the
 * same ones.
 */
export function variedScenario(
  scenario: Scenario,
  factors: readonly Factor[],
  levels: Levels,
  calls: number,
): Scenario {
  const gone = new Set(factors.flatMap((factor) => (factor.kind === 'impairment' ? factor.replaces : [])));
  const down = new Set(factors.flatMap((factor) => (factor.kind === 'toxic' ? [factor.name] : [])));
  const steps: RecipeStep[] = [];
  const toxics: PlanToxic[] = [];
  let atOnce: number | undefined;
  for (const [index, factor] of factors.entries()) {
    const level = levels[index] ?? 0;
    if (factor.kind === 'impairment') steps.push(...given(factor.levels[level]?.step));
    else if (factor.kind === 'toxic') toxics.push(...given(factor.levels[level]?.toxic));
    else if (factor.kind === 'concurrency') atOnce = factor.levels[level]?.calls;
  }
  const impairments = [
    ...(scenario.impairments ?? []).filter(
      ({ impair, callers, step }) => callers !== undefined || step !== undefined || !gone.has(impair),
    ),
    ...steps.map(ofAll),
  ];
  const network = [
    ...(scenario.network ?? []).filter(({ toxic, callers }) => callers !== undefined || !down.has(toxic)),
    ...toxics,
  ];
  const { impairments: _, network: __, ...rest } = scenario;
  return {
    ...rest,
    ...(impairments.length === 0 ? {} : { impairments }),
    ...(network.length === 0 ? {} : { network }),
    load: loadOf(scenario.load, calls, atOnce),
  };
}

function given<T>(one: T | null | undefined): readonly T[] {
  return one === null || one === undefined ? [] : [one];
}

function ofAll(recipeStep: RecipeStep): ScenarioImpairment {
  const echo = echoOf(recipeStep);
  const text = impairText(recipeStep);
  return { impair: recipeStep.name, text, share: 1, ...(echo === null ? {} : { echo }), recipeStep };
}

/** An open load has no concurrency to vary: with one, its calls come as fast as places fall free. */
function loadOf(load: ScenarioLoad, calls: number, atOnce: number | undefined): ScenarioLoad {
  if (load.mode === 'open') {
    return atOnce === undefined
      ? { ...load, calls }
      : { mode: 'closed', concurrency: atOnce, rampMs: 0, calls };
  }
  const { holdMs: _, ...rest } = load;
  return { ...rest, concurrency: atOnce ?? load.concurrency, calls };
}
