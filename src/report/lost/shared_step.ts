/**
 * Calls that were lost in the same step of the same script. Pure. Against chance: calls that are lost as likely in one step that they
 * come to as in any other.
 */

import { cut } from '../../core/word/visible.ts';
import { count } from '../figure.ts';
import { chanceOfHitting } from './chance.ts';
import type { LivedCall } from './lived_call.ts';
import type { FoundTrait } from './lost_together.ts';

const MOST_SAID = 60;

interface Place {
  readonly caller: string;
  readonly step: number;
  readonly said: string;
  reached: number;
  readonly lost: number[];
}

export function sharedSteps(calls: readonly LivedCall[]): readonly FoundTrait[] {
  const places = new Map<string, Place>();
  let reached = 0;
  let lost = 0;
  for (const { call, fate, caller, steps } of calls) {
    const last = steps.at(-1);
    if (last === undefined) continue;
    for (const { step, said } of steps) {
      const key = `${step} ${caller ?? ''}`;
      let place = places.get(key);
      if (place === undefined)
        places.set(key, (place = { caller: caller ?? '', step, said, reached: 0, lost: [] }));
      place.reached++;
      reached++;
      if (fate === 'lost' && step === last.step) place.lost.push(call);
    }
    if (fate === 'lost') lost++;
  }
  return [...places.values()].map((place): FoundTrait => {
    const found = place.lost.length;
    const chance = chanceOfHitting(found, lost, place.reached / reached) * places.size;
    const said = place.said === '' ? '' : ` (“${cut(place.said, MOST_SAID)}”)`;
    return {
      trait: 'step',
      value: `${place.caller} ${place.step}`,
      count: found,
      of: lost,
      others: { count: place.reached - found, of: place.reached },
      chance: Math.min(1, chance),
      text: `${count(found)} of ${count(lost)} lost calls ended in step ${place.step + 1} of “${place.caller}”${said}, which ${count(place.reached)} calls came to`,
      calls: place.lost,
    };
  });
}
