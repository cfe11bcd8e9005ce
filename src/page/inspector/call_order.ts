/** In which order a list has its calls. Pure. */

import type { ListedCall } from './call_filter.ts';

export type Order = 'given' | 'trouble' | 'slowest';

/** Those that are alike stay as they were given. */
export function ordered<C extends ListedCall>(calls: readonly C[], order: Order): readonly C[] {
  switch (order) {
    case 'given':
      return calls;
    case 'trouble':
      return calls.toSorted((a, b) => troubleOf(b) - troubleOf(a) || slowness(b) - slowness(a));
    case 'slowest':
      return calls.toSorted((a, b) => slowness(b) - slowness(a));
  }
}

/** It failed, a turn did, something was not as expected. */
function troubleOf({ facts: { outcome, code, unmet } }: ListedCall): number {
  return outcome === 'failed' ? 3 : code !== null ? 2 : unmet.length > 0 ? 1 : 0;
}

function slowness({ facts }: ListedCall): number {
  return facts.slowestMs ?? -1;
}
