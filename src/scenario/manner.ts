/**
 * The manners in which a caller can sound: as it does in all of its calls, and one for each other set of impairments that a call
 * can draw. In each of them, what every step says is in a variant of its own.
 */

import { isFor, isForAll } from '../core/call/draw_impairments.ts';
import type { ClipVariant, Recipe } from '../core/plan/plan.ts';
import type { PlanStep, SpeechPart } from '../core/call/script.ts';
import type { ScenarioImpairment } from './caller_impair.ts';
import type { Scenario, ScenarioCaller } from './scenario.ts';
import { variantOf } from './variant.ts';

export interface Manner {
  /** Indices into the scenario's impairments, ascending. */
  readonly impairments: readonly number[];
  /** Of all that no step has a variant of its own for, and of what is heard between words. */
  readonly variant: ClipVariant | undefined;
  /** Of what a step says. */
  stepVariant(step: number): ClipVariant | undefined;
}

/** The first is that of calls which draw nothing by chance. */
export function mannersOf(scenario: Scenario, caller: ScenarioCaller): readonly [Manner, ...Manner[]] {
  const all = numbered(scenario).filter(({ impairment }) => isFor(impairment, caller.name));
  const always = all.filter(({ impairment }) => isForAll(impairment));
  const byChance = all.filter(({ impairment }) => !isForAll(impairment));
  const others = Array.from({ length: 2 ** byChance.length - 1 }, (_, set) =>
    all.filter((one) => always.includes(one) || ((set + 1) >> byChance.indexOf(one)) % 2 === 1),
  );
  return [mannerOf(scenario, caller, always), ...others.map((set) => mannerOf(scenario, caller, set))];
}

/** The script, with what steps say in variants of their own under names of their own. */
export function stepsOf(scenario: Scenario, caller: ScenarioCaller): readonly PlanStep[] {
  return caller.steps.map((step, index) => {
    if (!('speech' in step) || !hasOwnVariant(scenario, caller, index)) return step;
    const variant = String(index);
    const varied = (speech: readonly SpeechPart[]): readonly SpeechPart[] =>
      speech.map((part) => ('pauseMs' in part ? part : { ...part, variant }));
    const others = step.op === 'say' ? step.others : undefined;
    return {
      ...step,
      speech: varied(step.speech),
      ...(others === undefined ? {} : { others: others.map(varied) }),
    };
  });
}

export function hasOwnVariant(
  { impairments = [] }: Scenario,
  { name }: ScenarioCaller,
  step: number,
): boolean {
  return impairments.some(
    (impairment) => impairment.step === step && impairment.echo === undefined && isFor(impairment, name),
  );
}

/** What is done to recordings. */
interface Numbered {
  readonly impairment: ScenarioImpairment;
  readonly number: number;
}

function numbered({ impairments = [] }: Scenario): readonly Numbered[] {
  return impairments
    .map((impairment, number) => ({ impairment, number }))
    .filter(({ impairment }) => impairment.echo === undefined);
}

function mannerOf({ seed }: Scenario, { recipe }: ScenarioCaller, set: readonly Numbered[]): Manner {
  const variantFor = (step?: number): ClipVariant | undefined => {
    const whole: Recipe = {
      steps: [
        ...(recipe?.steps ?? []),
        ...set.flatMap(({ impairment }) =>
          impairment.step === undefined || impairment.step === step ? [impairment.recipeStep] : [],
        ),
      ],
      seed: recipe?.seed ?? seed,
    };
    return variantOf(whole);
  };
  return {
    impairments: set.map(({ number }) => number),
    variant: variantFor(),
    stepVariant: variantFor,
  };
}
