/**
 * Faults of the caller's side as a scenario writes them: on the whole or on one caller, read into the plan's words. What is wrong
 * with one is an issue at its place.
 */

import { chaosFaults } from '../chaos/chaos_faults.ts';
import type { ChaosMoment, ChaosMoments } from '../chaos/moments.ts';
import type { PlanFault } from '../core/plan/plan.ts';
import { get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { armFault } from '../fault/arm_fault.ts';
import type { Fault } from '../fault/fault.ts';
import { faultWishOf } from '../fault/fault_wish.ts';
import { layoutOf, opOf, type ScriptLayout } from './script_layout.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';

/** Those of the scenario first, then each caller's own and its steps', in the order of the file. Of a file that has been checked. */
export function faultsOf(file: ScenarioFile): readonly PlanFault[] {
  return [
    ...(file.faults ?? []).flatMap((entry) => faultOf(entry)),
    ...file.callers.flatMap(({ name, script, faults = [] }) => {
      const caller = { name, layout: layoutOf(script) };
      return [
        ...faults.flatMap((entry) => faultOf(entry, caller)),
        ...script.flatMap((step, written) =>
          listAt(step, 'faults').flatMap(([, entry]) => faultOf(entry, caller, written + 1)),
        ),
      ];
    }),
  ];
}

/** `beside`: the step that it stands at, the first being 1. */
function faultOf(
  entry: unknown,
  caller?: { readonly name: string; readonly layout: ScriptLayout },
  beside?: number,
): readonly PlanFault[] {
  const { step = beside, ...wish } = entry as { readonly step?: number };
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
      ...(step === undefined || caller === undefined
        ? {}
        : { step: plannedStep(caller.layout, step, momentOf(fault, args)) }),
      ...(when.fromMs === 0 ? {} : { fromMs: when.fromMs }),
      ...(when.untilMs === Infinity ? {} : { untilMs: when.untilMs }),
      ...(when.seed === null ? {} : { seed: when.seed }),
      args,
    },
  ];
}

/** In which moment it strikes; null: at an instant of the run. */
function momentOf(fault: Fault<ChaosMoments>, args: PlanFault['args']): ChaosMoment | null {
  const sabotage = fault.does(args);
  return 'atMs' in sabotage ? null : sabotage.during;
}

/** What is said is said in its own step; an answer is that of the turn which goes on in the step. */
function plannedStep({ planned, turns }: ScriptLayout, step: number, moment: ChaosMoment | null): number {
  const own = planned[step - 1] ?? step - 1;
  return moment === 'utterance' ? own : (turns[step - 1] ?? own);
}

export function faultIssues(data: unknown): readonly Issue[] {
  return [
    ...issuesAt(data, []),
    ...listAt(data, 'callers').flatMap(([index, caller]) => {
      const path: Path = ['callers', index];
      const steps = listAt(caller, 'script').map(([, step]): unknown => step);
      return [
        ...issuesAt(caller, path, steps),
        ...steps.flatMap((step, at) => issuesAt(step, [...path, 'script', at], steps, at + 1)),
      ];
    }),
  ];
}

/** `steps`: the script, where there is one. `beside`: the step that they stand at. */
function issuesAt(owner: unknown, path: Path, steps?: readonly unknown[], beside?: number): readonly Issue[] {
  return listAt(owner, 'faults').flatMap(([index, entry]): readonly Issue[] => {
    const place = [...path, 'faults', index];
    const said = get(entry, 'step');
    if (said !== undefined && (steps === undefined || beside !== undefined)) {
      const why =
        beside === undefined ? 'callers have scripts of their own' : 'it is the one that it stands at';
      const hint = beside === undefined ? 'Write the fault under its caller.' : 'Leave it out.';
      return [{ path: [...place, 'step'], on: 'key', message: `expected no step here: ${why}`, hint }];
    }
    if (typeof said === 'number' && steps !== undefined && said > steps.length) {
      const message = `expected a step from 1 to ${steps.length}, found ${said}`;
      return [{ path: [...place, 'step'], on: 'value', message }];
    }
    const { step: _, ...wish } =
      typeof entry === 'object' && entry !== null ? (entry as { step?: unknown }) : {};
    const read = faultWishOf(wish);
    const reading = read === null ? null : armFault(chaosFaults, read);
    if (reading === null) return [];
    if ('ok' in reading) {
      const step = beside ?? (typeof said === 'number' ? said : undefined);
      const { fault, args } = reading.ok;
      const message =
        step === undefined ? null : neverAt(fault.name, momentOf(fault, args), opOf(steps?.[step - 1]));
      return message === null ? [] : [{ path: place, on: 'value', message }];
    }
    const at = reading.at === undefined ? ['fault'] : [reading.at];
    return [{ path: [...place, ...at], on: 'value', message: reading.mistake }];
  });
}

/** Why it would never strike in a step that does this; null: it may. */
function neverAt(fault: string, moment: ChaosMoment | null, op: string): string | null {
  if (moment === null || moment === 'opened' || moment === 'ready')
    return `${fault} strikes at no step of a script: write it on the caller or the scenario`;
  if (op === 'hangup' || op === 'expect') return `${fault} would never strike: nothing goes on in ${op}`;
  if (moment === 'utterance' && (op === 'listen' || op === 'silence' || op === 'hung_up'))
    return `${fault} would never strike: nobody says anything in ${op}, so expected another phase`;
  return null;
}
