/** Whether the agent gave way to an interruption, and went on through a murmur. By what was heard. */

import { bargeInStop, FALSE_YIELD_WITHIN_MS } from '../../core/log/timing.ts';
import type { BargeIn, TurnRecord } from '../../core/log/record.ts';
import { failed, held, unknown, type Proof } from './proof.ts';
import { atSeconds } from './late.ts';
import type { Scope } from './scope.ts';

/** An interruption is told on the turn whose answer it cut into; its own words open the next. */
export function givesWay(withinMs: number, { turns, all }: Scope): Proof {
  const over = turns.flatMap((turn): readonly (BargeIn & { readonly lastHeardMs: number | null })[] => {
    const spokenOver = turn.kind === 'interrupt' && turns.length < all.length ? before(turn, all) : turn;
    const { bargeIn = null, marks } = spokenOver ?? {};
    return bargeIn === null ? [] : [{ ...bargeIn, lastHeardMs: marks?.lastHeard ?? null }];
  });
  if (over.length === 0) return failed('the caller did not come to speak over the agent');
  let stoppedMs: number | null = null;
  for (const bargeIn of over) {
    const stop = bargeInStop(bargeIn);
    if (stop === null) {
      const restMs = bargeIn.lastHeardMs === null ? 0 : bargeIn.lastHeardMs - bargeIn.atMs;
      if (restMs <= withinMs) return unknown('an answer long enough to be cut into: it was over by itself');
      return failed(`it talked on for ${(restMs / 1000).toFixed(1)} s`);
    }
    if (stop > withinMs) return failed(`it fell silent ${atSeconds(stop)}`);
    ({ stoppedMs } = bargeIn);
  }
  return held(stoppedMs);
}

function before(turn: TurnRecord, all: readonly TurnRecord[]): TurnRecord | undefined {
  return all[all.indexOf(turn) - 1];
}

export function keepsTalking({ turns }: Scope): Proof {
  const murmurs = turns
    .flatMap(({ backchannels }) => backchannels)
    .filter(({ inSilence }) => inSilence !== true);
  if (murmurs.length === 0) return failed('the caller did not come to murmur');
  const putOff = murmurs.map(bargeInStop).find((stop) => stop !== null && stop <= FALSE_YIELD_WITHIN_MS);
  return putOff === undefined || putOff === null ? held(null) : failed(`it fell silent ${atSeconds(putOff)}`);
}
