/**
 * From a fault as somebody asked for it to one that can be done. Pure. On a command line it is `name:share:arguments`, e.g.
 * `slow_first_token:20%:median=3s,sigma=0.4`; in a profile the same as a map. Mistakes are data: what was expected, and a
 * guess at what was meant.
 */

import { didYouMean } from '../../core/word/nearest.ts';
import type { FaultWish } from '../profile/profile.ts';
import { readArgument, type Argument } from './argument.ts';
import type { Fault, FaultArgs } from './fault.ts';
import { faults } from './faults.ts';
import { whenArgs, type When } from './occasions.ts';

export interface ArmedFault {
  readonly fault: Fault;
  readonly share: number;
  readonly args: FaultArgs;
  readonly when: When;
}

/** `at`: the argument that is mistaken. */
export type Reading<T> = { readonly ok: T } | { readonly mistake: string; readonly at?: string };

/** `name`, `name:5%`, `name:0.05:after=2s,nth=3` or `name::after=2s`. */
export function readFaultText(text: string): Reading<FaultWish> {
  const [name = '', share = '', ...rest] = text.split(':');
  const given = share === '' ? 1 : shareOf(share);
  if (given === null) return { mistake: `expected a share such as 5% or 0.05, found "${share}"` };
  const args: Record<string, string> = {};
  for (const pair of rest.join(':').split(',').filter(Boolean)) {
    const [key, value] = pair.split('=', 2);
    if (key === undefined || value === undefined || key === '') {
      return { mistake: `expected arguments such as after=2s,nth=3, found "${pair}"` };
    }
    args[key.trim()] = value.trim();
  }
  return { ok: { fault: name.trim(), share: given, args } };
}

export function armFault({ fault: name, share, args }: FaultWish): Reading<ArmedFault> {
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
  for (const [key, text] of Object.entries(args)) {
    const argument = Object.hasOwn(takes, key) ? takes[key] : undefined;
    if (argument === undefined) {
      const known = [...new Set([...Object.keys(fault.args), ...Object.keys(whenArgs)])];
      return { mistake: `${name} takes ${known.join(', ')}, not "${key}"${didYouMean(key, known)}`, at: key };
    }
    const value = readArgument(argument, text);
    if (typeof value === 'object') return { mistake: `${name}: ${key}: ${value.mistake}`, at: key };
    (Object.hasOwn(fault.args, key) ? own : general)[key] = value;
  }
  const when = whenOf(general);
  const mistake = neverStrikes(own, when);
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

/** Each argument may be as it is, and all together leave the fault no opportunity. */
function neverStrikes({ on, nth }: FaultArgs, { fromMs, untilMs }: When): string | null {
  if (untilMs <= fromMs) return 'expected until to be later than from';
  if (on !== 'opened') return null;
  if (nth !== 1) return `on=opened: expected nth=1, found ${nth}: a session opens once`;
  return fromMs > 0 ? 'on=opened: expected no from: a session opens at its beginning' : null;
}

function shareOf(text: string): number | null {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  const share = percent === undefined ? Number(text) : Number(percent) / 100;
  return text.trim() !== '' && share >= 0 && share <= 1 ? share : null;
}
