/**
 * Calls that were lost in the same step of the same script. Pure. Against chance: calls of a caller that are lost as likely in one
 * step of its that they come to as in any other.
 */

import { cut } from '../../core/word/visible.ts';
import { count, plural } from '../figure.ts';
import { chanceOfHitting } from './chance.ts';
import type { LivedCall } from './lived_call.ts';
import type { FoundTrait } from './lost_together.ts';

const MOST_SAID = 60;

interface Script {
  readonly caller: string;
  reached: number;
  lost: number;
}

interface Place {
  readonly script: Script;
  readonly step: number;
  readonly said: string;
  reached: number;
  readonly lost: number[];
}

export function sharedSteps(calls: readonly LivedCall[]): readonly FoundTrait[] {
  const scripts = new Map<string, Script>();
  const places = new Map<string, Place>();
  let lost = 0;
  for (const { call, fate, caller: name, steps } of calls) {
    const last = steps.at(-1);
    if (last === undefined) continue;
    const caller = name ?? '';
    let script = scripts.get(caller);
    if (script === undefined) scripts.set(caller, (script = { caller, reached: 0, lost: 0 }));
    for (const { step, said } of steps) {
      const key = `${step} ${caller}`;
      let place = places.get(key);
      if (place === undefined) places.set(key, (place = { script, step, said, reached: 0, lost: [] }));
      place.reached++;
      script.reached++;
      if (fate === 'lost' && step === last.step) place.lost.push(call);
    }
    if (fate !== 'lost') continue;
    script.lost++;
    lost++;
  }
  return [...places.values()].map(({ script, step, said, reached, lost: those }): FoundTrait => {
    const found = those.length;
    const chance = chanceOfHitting(found, script.lost, reached / script.reached) * places.size;
    const words = said === '' ? '' : ` (“${cut(said, MOST_SAID)}”)`;
    return {
      trait: 'step',
      value: `${script.caller} ${step}`,
      count: found,
      of: lost,
      others: { count: reached - found, of: reached },
      chance: Math.min(1, chance),
      text: `${count(found)} of ${count(lost)} lost calls ended in step ${step + 1} of “${script.caller}”${words}, which ${plural(reached, 'call')} came to`,
      calls: those,
    };
  });
}
