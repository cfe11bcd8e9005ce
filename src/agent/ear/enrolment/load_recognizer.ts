/**
 * Enrols the callers' recordings: what the agent understands is what its callers can say. A take that is known to be spoiled is
 * not learned: it would be recognised by its noise.
 */

import { readFixture, type LibraryFixture } from '../../../fixture/manifest.ts';
import { BUILT } from '../../../disk/own_file.ts';
import { learnFrom } from './enrol.ts';
import { keptLearning } from './kept_learning.ts';
import { vocabularyOf, type Learning } from './learning.ts';
import type { RecognizerFactory } from '../recognizer/recognition.ts';
import { recognizers } from '../recognizer/recognizer.ts';

/** Agents of one process hear the same callers, or a few and then the same again: what was asked for longest ago goes first. */
const known = new Map<string, Promise<RecognizerFactory>>();
const MOST_KNOWN = 3;

/**
 * `library`: all recordings there are. The first time takes about a second of CPU, or nothing where they are those that the
 * built package has learned; the same ones again take nothing.
 */
export function loadRecognizer(library: readonly LibraryFixture[]): Promise<RecognizerFactory> {
  const callers = callersOf(library);
  const recordings = namesOf(callers);
  const factory = known.get(recordings) ?? load(callers, recordings);
  known.delete(recordings);
  known.set(recordings, factory);
  // What could not be learned may be there the next time.
  factory.catch(() => known.delete(recordings));
  for (const oldest of known.keys()) if (known.size > MOST_KNOWN) known.delete(oldest);
  return factory;
}

export function callersOf(library: readonly LibraryFixture[]): readonly LibraryFixture[] {
  return library.filter(({ fixture }) => fixture.role === 'caller' && fixture.spoiledOf === undefined);
}

/** What was learned of the same recordings is the same. */
export function namesOf(callers: readonly LibraryFixture[]): string {
  return JSON.stringify(
    callers.map(({ fixture: { utterance, voice, transcript, sha256 } }) => [
      utterance,
      voice,
      transcript,
      sha256,
    ]),
  );
}

async function load(callers: readonly LibraryFixture[], recordings: string): Promise<RecognizerFactory> {
  // Sources may have changed since the package was built: they learn for themselves.
  const kept = BUILT ? keptLearning(recordings) : null;
  return recognizers(vocabularyOf(kept ?? (await learn(callers))));
}

export async function learn(callers: readonly LibraryFixture[]): Promise<Learning> {
  const recordings = await Promise.all(
    callers.map(async ({ dir, fixture }) => ({
      utterance: fixture.utterance,
      voice: fixture.voice,
      transcript: fixture.transcript,
      pcm: await readFixture(dir, fixture),
    })),
  );
  return learnFrom(recordings);
}
