/** Who calls how often: as somebody said, or as the measured calls were. Pure. */

import { ConfigError } from '../../core/word/config_error.ts';
import { didYouMean } from '../../core/word/nearest.ts';
import { byCaller, unitsOf, type MeasuredCall } from './measured_call.ts';
import type { Mix } from './simulation.ts';

/** `used`: the calls of those that the mix has. Throws ConfigError where it names somebody who never called. */
export function mixOf(
  all: readonly MeasuredCall[],
  used: readonly MeasuredCall[],
  given: ReadonlyMap<string, number> | null,
): Mix {
  const callers = [...byCaller(used).keys()];
  if (given === null) {
    const counts = [...byCaller(used).values()].map(unitsOf);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return { shares: counts.map((count) => count / total), counts };
  }
  const known = [...byCaller(all).keys()];
  for (const name of given.keys()) {
    if (known.includes(name)) continue;
    throw new ConfigError(`nobody called as "${name}"${didYouMean(name, known)}`, {
      code: 'mix_unknown',
      path: '--mix',
      hint: `callers there are: ${known.join(', ')}; one that is not among them has to be rehearsed or run first`,
    });
  }
  const total = [...given.values()].reduce((sum, share) => sum + share, 0);
  return { shares: callers.map((name) => (given.get(name) ?? 0) / total), counts: null };
}
