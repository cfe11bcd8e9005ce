/**
 * How callers sound, as far as it is known: a recording that passed its check is good, and what the harness spoiled of it is not.
 * Pure.
 */

import type { StrikeRecord, TurnRecord } from '../../core/log/record.ts';
import type { Run } from '../log.ts';

export class GoodAudio {
  private readonly spoiled = new Map<number, StrikeRecord[]>();

  constructor({ strikes }: Pick<Run, 'strikes'>) {
    for (const strike of strikes) {
      if (strike.of !== 'voice') continue;
      const known = this.spoiled.get(strike.call);
      if (known === undefined) this.spoiled.set(strike.call, [strike]);
      else known.push(strike);
    }
  }

  /** Null: the caller said nothing in it. */
  of({ call, step, kind, marks: { speechStart, speechEnd } }: TurnRecord): boolean | null {
    if (kind === 'dtmf') return null;
    if (kind === 'greeting' || kind === 'silence' || speechStart === null || speechEnd === null) return null;
    const strikes = this.spoiled.get(call) ?? [];
    return !strikes.some((one) => (one.step === undefined ? one.atMs <= speechEnd : one.step === step));
  }
}
