/**
 * Which level is measured next: up by a factor while nothing speaks against it, then the bracket between the highest that holds and
 * the lowest that does not is halved, and in the end both are measured again. Pure, and a function of what was measured alone, so
 * that a search can be followed again from its log.
 */

import type { CapacityUnit, LevelVerdict } from './capacity_result.ts';

export interface Measured {
  readonly amount: number;
  readonly verdict: LevelVerdict;
  /** It stayed undecided for want of cases: had not one been bad, it would have too. */
  readonly starved: boolean;
  /** That all conditions hold, and that one of them fails: of the condition that is the least sure to hold, the surest to fail. */
  readonly evidence: { readonly holds: number; readonly fails: number };
}

export interface SearchSettings {
  readonly unit: CapacityUnit;
  readonly from: number;
  readonly max: number;
  readonly factor: number;
  readonly within: number;
  readonly alpha: number;
}

export type Next =
  | { readonly do: 'measure'; readonly amount: number; readonly because: 'step' | 'bisection' | 'repeat' }
  /** `starved`: the levels in question cannot be decided in the time that they are given. */
  | { readonly do: 'end'; readonly by: 'target' | 'max' | 'generator' | 'starved' };

/** What is believed of an amount, by all its measurements. */
export type Standing = 'holds' | 'left' | 'not' | 'unclear';

/** Each end of the bracket is measured so often. */
const TIMES = 2;
/** A disagreement is settled by the majority of so many. */
const MOST_TIMES = 3;
/** Calls per second below this share of the first level are not looked for. */
const LOWEST_SHARE = 1 / 64;

export function nextLevel(measured: readonly Measured[], settings: SearchSettings): Next {
  const { from, max, factor, alpha } = settings;
  const { holds, fails } = bracketOf(measured, alpha);
  const unclear = measured.find(({ amount }) => standingOf(measured, amount, alpha) === 'unclear');
  if (unclear !== undefined) return { do: 'measure', amount: unclear.amount, because: 'repeat' };
  if (fails === null) {
    if (holds === null) return { do: 'measure', amount: Math.min(from, max), because: 'step' };
    if (holds < max) {
      return { do: 'measure', amount: Math.min(max, raised(holds, factor, settings.unit)), because: 'step' };
    }
    if (isConfirmed(measured, max, alpha)) return { do: 'end', by: 'max' };
    if (isStarved(measured, max)) return { do: 'end', by: 'starved' };
    return { do: 'measure', amount: max, because: 'repeat' };
  }
  if (isStarved(measured, fails)) return { do: 'end', by: 'starved' };
  if (holds === null) {
    const lower = lowered(fails, settings);
    return lower === null
      ? confirmed(measured, fails)
      : { do: 'measure', amount: lower, because: 'bisection' };
  }
  if (!isNarrow(holds, fails, settings)) {
    return { do: 'measure', amount: between(holds, fails, settings.unit), because: 'bisection' };
  }
  if (!isConfirmed(measured, holds, alpha)) return { do: 'measure', amount: holds, because: 'repeat' };
  return confirmed(measured, fails);
}

/** Measured twice, and both together say so as surely as two that each do. */
function isConfirmed(measured: readonly Measured[], amount: number, alpha: number): boolean {
  const own = measured.filter((one) => one.amount === amount && one.verdict !== 'left');
  return (
    timesOf(measured, amount, 'holds') >= TIMES ||
    (own.length >= TIMES && standingOf(own, amount, alpha) === 'holds')
  );
}

function confirmed(measured: readonly Measured[], fails: number): Next {
  const own = measured.filter(({ amount }) => amount === fails);
  const not = own.filter(({ verdict }) => isNot(verdict)).length;
  if (not < TIMES && own.length < MOST_TIMES) return { do: 'measure', amount: fails, because: 'repeat' };
  return { do: 'end', by: byGenerator(measured, fails) ? 'generator' : 'target' };
}

/** The highest amount that is believed to hold below the lowest that is not. */
export function bracketOf(
  measured: readonly Measured[],
  alpha: number,
): {
  readonly holds: number | null;
  readonly fails: number | null;
} {
  const amounts = [...new Set(measured.map(({ amount }) => amount))].sort((a, b) => a - b);
  const fails = amounts.find((amount) => standingOf(measured, amount, alpha) === 'not') ?? null;
  const holds = amounts.findLast(
    (amount) =>
      (fails === null || amount < fails) &&
      ['holds', 'left'].includes(standingOf(measured, amount, alpha) ?? ''),
  );
  return { holds: holds ?? null, fails };
}

/** Null, of an amount that was never measured to an end: `unclear` is not said of it. */
export function standingOf(measured: readonly Measured[], amount: number, alpha: number): Standing | null {
  const own = measured.filter((one) => one.amount === amount);
  const verdicts = own.map(({ verdict }) => verdict);
  // Measurements that stayed undecided each for itself may say enough together.
  if (verdicts.includes('holds') && !verdicts.includes('fails') && !verdicts.includes('invalid')) {
    if (own.reduce((total, { evidence }) => total * evidence.holds, 1) >= 1 / alpha ** TIMES) return 'holds';
  }
  const holds = verdicts.filter((verdict) => verdict === 'holds').length;
  const not = verdicts.filter(isNot).length;
  if (holds > 0 && not > 0) {
    return holds === not && verdicts.length < MOST_TIMES + 1 ? 'unclear' : holds > not ? 'holds' : 'not';
  }
  if (not > 0) return 'not';
  if (holds > 0) return 'holds';
  return verdicts.includes('left') ? 'left' : null;
}

/** What is not shown to hold counts as not held. */
function isNot(verdict: LevelVerdict): boolean {
  return verdict === 'fails' || verdict === 'undecided' || verdict === 'invalid';
}

export function timesOf(measured: readonly Measured[], amount: number, verdict: LevelVerdict): number {
  return measured.filter((one) => one.amount === amount && one.verdict === verdict).length;
}

function isStarved(measured: readonly Measured[], of: number): boolean {
  return measured.some(({ amount, verdict, starved }) => amount === of && verdict === 'undecided' && starved);
}

/** The generator could not keep up with it, and nothing else was ever said of it that counts against it. */
export function byGenerator(measured: readonly Measured[], amount: number): boolean {
  return timesOf(measured, amount, 'invalid') > 0 && timesOf(measured, amount, 'fails') === 0;
}

export function isNarrow(holds: number, fails: number, { unit, within }: SearchSettings): boolean {
  const gap = fails - holds;
  return gap <= fails * within + 1e-9 || (unit === 'calls_at_once' && gap <= 1);
}

function raised(amount: number, factor: number, unit: CapacityUnit): number {
  return unit === 'calls_at_once'
    ? Math.max(amount + 1, Math.round(amount * factor))
    : tidied(amount * factor);
}

function lowered(amount: number, { unit, from }: SearchSettings): number | null {
  const lower = amount / 2;
  if (unit === 'calls_at_once') return amount <= 1 ? null : Math.floor(lower);
  return lower < from * LOWEST_SHARE ? null : tidied(lower);
}

function between(low: number, high: number, unit: CapacityUnit): number {
  const middle = (low + high) / 2;
  return unit === 'calls_at_once' ? Math.floor(middle) : tidied(middle);
}

/** Rates are asked for, and told, in three digits. */
function tidied(perSecond: number): number {
  return Number(perSecond.toPrecision(3));
}
