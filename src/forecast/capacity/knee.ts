/**
 * Where the knee is, and how sure that is: from the levels that were measured. Pure.
 *
 * The evidence of a level's measurements is multiplied: they are of different calls, and each is a fair bet whatever was seen
 * before. That a level's evidence reaches E by chance is at most 1/E likely (Ville), that any of K levels' does at most K/E: so the
 * confidence counts every level that was tried, not only the two that are told.
 */

import type { CapacityKnee, CapacityLevel, CapacitySettings, CapacityUnit } from './capacity_result.ts';
import { bracketOf, byGenerator, timesOf, type Measured } from './search.ts';

/** No figure is surer than what it assumes. */
const MOST_CONFIDENCE = 0.999;

export function kneeOf(
  levels: readonly CapacityLevel[],
  measured: readonly Measured[],
  { slo, alpha }: CapacitySettings,
  unit: CapacityUnit,
): CapacityKnee {
  const found = bracketOf(measured, alpha);
  const proven = [...new Set(measured.map(({ amount }) => amount))]
    .filter((amount) => (found.fails === null || amount < found.fails) && amount <= (found.holds ?? 0))
    .filter((amount) => timesOf(measured, amount, 'holds') > timesOf(measured, amount, 'fails'));
  const holds = proven.length === 0 ? null : Math.max(...proven);
  const { fails } = found;
  const failsBy =
    fails === null
      ? null
      : byGenerator(measured, fails)
        ? 'generator'
        : surest(levels, fails, slo.length) >= slo.length / alpha
          ? 'shown'
          : 'undecided';
  const tried = new Set(measured.map(({ amount }) => amount)).size;
  const doubt =
    holds === null
      ? 1
      : tried / weakest(levels, holds, slo.length) + failDoubt(levels, fails, failsBy, slo.length, tried);
  const confidence = doubt >= 1 ? null : Math.min(MOST_CONFIDENCE, 1 - doubt);
  const times = {
    holds: holds === null ? 0 : levels.filter(({ amount }) => amount === holds).length,
    fails: fails === null ? 0 : levels.filter(({ amount }) => amount === fails).length,
  };
  return {
    holds,
    fails,
    failsBy,
    measured: times,
    confidence,
    said: said({ holds, fails, failsBy, confidence, measured: times }, tried, unit),
    brokenBy: brokenBy(levels, fails, failsBy, slo),
    refusedAt: null,
    retrograde: retrogradeOf(levels),
  };
}

/** How surely all conditions hold: as surely as the least sure of them. */
function weakest(levels: readonly CapacityLevel[], amount: number, conditions: number): number {
  return Math.min(...Array.from({ length: conditions }, (_, slo) => product(levels, amount, slo, 'holds')));
}

/** It fails if one of them does; any could have been the one. */
function failDoubt(
  levels: readonly CapacityLevel[],
  fails: number | null,
  by: CapacityKnee['failsBy'],
  conditions: number,
  tried: number,
): number {
  // Nothing is claimed of a level that only was not shown to hold.
  if (fails === null || by !== 'shown') return 0;
  return (tried * conditions) / surest(levels, fails, conditions);
}

/** How surely one of the conditions fails, by all measurements of the level together. */
function surest(levels: readonly CapacityLevel[], amount: number, conditions: number): number {
  return Math.max(...Array.from({ length: conditions }, (_, slo) => product(levels, amount, slo, 'fails')));
}

function product(
  levels: readonly CapacityLevel[],
  amount: number,
  slo: number,
  side: 'holds' | 'fails',
): number {
  return levels
    .filter((level) => level.amount === amount && level.verdict !== 'invalid' && level.verdict !== 'cut')
    .reduce((total, level) => total * (level.slo[slo]?.evidence[side] ?? 1), 1);
}

function brokenBy(
  levels: readonly CapacityLevel[],
  fails: number | null,
  by: CapacityKnee['failsBy'],
  slo: CapacitySettings['slo'],
): readonly string[] {
  const broken = new Set(
    levels
      .filter(({ amount, verdict }) => amount === fails && verdict !== 'invalid')
      .flatMap((level) =>
        level.slo
          .filter(({ verdict }) => verdict === 'fails' || (by === 'undecided' && verdict !== 'holds'))
          .map((one) => one.slo),
      ),
  );
  return slo.filter((_, index) => broken.has(index)).map(({ text }) => text);
}

/** More was asked for and less came of it, by more than chance. */
export function retrogradeOf(levels: readonly CapacityLevel[]): CapacityKnee['retrograde'] {
  const valid = levels.filter(
    ({ verdict, answeredPerSecond }) =>
      verdict !== 'invalid' && verdict !== 'cut' && answeredPerSecond.value !== null,
  );
  const peak = best(valid, (level) => level.answeredPerSecond.low ?? 0);
  const last = best(valid, (level) => level.amount);
  if (peak === null || last === null || last.amount <= peak.amount) return null;
  const { high, value } = last.answeredPerSecond;
  if (high === null || value === null || high >= (peak.answeredPerSecond.low ?? 0)) return null;
  return { peakAt: peak.amount, peakPerSecond: peak.answeredPerSecond.value ?? 0, lastPerSecond: value };
}

function best(levels: readonly CapacityLevel[], by: (level: CapacityLevel) => number): CapacityLevel | null {
  return levels.reduce<CapacityLevel | null>(
    (found, level) => (found === null || by(level) > by(found) ? level : found),
    null,
  );
}

function said(
  knee: Pick<CapacityKnee, 'holds' | 'fails' | 'failsBy' | 'confidence' | 'measured'>,
  tried: number,
  unit: CapacityUnit,
): string {
  const { holds, fails, failsBy, confidence, measured } = knee;
  const upTo = (amount: number): string => amountText(amount, unit);
  if (holds === null) {
    return fails === null
      ? 'No level was measured to an end.'
      : `No level was shown to hold; the lowest that was tried and was not is ${upTo(fails)}.`;
  }
  const times = `measured ${count(measured.holds)}`;
  const above =
    fails === null
      ? 'nothing higher was measured to an end'
      : failsBy === 'shown'
        ? `at ${upTo(fails)} it fails (measured ${count(measured.fails)})`
        : failsBy === 'generator'
          ? `at ${upTo(fails)} the generator could not keep up, so that nothing is known of the target there`
          : `${upTo(fails)} were not shown to hold (measured ${count(measured.fails)}) and count as not held`;
  const sure =
    confidence === null
      ? 'No confidence can be stated.'
      : `${failsBy === 'shown' ? 'Both are' : 'That it holds is'} right with at least ${percentDown(confidence)} confidence, all ${tried} levels that were tried taken into account.`;
  return `${upTo(holds)} ${holds === 1 ? 'holds' : 'hold'} (${times}), and ${above}. ${sure}`;
}

export function amountText(amount: number, unit: CapacityUnit): string {
  const number = amount.toLocaleString('en-US', { maximumFractionDigits: 6 });
  const one = amount === 1 ? 'call' : 'calls';
  return unit === 'calls_at_once' ? `${number} ${one} at once` : `${number} ${one} per second`;
}

function count(times: number): string {
  return times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`;
}

/** Never more than it is. */
function percentDown(share: number): string {
  return `${Math.floor(share * 1000) / 10}%`;
}
