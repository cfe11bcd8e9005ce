/** A recording's first or last frame over the bed under it, ready for the socket: made anew, for one call alone. */

import type { Microphone } from '../../core/call/microphone.ts';
import type { Tape } from '../recording/tape.ts';
import type { Seam } from '../seam.ts';
import { payloadOf } from './frames.ts';
import { ReceivedText } from './received_text.ts';

/** Of the frame that the microphone gave last. Null: the ready-made one is sent as it is. */
export function joinedFrame(
  seam: Seam,
  microphone: Microphone,
  ready: Buffer,
  frames: readonly Buffer[],
): Buffer | null {
  const { edge } = microphone;
  if (edge === null) return null;
  recorded.bytes = payloadOf(ready);
  under.bytes = payloadOf(frames[microphone.under] as Buffer);
  const patch = seam.patch(edge, recorded, under);
  if (patch === null) return null;
  const frame = Buffer.from(ready);
  payloadOf(frame).write(patch.audio, patch.at, 'latin1');
  return frame;
}

/** On the tape, where there is one, is what was sent: that frame, or else the ready-made one that carries this message. */
export function keepJoined(
  tape: Tape | null,
  seam: Seam | null,
  joined: Buffer | null,
  message: number,
): void {
  if (tape === null) return;
  if (joined === null || seam === null) tape.frame(message);
  else {
    recorded.bytes = payloadOf(joined);
    tape.ownFrame(seam.audioIn(recorded));
  }
}

/** They serve all calls of a thread: a frame is made at once. */
const recorded = new ReceivedText();
const under = new ReceivedText();
