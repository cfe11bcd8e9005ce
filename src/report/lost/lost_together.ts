/**
 * What lost calls have in common, said only where it is no accident: each thing is put to a test against chance, and a test has to
 * be the stricter the more was looked at. Pure. A call is lost that failed by the target's doing.
 */

import type { AccountedCall } from '../account.ts';
import type { Run } from '../log.ts';
import { sharedAges } from './shared_age.ts';
import { sharedClosings, sharedFaults, sharedPeople } from './shared_label.ts';
import { sharedInstants } from './shared_instant.ts';
import { sharedCrowds } from './shared_crowd.ts';
import { countLost, livedCalls, type LivedCall } from './lived_call.ts';
import { sharedSteps } from './shared_step.ts';

export interface LostTogether {
  /** Calls that failed by the target's doing. */
  readonly lost: number;
  /** What is told would come by chance in one run of so many at the most: 0.01 is one in a hundred. */
  readonly chance: number;
  /** What most of them share first. Never empty. */
  readonly shared: readonly SharedTrait[];
  /** How many more there were. */
  readonly more: number;
}

export const TRAITS = [
  'age',
  'instant',
  'crowd',
  'worker',
  'fault',
  'step',
  'caller',
  'voice',
  'closing',
] as const;

export interface SharedTrait {
  /** `age`: since its connection; `crowd`: more than so many calls were up; `closing`: the target's code and reason. */
  readonly trait: (typeof TRAITS)[number];
  /** What is shared, e.g. a caller's name; of an age, an instant and a crowd the number: ms, ms since the run began, calls. */
  readonly value: string;
  /** Lost calls that share it, of those of which it is known. */
  readonly count: number;
  readonly of: number;
  /** Calls that have it and were not lost, of all that were not: by age, those that lived past it. Null: there is no such. */
  readonly others: { readonly count: number; readonly of: number } | null;
  /** How likely it is by chance, with all that was looked at taken into account. */
  readonly chance: number;
  /** In a sentence. */
  readonly text: string;
  /** The place in the list of one before it that (nearly) the same calls share: which of them is the reason nobody can tell. */
  readonly sameAs?: number;
  /** From when to when, of an age since the connection, of an instant since the run began. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** The first of these calls, ascending. */
  readonly calls: readonly number[];
}

/** One as it is found: with all its calls, and its own chance. */
export type FoundTrait = Omit<SharedTrait, 'sameAs'>;

/** What chance may bring, all that is looked at taken together. */
const MOST_CHANCE = 0.01;
/** Of each trait. */
const EACH_CHANCE = MOST_CHANCE / TRAITS.length;
const FEWEST_LOST = 3;
/** Of the lost calls; less is no common lot. */
const LEAST_SHARE = 0.25;
const MOST_TOLD = 8;
const MOST_CALLS = 10;
/** Longer is no instant. */
const INSTANT_MS = 2000;
/** Of all the calls that either of two has, those that both have. */
const SAME = 0.9;

/** `calls`: of these runs. Undefined: none were lost, or nothing in common is more than chance would have. */
export function lostTogether(
  runs: readonly Run[],
  calls: readonly AccountedCall[],
): LostTogether | undefined {
  return countLost(calls) < FEWEST_LOST ? undefined : togetherOf(livedCalls(runs));
}

export function togetherOf(calls: readonly LivedCall[]): LostTogether | undefined {
  const lost = calls.filter(({ fate }) => fate === 'lost').length;
  if (lost < FEWEST_LOST) return undefined;
  const found = [
    ...sharedAges(calls, EACH_CHANCE),
    ...sharedInstants(calls, EACH_CHANCE),
    ...sharedCrowds(calls),
    ...sharedPeople(calls),
    ...sharedFaults(calls),
    ...sharedSteps(calls),
    ...sharedClosings(calls),
  ].filter(
    ({ chance, count }) => chance <= EACH_CHANCE && count >= FEWEST_LOST && count >= lost * LEAST_SHARE,
  );
  if (found.length === 0) return undefined;
  const ages = found.flatMap(({ trait, calls: aged }) => (trait === 'age' ? new Set(aged) : []));
  // Who die at one age die in the order in which they came: of a while, and no instant, there is nothing to explain then.
  const unexplained = found.filter(
    ({ trait, fromMs = 0, untilMs = 0, calls: those }) =>
      trait !== 'instant' ||
      untilMs - fromMs <= INSTANT_MS ||
      !ages.some((set) => alike(set, new Set(those))),
  );
  unexplained.sort(
    (a, b) => b.count - a.count || TRAITS.indexOf(a.trait) - TRAITS.indexOf(b.trait) || a.chance - b.chance,
  );
  const told = unexplained.slice(0, MOST_TOLD);
  const sets = told.map((one) => new Set(one.calls));
  const shared = told.map((one, at): SharedTrait => {
    const sameAs = sets.slice(0, at).findIndex((set) => alike(set, sets[at] as ReadonlySet<number>));
    return {
      ...one,
      chance: Math.min(1, one.chance * TRAITS.length),
      ...(sameAs < 0 ? {} : { sameAs }),
      calls: [...one.calls].sort((a, b) => a - b).slice(0, MOST_CALLS),
    };
  });
  return { lost, chance: MOST_CHANCE, shared, more: unexplained.length - told.length };
}

function alike(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  let both = 0;
  for (const call of b) if (a.has(call)) both++;
  return both >= SAME * (a.size + b.size - both);
}
