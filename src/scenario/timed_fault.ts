/** Faults and toxics that are on for a stretch of the run, or strike at one instant of it: around these there is a before and an after. */

import type { PlanFault, PlanToxic, TimedFault } from '../core/plan/plan.ts';

export function timedFaults(
  faults: readonly PlanFault[],
  network: readonly PlanToxic[],
): readonly TimedFault[] {
  return [
    ...faults.flatMap(({ fault, fromMs, untilMs, args }): readonly TimedFault[] => {
      const { at } = args;
      // A storm is at one instant, and its arguments say at which.
      if (fault === 'storm' && typeof at === 'number') return [{ fault, fromMs: at, untilMs: at }];
      return stretch(fault, fromMs, untilMs);
    }),
    ...network.flatMap(({ toxic, fromMs, untilMs }) => stretch(toxic, fromMs, untilMs)),
  ];
}

function stretch(
  fault: string,
  fromMs: number | undefined,
  untilMs: number | undefined,
): readonly TimedFault[] {
  if (fromMs === undefined && untilMs === undefined) return [];
  return [{ fault, fromMs: fromMs ?? 0, ...(untilMs === undefined ? {} : { untilMs }) }];
}
