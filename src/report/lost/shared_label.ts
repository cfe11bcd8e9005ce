/** What calls are called by, e.g. their caller or their worker, and whether the lost have one more often than a draw would give. Pure. */

import { count, percent } from '../figure.ts';
import { chanceOfDrawing } from './chance.ts';
import type { LivedCall } from './lived_call.ts';
import type { FoundTrait, SharedTrait } from './lost_together.ts';

interface Label {
  readonly trait: SharedTrait['trait'];
  readonly of: (call: LivedCall) => string | readonly string[] | null;
  /** What is said of the lost that have it. */
  readonly text: (value: string) => string;
}

const caller: Label = {
  trait: 'caller',
  of: (call) => call.caller,
  text: (value) => `are of the caller “${value}”`,
};
const voice: Label = {
  trait: 'voice',
  of: (call) => call.voice,
  text: (value) => `speak with the voice “${value}”`,
};
const worker: Label = {
  trait: 'worker',
  of: (call) => (call.worker === null ? null : String(call.worker)),
  text: (value) => `were made by worker ${value}: look at this side first`,
};
const fault: Label = {
  trait: 'fault',
  of: ({ faults }) => faults,
  text: (value) => `had been struck by “${value}”`,
};
const closing: Label = {
  trait: 'closing',
  of: (call) => call.closing ?? 'not closed',
  text: (value) => `ended the same way, “${value}”`,
};

export function sharedPeople(calls: readonly LivedCall[]): readonly FoundTrait[] {
  return [worker, caller, voice].flatMap((label) => sharedIn(calls, label));
}

export function sharedFaults(calls: readonly LivedCall[]): readonly FoundTrait[] {
  return sharedIn(calls, fault);
}

/** That a call was not closed is no closing that it could share. */
export function sharedClosings(calls: readonly LivedCall[]): readonly FoundTrait[] {
  return sharedIn(calls, closing).filter(({ value }) => value !== 'not closed');
}

interface Held {
  readonly lost: number[];
  lived: number;
}

/** Each value that lost calls have; its chance is that of any value there is. */
function sharedIn(calls: readonly LivedCall[], { trait, of, text }: Label): readonly FoundTrait[] {
  const held = new Map<string, Held>();
  let lost = 0;
  let lived = 0;
  for (const call of calls) {
    const told = call.fate === 'cut' ? null : of(call);
    if (told === null) continue;
    if (call.fate === 'lost') lost++;
    else lived++;
    for (const value of typeof told === 'string' ? [told] : told) {
      let one = held.get(value);
      if (one === undefined) held.set(value, (one = { lost: [], lived: 0 }));
      if (call.fate === 'lost') one.lost.push(call.call);
      else one.lived++;
    }
  }
  return [...held].map(([value, one]): FoundTrait => {
    const found = one.lost.length;
    const chance = chanceOfDrawing(found, lost, found + one.lived, lost + lived) * held.size;
    return {
      trait,
      value,
      count: found,
      of: lost,
      others: { count: one.lived, of: lived },
      chance: Math.min(1, chance),
      text: `${count(found)} of ${count(lost)} lost calls ${text(value)} (of the others ${othersText(one.lived, lived)})`,
      calls: one.lost,
    };
  });
}

function othersText(found: number, of: number): string {
  return found === 0 ? 'none' : `${count(found)} of ${count(of)}, ${percent(found / of)}`;
}
