/**
 * A frame that is one call's alone, on hosts whose messages are text: where the agent comes back in it, or a bed gives way in it. Any other
 * is the ready-made one, which all calls share.
 */

import type { Microphone } from '../core/call/microphone.ts';
import { SILENCE_FRAME } from '../core/plan/plan.ts';
import type { Driver } from './drive.ts';
import type { StringText } from './string_text.ts';

export interface TextFrames {
  /** The message of the plan with this number. */
  readonly at: (message: number) => string;
  readonly wireOf: (text: string) => StringText;
}

/** Of the frame that the microphone gave last, which carries this message. Null: the ready-made one is sent as it is. */
export function ownFrame(
  { seam, echo }: Pick<Driver, 'seam' | 'echo'>,
  microphone: Microphone,
  message: number,
  dueMs: number,
  { at, wireOf }: TextFrames,
): string | null {
  const { edge } = microphone;
  let own: string | null = null;
  if (seam !== null && edge !== null) {
    const ready = at(message);
    const patch = seam.patch(edge, wireOf(ready), wireOf(at(microphone.under)));
    if (patch !== null)
      own = ready.slice(0, patch.at) + patch.audio + ready.slice(patch.at + patch.audio.length);
  }
  if (echo === null) return own;
  const heard = message === SILENCE_FRAME ? null : wireOf(own ?? at(message));
  return echo.over(heard, dueMs)?.text ?? own;
}
