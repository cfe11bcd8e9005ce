/** What callers can say, and in which voices: the recordings of one or more fixture folders. */

import type { Segment } from '../core/plan/plan.ts';
import type { OwnNoises } from './own_noise.ts';

export interface Recording {
  readonly utterance: string;
  readonly voice: string;
  readonly transcript: string;
  readonly durationMs: number;
  readonly segments: readonly Segment[];
  readonly activeDbfs: number;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** The samples, 24 kHz mono. */
  read(): Promise<Int16Array>;
}

/** utterance → voice → recording. Voices and utterances are in the order in which they were found. */
export interface Repertoire {
  readonly voices: readonly string[];
  readonly recordings: ReadonlyMap<string, ReadonlyMap<string, Recording>>;
  /** Of voices that no caller has: they talk in the background. */
  readonly bystanders?: readonly Recording[];
  /** Noises of the user's own. */
  readonly noises?: OwnNoises;
}

/** A later recording of the same utterance in the same voice takes the earlier one's place. */
export function repertoireOf(
  recordings: Iterable<Recording>,
  bystanders: readonly Recording[] = [],
): Repertoire {
  const voices = new Set<string>();
  const byUtterance = new Map<string, Map<string, Recording>>();
  for (const recording of recordings) {
    voices.add(recording.voice);
    const inVoices = byUtterance.get(recording.utterance) ?? new Map<string, Recording>();
    inVoices.set(recording.voice, recording);
    byUtterance.set(recording.utterance, inVoices);
  }
  return { voices: [...voices], recordings: byUtterance, bystanders };
}

export function hasRecording(repertoire: Repertoire, utterance: string, voice: string): boolean {
  return repertoire.recordings.get(utterance)?.has(voice) ?? false;
}

const digits = Array.from({ length: 10 }, (_, digit) => `digit-${digit}`);

/** The utterances that speaking any number takes. */
export function digitUtterances(): readonly string[] {
  return digits;
}

/** The recording in this voice, or in the first voice that has it. Undefined: nobody can say it. */
export function recordingFor(
  repertoire: Repertoire,
  utterance: string,
  voice: string,
): Recording | undefined {
  const inVoices = repertoire.recordings.get(utterance);
  return inVoices?.get(voice) ?? inVoices?.values().next().value;
}
