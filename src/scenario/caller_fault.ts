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
import { layoutOfCaller, type ScriptLayout } from './script_layout.ts';
import { opOf } from './written_step.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';

/** Those of the scenario first, then each caller's own and its steps', in the order of the file. Of a file that has been checked. */
export function faultsOf(file: ScenarioFile): readonly PlanFault[] {
  return [
    ...(file.faults ?? []).flatMap((entry) => faultOf(entry)),
    ...file.callers.flatMap(({ name, faults = [] }, index) => {
      const layout = layoutOfCaller(file, index);
      const caller = { name, layout };
      return [
        ...faults.flatMap((entry) => faultOf(entry, caller)),
        ...layout.steps.flatMap((step, planned) =>
          listAt(step, 'faults').flatMap(([, entry]) => faultOf(entry, caller, planned)),
        ),
      ];
    }),
  ];
}

/** `beside`: the plan's step that it stands at. */
function faultOf(
  entry: unknown,
  caller?: { readonly name: string; readonly layout: ScriptLayout },
  beside?: number,
): readonly PlanFault[] {
  const { step, ...wish } = entry as { readonly step?: number };
  const planned = step === undefined ? beside : (caller?.layout.planned[step - 1] ?? step - 1);
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
      ...(planned === undefined || caller === undefined
        ? {}
        : { step: struckStep(caller.layout, planned, momentOf(fault, args)) }),
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
function struckStep({ turns }: ScriptLayout, planned: number, moment: ChaosMoment | null): number {
  return moment === 'utterance' ? planned : (turns[planned] ?? planned);
}

export function faultIssues(data: unknown): readonly Issue[] {
  return [
    ...issuesAt(data, []),
    ...listAt(data, 'callers').flatMap(([index, caller]) => {
      const layout = layoutOfCaller(data, index);
      const script = listAt(caller, 'script').map(([, step]): unknown => step);
      return [
        ...issuesAt(caller, ['callers', index], { script }),
        ...layout.steps.flatMap((step, at) =>
          // A block that is used twice is laid twice, and written once.
          layout.places.indexOf(layout.places[at] as Path) === at
            ? issuesAt(step, layout.places[at] as Path, { beside: opOf(step) })
            : [],
        ),
      ];
    }),
  ];
}

/** `script`: of the caller whose they are. `beside`: what is done in the step that they stand at. */
function issuesAt(
  owner: unknown,
  path: Path,
  { script, beside }: { readonly script?: readonly unknown[]; readonly beside?: string } = {},
): readonly Issue[] {
  return listAt(owner, 'faults').flatMap(([index, entry]): readonly Issue[] => {
    const place = [...path, 'faults', index];
    const said = get(entry, 'step');
    if (said !== undefined && script === undefined) {
      const why =
        beside === undefined ? 'callers have scripts of their own' : 'it is the one that it stands at';
      const hint = beside === undefined ? 'Write the fault under its caller.' : 'Leave it out.';
      return [{ path: [...place, 'step'], on: 'key', message: `expected no step here: ${why}`, hint }];
    }
    if (typeof said === 'number' && script !== undefined && said > script.length) {
      const message = `expected a step from 1 to ${script.length}, found ${said}`;
      return [{ path: [...place, 'step'], on: 'value', message }];
    }
    const { step: _, ...wish } =
      typeof entry === 'object' && entry !== null ? (entry as { step?: unknown }) : {};
    const read = faultWishOf(wish);
    const reading = read === null ? null : armFault(chaosFaults, read);
    if (reading === null) return [];
    if ('ok' in reading) {
      const op = beside ?? (typeof said === 'number' ? opOf(script?.[said - 1]) : undefined);
      const { fault, args } = reading.ok;
      const message = op === undefined ? null : neverAt(fault.name, momentOf(fault, args), op);
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
