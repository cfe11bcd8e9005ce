/** Enrols the callers' recordings: what the agent understands is what its callers can say. */

import { readFixture, type LibraryFixture } from '../../fixture/manifest.ts';
import { enrol } from './enrol.ts';
import type { RecognizerFactory } from './recognition.ts';
import { recognizers } from './recognizer.ts';

/** `library`: all recordings there are. Takes about a second of CPU. */
export async function loadRecognizer(library: readonly LibraryFixture[]): Promise<RecognizerFactory> {
  const spoken = library.filter(({ fixture }) => fixture.role === 'caller');
  const recordings = await Promise.all(
    spoken.map(async ({ dir, fixture }) => ({
      utterance: fixture.utterance,
      voice: fixture.voice,
      transcript: fixture.transcript,
      pcm: await readFixture(dir, fixture),
    })),
  );
  return recognizers(enrol(recordings));
}
