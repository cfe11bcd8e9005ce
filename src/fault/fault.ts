/**
 * What a fault is, on whichever side: something that goes wrong on purpose, a share of the times it could. Pure. A side says
 * in which moments things can go wrong there and what a fault makes of each (`Moments`: a name and an effect each); a fault
 * belongs to one of them. How often it strikes and whom is nothing that it knows.
 */

import type { Argument, Defaulted } from './argument.ts';
import type { When } from './occasions.ts';

export type FaultArgs = Readonly<Record<string, number | string>>;

/** One fault of a side's. */
export type Fault<Moments> = { readonly [M in keyof Moments]: FaultAt<M, Moments[M]> }[keyof Moments];

export interface FaultAt<Moment, Effect> {
  readonly name: string;
  /** What goes wrong, for the help. */
  readonly means: string;
  /** The moment it belongs to, which is what its share is a share of. */
  readonly of: Moment;
  readonly args: Readonly<Record<string, Defaulted>>;
  /** What it makes of that moment. */
  readonly does: (args: FaultArgs) => Effect;
  /** Each argument may be as it is, and all together leave it no opportunity: what was expected instead. */
  readonly neverStrikes?: (args: FaultArgs, when: When) => string | null;
}

/** A fault as it is written down: its arguments are of the kinds that it says they are. */
export interface Definition<Moment, Effect, Args> {
  readonly name: string;
  readonly means: string;
  readonly of: Moment;
  readonly args: Args;
  readonly does: (args: ArgumentsOf<Args>) => Effect;
  readonly neverStrikes?: (args: ArgumentsOf<Args>, when: When) => string | null;
}

export type ArgumentsOf<Args> = {
  readonly [K in keyof Args]: Args[K] extends Argument ? ValueOf<Args[K]['kind']> : never;
};

type ValueOf<Kind> = Kind extends readonly (infer Word)[] ? Word : number;

/** How a side writes its faults down. */
export type Define<Moments> = <
  Moment extends keyof Moments,
  const Args extends Readonly<Record<string, Defaulted>>,
>(
  definition: Definition<Moment, Moments[Moment], Args>,
) => Fault<Moments>;

export function faultsOf<Moments>(): Define<Moments> {
  // Arming reads each argument as the kind it is of: nothing else can get to `does`.
  return (definition) => definition as unknown as Fault<Moments>;
}

/** The faults of a side, by name and in the order in which they are shown. */
export type Catalogue<Moments> = ReadonlyMap<string, Fault<Moments>>;

export function catalogueOf<Moments>(faults: readonly Fault<Moments>[]): Catalogue<Moments> {
  return new Map(faults.map((fault) => [fault.name, fault]));
}
