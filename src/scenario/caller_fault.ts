/**
 * Faults of the caller's side as a scenario writes them: on the whole or on one caller, read into the plan's words. What is wrong
 * with one is an issue at its place.
 */

import { chaosFaults } from '../chaos/chaos_faults.ts';
import type { PlanFault } from '../core/plan/plan.ts';
import { get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { armFault } from '../fault/arm_fault.ts';
import { faultWishOf } from '../fault/fault_wish.ts';
import { layoutOfCaller, type ScriptLayout } from './script_layout.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';

/** Those of the scenario first, then each caller's own, in the order of the file. Of a file that has been checked. */
export function faultsOf(file: ScenarioFile): readonly PlanFault[] {
  return [
    ...(file.faults ?? []).flatMap((entry) => faultOf(entry)),
    ...file.callers.flatMap(({ name, faults = [] }, index) => {
      const { planned } = layoutOfCaller(file, index);
      return faults.flatMap((entry) => faultOf(entry, { name, planned }));
    }),
  ];
}

function faultOf(
  entry: unknown,
  caller?: { readonly name: string } & Pick<ScriptLayout, 'planned'>,
): readonly PlanFault[] {
  const { step, ...wish } = entry as { readonly step?: number };
  const read = faultWishOf(wish);
  const reading = read === null ? null : armFault(chaosFaults, read);
  if (reading === null || !('ok' in reading)) return [];
  const { fault, share, args, when } = reading.ok;
  return [
    {
      fault: fault.name,
      share,
      ...(when.every === null ? {} : { every: when.every }),
      ...(caller === undefined ? {} : { callers: [caller.name] }),
      ...(when.nth === null ? {} : { nth: when.nth }),
      ...(step === undefined ? {} : { step: caller?.planned[step - 1] ?? step - 1 }),
      ...(when.fromMs === 0 ? {} : { fromMs: when.fromMs }),
      ...(when.untilMs === Infinity ? {} : { untilMs: when.untilMs }),
      ...(when.seed === null ? {} : { seed: when.seed }),
      args,
    },
  ];
}

export function faultIssues(data: unknown): readonly Issue[] {
  return [
    ...issuesAt(data, []),
    ...listAt(data, 'callers').flatMap(([index, caller]) =>
      issuesAt(caller, ['callers', index], listAt(caller, 'script').length),
    ),
  ];
}

/** `steps`: how many the script has, where there is one. */
function issuesAt(owner: unknown, path: Path, steps?: number): readonly Issue[] {
  return listAt(owner, 'faults').flatMap(([index, entry]): readonly Issue[] => {
    const place = [...path, 'faults', index];
    const step = get(entry, 'step');
    if (typeof step === 'number' && steps === undefined) {
      const message = 'expected no step here: callers have scripts of their own';
      return [{ path: [...place, 'step'], on: 'key', message, hint: 'Write the fault under its caller.' }];
    }
    if (typeof step === 'number' && steps !== undefined && step > steps) {
      const message = `expected a step from 1 to ${steps}, found ${step}`;
      return [{ path: [...place, 'step'], on: 'value', message }];
    }
    const { step: _, ...wish } =
      typeof entry === 'object' && entry !== null ? (entry as { step?: unknown }) : {};
    const read = faultWishOf(wish);
    const reading = read === null ? null : armFault(chaosFaults, read);
    if (reading === null || 'ok' in reading) return [];
    const at = reading.at === undefined ? ['fault'] : [reading.at];
    return [{ path: [...place, ...at], on: 'value', message: reading.mistake }];
  });
}
