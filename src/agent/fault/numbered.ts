/** Faults by name and number: the second of one name is another than the first, whatever stands between them. Pure. */

import type { ArmedFault } from './read_fault.ts';

export function numbered(
  armed: readonly ArmedFault[],
): readonly { readonly armed: ArmedFault; readonly number: number }[] {
  const counts = new Map<string, number>();
  return armed.map((one) => {
    const number = counts.get(one.fault.name) ?? 0;
    counts.set(one.fault.name, number + 1);
    return { armed: one, number };
  });
}
