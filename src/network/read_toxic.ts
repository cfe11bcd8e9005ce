/** From a toxic as somebody wrote it to one that can be done: found by its name, its attributes read. Pure. Mistakes are data. */

import { didYouMean } from '../core/word/nearest.ts';
import { readArgument } from '../fault/argument.ts';
import type { FaultArgs } from '../fault/fault.ts';
import type { Reading } from '../fault/fault_wish.ts';
import { toxics } from './toxics.ts';

/** What every toxic takes beside its own attributes. */
const general = ['stream', 'toxicity', 'every', 'from', 'until', 'seed'] as const;

/** Its attributes, each that was not given by its default. `general` ones are somebody else's to read. */
export function readToxic(
  name: string,
  given: Readonly<Record<string, string | number>>,
): Reading<FaultArgs> {
  const toxic = toxics.get(name);
  if (toxic === undefined) {
    const guess = didYouMean(name, toxics.keys());
    const known = guess === '' ? `, only ${[...toxics.keys()].join(', ')}` : guess;
    return { mistake: `there is no toxic "${name}"${known}`, at: 'toxic' };
  }
  if (name === 'down' && 'stream' in given) {
    return { mistake: 'down takes no stream: the whole connection is down', at: 'stream' };
  }
  const args: Record<string, number | string> = {};
  for (const [key, { otherwise }] of Object.entries(toxic.args)) args[key] = otherwise;
  for (const [key, value] of Object.entries(given)) {
    if ((general as readonly string[]).includes(key)) continue;
    const argument = Object.hasOwn(toxic.args, key) ? toxic.args[key] : undefined;
    if (argument === undefined) {
      const known = [...Object.keys(toxic.args), ...general];
      return { mistake: `${name} takes ${known.join(', ')}, not "${key}"${didYouMean(key, known)}`, at: key };
    }
    const read = readArgument(argument, String(value));
    if (typeof read === 'object') return { mistake: `${name}: ${key}: ${read.mistake}`, at: key };
    args[key] = read;
  }
  const never = toxic.neverStrikes?.(args, {
    nth: null,
    every: null,
    fromMs: 0,
    untilMs: Infinity,
    seed: null,
  });
  return never === null || never === undefined ? { ok: args } : { mistake: `${name}: ${never}`, at: 'toxic' };
}
