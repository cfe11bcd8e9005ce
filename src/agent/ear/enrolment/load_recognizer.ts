/**
 * Enrols the callers' recordings: what the agent understands is what its callers can say. A take that is known to be spoiled is
 * not learned: it would be recognised by its noise.
 */

import { readFixture, type LibraryFixture } from '../../../fixture/manifest.ts';
import { enrol } from './enrol.ts';
import type { RecognizerFactory } from '../recognizer/recognition.ts';
import { recognizers } from '../recognizer/recognizer.ts';

/** The latest: agents of one process mostly hear the same callers. */
let known: { readonly recordings: string; readonly factory: Promise<RecognizerFactory> } | null = null;

/** `library`: all recordings there are. The first time takes about a second of CPU; the same ones again take nothing. */
export function loadRecognizer(library: readonly LibraryFixture[]): Promise<RecognizerFactory> {
  const callers = library.filter(
    ({ fixture }) => fixture.role === 'caller' && fixture.spoiledOf === undefined,
  );
  const recordings = JSON.stringify(
    callers.map(({ fixture: { utterance, voice, transcript, sha256 } }) => [
      utterance,
      voice,
      transcript,
      sha256,
    ]),
  );
  if (known?.recordings !== recordings) known = { recordings, factory: load(callers) };
  return known.factory;
}

async function load(callers: readonly LibraryFixture[]): Promise<RecognizerFactory> {
  const recordings = await Promise.all(
    callers.map(async ({ dir, fixture }) => ({
      utterance: fixture.utterance,
      voice: fixture.voice,
      transcript: fixture.transcript,
      pcm: await readFixture(dir, fixture),
    })),
  );
  return recognizers(enrol(recordings));
}
