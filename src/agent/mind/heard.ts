/** What the mind is told of a turn of the caller's: what was understood of it, and what stood in the way. Plain data. */

import type { Recognition } from '../ear/recognizer/recognition.ts';

/** One turn, as it was understood. */
export interface Heard extends Pick<Recognition, 'utterances' | 'confidence' | 'complete'> {
  /** The audio was poor, whatever was made of it. */
  readonly poorAudio: boolean;
  /** Nothing in it is a word: sounds, or nothing at all. */
  readonly wordless: boolean;
  /** It came as text: there was no audio to be poor or unclear. */
  readonly typed: boolean;
}
