/** The phases of an open load, from the file's words to stretches of a rate that changes evenly. */

import type { ArrivalPhase } from '../core/load/arrivals.ts';
import { get } from '../config/source.ts';
import { callsPerSecond, durationMs } from '../config/value.ts';

/** A spike is three stretches, every other phase is one. Undefined: a phase that cannot be read. */
export function phasesOf(phase: unknown): readonly ArrivalPhase[] | undefined {
  const rate = (key: string): number | undefined => callsPerSecond(get(phase, key));
  const forMs = durationMs(get(phase, 'for'));
  const stretch = (
    from: number | undefined,
    to: number | undefined,
    lengthMs: number | undefined,
    spacing: ArrivalPhase['spacing'] = 'even',
  ): ArrivalPhase | undefined =>
    from === undefined || to === undefined || lengthMs === undefined
      ? undefined
      : { fromPerSecond: from, toPerSecond: to, durationMs: lengthMs, spacing };
  const whole = (parts: readonly (ArrivalPhase | undefined)[]): readonly ArrivalPhase[] | undefined => {
    const known = parts.filter((part) => part !== undefined);
    return known.length === parts.length ? known.filter((part) => part.durationMs > 0) : undefined;
  };
  switch (get(phase, 'type')) {
    case 'constant':
      return whole([stretch(rate('rate'), rate('rate'), forMs)]);
    case 'ramp':
      return whole([stretch(rate('from'), rate('to'), forMs)]);
    case 'poisson': {
      const to = get(phase, 'to') === undefined ? rate('rate') : rate('to');
      return whole([stretch(rate('rate'), to, forMs, 'poisson')]);
    }
    case 'spike': {
      const base = rate('base');
      const around = (key: string): number | undefined => durationMs(get(phase, key) ?? 0);
      return whole([
        stretch(base, base, around('before')),
        stretch(rate('peak'), rate('peak'), forMs),
        stretch(base, base, around('after')),
      ]);
    }
    default:
      return undefined;
  }
}
