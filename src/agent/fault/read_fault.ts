/**
 * From a fault as somebody asked for it to one that can be done. Pure. On a command line it is `name:share:arguments`, e.g.
 * `slow_first_token:20%:median=3s,sigma=0.4`; in a profile the same as a map. Mistakes are data: what was expected, and a
 * guess at what was meant.
 */

import { durationMs } from '../../config/value.ts';
import { didYouMean } from '../../core/nearest.ts';
import type { FaultWish } from '../profile/profile.ts';
import type { Fault, FaultArgs } from './fault.ts';
import { faults } from './faults.ts';

export interface ArmedFault {
  readonly fault: Fault;
  readonly share: number;
  readonly args: FaultArgs;
}

export type Reading<T> = { readonly ok: T } | { readonly mistake: string };

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
    return { mistake: `there is no fault "${name}"${didYouMean(name, faults.keys())}` };
  }
  if (!(share >= 0 && share <= 1)) return { mistake: `expected a share from 0 to 1, found ${share}` };
  const known = Object.keys(fault.args);
  const complete: Record<string, number | string> = {};
  for (const [key, { otherwise }] of Object.entries(fault.args)) complete[key] = otherwise;
  for (const [key, text] of Object.entries(args)) {
    const argument = fault.args[key];
    if (argument === undefined) {
      const has = known.length === 0 ? 'takes no arguments' : `takes ${known.join(', ')}`;
      return { mistake: `${name} ${has}, not "${key}"${didYouMean(key, known)}` };
    }
    const { kind } = argument;
    if (kind === 'ms' || kind === 'number') {
      const plain = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
      const value = kind === 'ms' ? (plain ?? durationMs(text)) : plain;
      if (value === undefined) {
        const wanted = kind === 'ms' ? 'a duration such as 2s' : 'a number';
        return { mistake: `${name}: ${key}: expected ${wanted}, found "${text}"` };
      }
      complete[key] = value;
    } else if (kind.includes(text)) complete[key] = text;
    else {
      return {
        mistake: `${name}: ${key}: expected one of ${kind.join(', ')}, found "${text}"${didYouMean(text, kind)}`,
      };
    }
  }
  return { ok: { fault, share, args: complete } };
}

function shareOf(text: string): number | null {
  const percent = /^(\d+(?:\.\d+)?)%$/.exec(text)?.[1];
  const share = percent === undefined ? Number(text) : Number(percent) / 100;
  return text.trim() !== '' && share >= 0 && share <= 1 ? share : null;
}
