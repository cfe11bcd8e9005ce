/**
 * An impairment as somebody writes it: `noise=babble@5dB`, `clip=6dB`, `loss=3%@4,conceal=repeat` (its first two arguments after
 * the name, others by theirs), or a map with each by its name. Pure. Mistakes are data: what was expected, and a guess.
 */

import type { RecipeStep } from '../core/plan/recipe.ts';
import { didYouMean } from '../core/word/nearest.ts';
import type { Impairment } from './impairment.ts';
import { impairments } from './impairments.ts';
import { presets } from './preset.ts';
import { readParameter, shown } from './parameter.ts';

/** `at`: the argument that is mistaken. */
export type ImpairReading = { readonly ok: RecipeStep } | { readonly mistake: string; readonly at?: string };

/** How many of the arguments stand after the name without theirs. */
const UNNAMED = 2;

export function readImpairText(text: string): ImpairReading {
  const [head = '', ...pairs] = text.split(',').map((part) => part.trim());
  const [name = '', values, ...more] = head.split('=').map((part) => part.trim());
  if (more.length > 0) return { mistake: `expected an impairment such as noise=babble@5dB, found "${text}"` };
  const impairment = impairments.get(name);
  if (impairment === undefined) return unknown(name);
  const args: Record<string, string> = {};
  const keys = Object.keys(impairment.args).slice(0, UNNAMED);
  for (const [i, value] of (values === undefined ? [] : values.split('@')).entries()) {
    const key = keys[i];
    if (key === undefined) return { mistake: `${name} takes ${usage(impairment)}, found "${text}"` };
    args[key] = value.trim();
  }
  for (const pair of pairs) {
    const [key = '', value, ...rest] = pair.split('=').map((part) => part.trim());
    if (value === undefined || rest.length > 0)
      return { mistake: `expected arguments such as snr=5dB, found "${pair}"` };
    if (Object.hasOwn(args, key)) return { mistake: `${name}: "${key}" is said twice`, at: key };
    args[key] = value;
  }
  return readImpairment(name, args);
}

/** What a scenario says of every impairment beside its own arguments. */
const WHOM: ReadonlySet<string> = new Set(['share', 'every', 'seed']);

/** From its name and its arguments as texts. */
export function readImpairment(name: string, given: Readonly<Record<string, string>>): ImpairReading {
  const impairment = impairments.get(name);
  if (impairment === undefined) return unknown(name);
  const parameters: Record<string, number | string> = {};
  for (const [key, { otherwise }] of Object.entries(impairment.args)) parameters[key] = otherwise;
  for (const [key, text] of Object.entries(given)) {
    const parameter = Object.hasOwn(impairment.args, key) ? impairment.args[key] : undefined;
    if (parameter === undefined && WHOM.has(key)) {
      const mistake = `${name}: "${key}" says which calls it is for: in a scenario, as {impair: ${name}, ${key}: ${text}}`;
      return { mistake, at: key };
    }
    if (parameter === undefined) {
      const known = Object.keys(impairment.args);
      const takes = known.length === 0 ? 'nothing' : known.join(', ');
      return { mistake: `${name} takes ${takes}, not "${key}"${didYouMean(key, known)}`, at: key };
    }
    const value = readParameter(parameter, text);
    if (typeof value === 'object') return { mistake: `${name}: ${key}: ${value.mistake}`, at: key };
    parameters[key] = value;
  }
  const mistake = impairment.refuses?.(parameters) ?? null;
  return mistake === null ? { ok: { name, parameters } } : { mistake: `${name}: ${mistake}` };
}

/** The short notation of a step: its first two arguments always, others where they are not as they are by themselves. */
export function impairText({ name, parameters }: RecipeStep): string {
  const args = Object.entries(impairments.get(name)?.args ?? {}).map(([key, parameter]) => {
    const value = parameters[key] as number | string;
    return { key, text: shown(parameter, value), own: value !== parameter.otherwise };
  });
  const first = args.slice(0, UNNAMED).map(({ text }) => text);
  const others = args.slice(UNNAMED).filter(({ own }) => own);
  return [
    first.length === 0 ? name : `${name}=${first.join('@')}`,
    ...others.map(({ key, text }) => `${key}=${text}`),
  ].join(',');
}

/** As it is by itself, in the short notation. */
export function usualText({ name, args }: Impairment): string {
  const parameters = Object.fromEntries(Object.entries(args).map(([key, { otherwise }]) => [key, otherwise]));
  return impairText({ name, parameters });
}

/** What a command's help says: each with its arguments as they are by themselves. */
export function impairLines(): readonly string[] {
  return [...impairments.values()].map(
    (impairment) => `  ${usage(impairment).padEnd(40)}${impairment.means}`,
  );
}

function usage(impairment: Impairment): string {
  const named = Object.entries(impairment.args)
    .slice(UNNAMED)
    .map(([key, parameter]) => `,${key}=${shown(parameter, parameter.otherwise)}`);
  return usualText(impairment) + named.join('');
}

function unknown(name: string): ImpairReading {
  const parts = presets.get(name);
  if (parts !== undefined) {
    const mistake = `"${name}" stands for ${parts.join(' + ')}, and takes no arguments: write it alone, or these`;
    return { mistake };
  }
  const guess = didYouMean(name, [...impairments.keys(), ...presets.keys()]);
  const known = guess === '' ? `, only ${[...impairments.keys()].join(', ')}` : guess;
  return { mistake: `there is no impairment "${name}"${known}` };
}
