/** A frame in which something of the agent comes back, ready for the socket: made anew, for one call alone. */

import { SILENCE_FRAME } from '../../core/plan/plan.ts';
import type { Echo } from '../echo.ts';
import type { Tape } from '../recording/tape.ts';
import { frameOf, payloadOf } from './frames.ts';
import { ReceivedText } from './received_text.ts';

/** Null: the ready-made one, which carries this message, is as it should be. What is made is on the tape. */
export function echoedFrame(
  echo: Echo,
  message: number,
  ready: Buffer,
  dueMs: number,
  tape: Tape | null,
): Buffer | null {
  captured.bytes = payloadOf(ready);
  const own = echo.over(message === SILENCE_FRAME ? null : captured, dueMs);
  if (own === null) return null;
  tape?.ownFrame(own.audio);
  return frameOf(own.text, ready);
}

/** One serves all calls of a thread: a frame is made at once. */
const captured = new ReceivedText();
