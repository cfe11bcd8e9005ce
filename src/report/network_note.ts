/** Where the network was made bad on purpose a reader of the figures has to know: which toxics, in how many calls. Pure. */

import { visible } from '../core/word/visible.ts';
import { count, percent } from './figure.ts';
import type { Run } from './log.ts';

export function networkNotes(runs: readonly Pick<Run, 'calls' | 'strikes'>[]): string[] {
  const calls = runs.reduce((total, run) => total + run.calls.size, 0);
  const struck = new Map<string, Set<string>>();
  for (const [number, { strikes }] of runs.entries()) {
    for (const { of, fault, call } of strikes) {
      if (of !== 'network') continue;
      const those = struck.get(fault) ?? new Set();
      struck.set(fault, those.add(`${number} ${call}`));
    }
  }
  if (struck.size === 0) return [];
  const parts = [...struck].map(
    ([toxic, { size }]) =>
      `${visible(toxic)} in ${count(size)} of ${count(calls)} calls (${percent(size / calls)})`,
  );
  return [
    `The network was made bad on purpose: ${parts.join(', ')}. Latencies are what those callers met, not the target’s alone.`,
  ];
}
