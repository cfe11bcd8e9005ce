import { repertoireOf } from '../../src/scenario/repertoire.ts';
import type { Recording, Repertoire } from '../../src/scenario/repertoire.ts';

/** A made-up recording: a ramp of samples, so that two never hold the same. */
export function recording(voice: string, utterance: string, durationMs = 400): Recording {
  const salt = Buffer.from(`${voice}/${utterance}`).reduce((sum, byte) => sum + byte, 0);
  return {
    utterance,
    voice,
    transcript: utterance,
    durationMs,
    segments: [{ startMs: 80, endMs: durationMs - 120 }],
    activeDbfs: -20,
    sha256: `${voice}-${utterance}`,
    read: () =>
      Promise.resolve(Int16Array.from({ length: durationMs * 24 }, (_, i) => ((i * salt) % 2000) - 1000)),
  };
}

const digits = Array.from({ length: 10 }, (_, digit) => `digit-${digit}`);
const words = ['hello', 'order-status', 'my-order-number-is', 'refund', 'wait', 'mm-hm', 'goodbye'];

/** Two voices that say everything, and one that cannot count. */
export const cast: Repertoire = repertoireOf([
  ...['anna', 'bert'].flatMap((voice) =>
    [...words, ...digits].map((utterance) => recording(voice, utterance)),
  ),
  ...words.map((utterance) => recording('carl', utterance)),
]);
