/**
 * A call as a forecast takes it: what it cost between two bounds, how long it was, what the money went for, and what it would have
 * cost otherwise. Whoever reads the log makes these; nothing here knows of a log. Pure.
 */

export interface UsdRange {
  readonly least: number;
  readonly most: number;
}

/** What happened in a call that costs something by itself. */
export type CallSign = 'fault' | 'interruption' | 'agent_interruption' | 'silence' | 'reconnect';

export interface MeasuredCall {
  readonly caller: string;
  /** Calls of one unit are one conversation had several times (the same number of one plan): they are drawn together. */
  readonly unit: string;
  /** Never zero for want of knowledge. */
  readonly usd: UsdRange;
  /** Nobody told all that it used, or saw its end: its bounds are bounds of that. */
  readonly untold: boolean;
  readonly failed: boolean;
  /** From ready to its end. Null: nobody saw that. */
  readonly minutes: number | null;
  /** Of the upper bound, by what was used. */
  readonly parts: Readonly<Record<string, number>>;
  readonly signs: readonly CallSign[];
  /** Its own figures: what it was billed for of each of these. */
  readonly own: OwnLosses;
  /** One for each what-if, in their order. Null: it cannot be reckoned. */
  readonly otherwise: readonly (UsdRange | null)[];
}

export interface OwnLosses {
  /** Audio that came and was never heard. */
  readonly unheardUsd: number;
  /** Turns in which the caller said nothing. */
  readonly silenceUsd: number;
  /** Input of new sessions’ first answers: the conversation told again. */
  readonly replayUsd: number;
}

/** Callers by name, in the order in which they first called. */
export function byCaller(calls: readonly MeasuredCall[]): ReadonlyMap<string, readonly MeasuredCall[]> {
  const found = new Map<string, MeasuredCall[]>();
  for (const call of calls) {
    const own = found.get(call.caller);
    if (own === undefined) found.set(call.caller, [call]);
    else own.push(call);
  }
  return found;
}

/** How many conversations these are. */
export function unitsOf(calls: readonly MeasuredCall[]): number {
  return new Set(calls.map(({ unit }) => unit)).size;
}
