/**
 * A number as callers speak it: an opener ("my order number is") and digits, often with pauses in between that end a turn each.
 * Pure. Puts the pieces together.
 *
 *   opener, 4 0 7 1 2          whole
 *   opener | 4 0 | 7 1 2       cut, grown, whole: 40712
 *   4 0 7 | 4 0 7 1 2          cut, and then said again from the start: 40712
 */

import type { Slot } from '../profile/profile.ts';

export type NumberHeard =
  | { readonly type: 'none' }
  /** Digits that nobody asked for. */
  | { readonly type: 'stray' }
  /** Not all of it. `grown`: more of it than was known before. */
  | { readonly type: 'cut'; readonly ask: string; readonly grown: boolean }
  | { readonly type: 'whole'; readonly slot: string; readonly digits: string };

export class SpokenNumber {
  private readonly slots: readonly (readonly [string, Slot])[];
  private begun: { readonly slot: string; readonly digits: string } | null = null;

  constructor(slots: Readonly<Record<string, Slot>>) {
    this.slots = Object.entries(slots);
  }

  /** `asked`: the slot that the agent has asked for. */
  hear(said: readonly string[], asked: string | null): NumberHeard {
    const { begun } = this;
    this.begun = null;
    const digits = said.map((utterance) => /^digit-(\d)$/.exec(utterance)?.[1] ?? '').join('');
    const opened = this.slots.find(([, { openers }]) => openers.some((opener) => said.includes(opener)));
    if (digits === '' && opened === undefined) return { type: 'none' };
    const name = opened?.[0] ?? begun?.slot ?? asked;
    const slot = this.slots.find(([candidate]) => candidate === name)?.[1];
    if (name === null || slot === undefined) return { type: 'stray' };
    const least = slot.digitsAtLeast;
    const goesOn = opened === undefined && begun?.slot === name && digits.length < least;
    const whole = goesOn ? begun.digits + digits : digits;
    if (whole.length >= least) return { type: 'whole', slot: name, digits: whole };
    this.begun = { slot: name, digits: whole };
    return { type: 'cut', ask: slot.ask, grown: goesOn };
  }
}
