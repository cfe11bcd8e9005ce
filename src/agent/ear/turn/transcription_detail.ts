/**
 * What a transcription may say beside its words: how likely each token is, and who said it when. Pure. A token is a word, as the
 * deltas bring them; the recogniser is as sure of each as it is of the turn. Whoever speaks, it is one caller's line: a turn
 * is one segment, of one speaker.
 */

import type { AudioTranscription, LogProbProperties } from 'openai/resources/realtime/realtime';

/** Words, each with the space after it: together they are the transcript. */
export function tokensOf(transcript: string): readonly string[] {
  return transcript.match(/\S+\s*/g) ?? [];
}

export function logprobOf(token: string, confidence: number): LogProbProperties {
  return { token, logprob: Math.log(Math.max(confidence, LEAST)), bytes: utf8(token) };
}

/** There is no infinity in JSON. */
const LEAST = 1e-9;

/** There is no encoder in the language itself, but this is one. Half a character is none, and is encoded as unknown. */
function utf8(text: string): number[] {
  const escaped = encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
  return (escaped.match(/%..|./g) ?? []).map((byte) =>
    byte.length === 1 ? byte.charCodeAt(0) : Number.parseInt(byte.slice(1), 16),
  );
}

/** A model that tells speakers apart, and when each spoke. */
export function diarizes({ model }: AudioTranscription): boolean {
  return model?.endsWith('-diarize') === true;
}

/** As the service names the first of the speakers. */
export const SPEAKER = 'A';
