/**
 * From a fault as somebody asked for it to one that can be done: found among a side's faults, its arguments read. Pure.
 * Mistakes are data: what was expected, and a guess at what was meant.
 */

import { didYouMean } from '../core/word/nearest.ts';
import { readArgument, type Argument } from './argument.ts';
import type { Catalogue, Fault, FaultArgs } from './fault.ts';
import type { FaultWish, Reading } from './fault_wish.ts';
import { whenArgs, type When } from './occasions.ts';

export interface ArmedFault<Moments> {
  readonly fault: Fault<Moments>;
  readonly share: number;
  readonly args: FaultArgs;
  readonly when: When;
}

export function armFault<Moments>(
  faults: Catalogue<Moments>,
  { fault: name, share, args }: FaultWish,
): Reading<ArmedFault<Moments>> {
  const fault = faults.get(name);
  if (fault === undefined) {
    const guess = didYouMean(name, faults.keys());
    return {
      mistake: `there is no fault "${name}"${guess === '' ? `, only ${[...faults.keys()].join(', ')}` : guess}`,
    };
  }
  if (!(share >= 0 && share <= 1)) return { mistake: `expected a share from 0 to 1, found ${share}` };
  // What a fault calls so itself goes before what every fault takes.
  const takes: Readonly<Record<string, Argument>> = { ...whenArgs, ...fault.args };
  const own: Record<string, number | string> = {};
  for (const [key, { otherwise }] of Object.entries(fault.args)) own[key] = otherwise;
  const general: Record<string, number | string> = {};
  for (const [said, text] of Object.entries(args)) {
    const key = Object.keys(fault.args).find((name) => fault.args[name]?.also === said) ?? said;
    const argument = Object.hasOwn(takes, key) ? takes[key] : undefined;
    if (key !== said && Object.hasOwn(args, key))
      return { mistake: `${name}: ${said} and ${key} are the same: expected one of them`, at: said };
    if (argument === undefined) {
      const known = [...new Set([...Object.keys(fault.args), ...Object.keys(whenArgs)])];
      return { mistake: `${name} takes ${known.join(', ')}, not "${key}"${didYouMean(key, known)}`, at: key };
    }
    const value = readArgument(argument, text);
    if (typeof value === 'object') return { mistake: `${name}: ${said}: ${value.mistake}`, at: said };
    (Object.hasOwn(fault.args, key) ? own : general)[key] = value;
  }
  const when = whenOf(general);
  const mistake = emptyStretch(when) ?? fault.neverStrikes?.(own, when) ?? null;
  return mistake === null ? { ok: { fault, share, args: own, when } } : { mistake: `${name}: ${mistake}` };
}

function whenOf(given: FaultArgs): When {
  const number = (key: keyof typeof whenArgs): number | null => (given[key] as number | undefined) ?? null;
  return {
    nth: number('nth'),
    every: number('every'),
    fromMs: number('from') ?? 0,
    untilMs: number('until') ?? Infinity,
    seed: number('seed'),
  };
}

function emptyStretch({ fromMs, untilMs }: When): string | null {
  return untilMs <= fromMs ? 'expected until to be later than from' : null;
}
