/** Whether the agent fell back, handed the caller over, or noticed a silence: by what its answers, and the end of the call, were taken for. */

import type { FallbackRecord } from '../../core/log/judged.ts';
import type { TurnRecord } from '../../core/log/record.ts';
import { acknowledgesSilence, isEscalation } from '../fallback/fallback_label.ts';
import { failed, held, unknown, type Proof } from './proof.ts';
import { atSeconds } from './late.ts';
import type { Scope } from './scope.ts';

export function fallsBack(reason: string, scope: Scope): Proof {
  return labelled(
    scope,
    ({ label, fallback = false, reasons }) =>
      reason === 'any' ? fallback : label === reason || (fallback && reasons.includes(reason)),
    reason === 'any' ? 'nothing was taken for a fallback' : `nothing was taken for ${reason}`,
  );
}

export function handedOver(scope: Scope): Proof {
  return labelled(scope, isEscalation, 'the caller was not handed to a person');
}

export function noticesSilence(scope: Scope): Proof {
  return labelled(
    { ...scope, turns: scope.turns.filter(({ kind }) => kind === 'silence') },
    acknowledgesSilence,
    'the silence was not noticed aloud',
  );
}

function labelled(
  { turns, all, call, untilMs, sinceMs }: Scope,
  fits: (told: FallbackRecord) => boolean,
  why: string,
): Proof {
  let unjudged = false;
  const shown: number[] = [];
  for (const turn of turns) {
    if (turn.fallbacks === undefined || turn.fallbacks === null) unjudged ||= turn.marks.firstHeard !== null;
    for (const told of turn.fallbacks ?? []) if (fits(told)) shown.push(shownMs(turn, told));
  }
  // How the call ended is of its last turn.
  const ended = turns.at(-1) === all.at(-1) && call.fallbacks?.some(fits) === true;
  if (ended) shown.push(call.endedMs ?? 0);
  const inTime = shown.find((atMs) => atMs <= untilMs);
  if (inTime !== undefined) return held(inTime);
  const [tooLate] = shown;
  if (tooLate !== undefined) return failed(`it came ${atSeconds(tooLate - sinceMs)}`);
  return unjudged ? unknown('the transcript of what was heard') : failed(why);
}

/** A tool is called before anything of it is heard. */
export function shownMs({ marks, tools }: TurnRecord, { by, what }: FallbackRecord): number {
  const called = by === 'tool' ? tools?.find(({ name }) => name === what)?.calledMs : undefined;
  return called ?? marks.firstHeard ?? marks.answerCreated ?? marks.speechEnd ?? 0;
}
