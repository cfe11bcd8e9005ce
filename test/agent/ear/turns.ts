/**
 * Turns as callers speak them, for the tests of the recogniser and for `bench:recognition`: recordings and pauses in a row,
 * with silence around them, as the agent hears them at 8 kHz. Never the samples that were enrolled: the silence in front
 * is of any length in samples, so that frames fall elsewhere.
 */

import { pcm16FromFloat, pcm16ToFloat } from '../../../src/audio/pcm.ts';
import { Decimator } from '../../../src/agent/ear/features/decimate.ts';
import type { Recognition, Recognizer } from '../../../src/agent/ear/recognizer/recognition.ts';
import type { CallerRecording } from '../../../src/agent/ear/recognizer/vocabulary.ts';
import type { Random } from '../../../src/core/word/random.ts';
import { loadLibrary, readFixture, type VoiceRole } from '../../../src/fixture/manifest.ts';

/** What callers say in between; everything else but digits is a sentence. */
const INTERJECTIONS = new Set(['cough', 'hold-on', 'mm-hm', 'no', 'okay', 'stop', 'wait', 'yes']);

/** 10 ms. */
const FADE = 240;
/** Below it, a scrap is a pause. */
const AUDIBLE = 2000;

export type Sort = 'sentence' | 'interjection' | 'digit';

export interface Turn {
  readonly utterances: readonly string[];
  /** 24 kHz. */
  readonly pcm: Int16Array;
}

/** The recordings that Callstorm brings, of callers or of the agent. */
export async function recordingsOf(role: VoiceRole): Promise<CallerRecording[]> {
  const library = [...(await loadLibrary()).values()].filter(({ fixture }) => fixture.role === role);
  return Promise.all(
    library.map(async ({ dir, fixture: { utterance, voice, transcript }, fixture }) => ({
      utterance,
      voice,
      transcript,
      pcm: await readFixture(dir, fixture),
    })),
  );
}

export function sortOf(utterance: string): Sort {
  if (utterance.startsWith('digit-')) return 'digit';
  return INTERJECTIONS.has(utterance) ? 'interjection' : 'sentence';
}

/** One recording by itself, 0–400 ms of silence before it and as much after it. */
export function singleTurn({ utterance, pcm }: CallerRecording, random: Random): Turn {
  return { utterances: [utterance], pcm: inSilence([pcm], random) };
}

/**
 * Short sounds that are no utterance: 150–700 ms from anywhere in a recording, faded in and out, `count` of each recording, and
 * as many played backwards. As loud as they are there, but for the quietest.
 */
export function scrapsOf({ utterance, pcm }: CallerRecording, count: number, random: Random): Turn[] {
  return Array.from({ length: 2 * count }, (_, i) => {
    const length = Math.min(pcm.length, Math.round(24 * random.between(150, 700)));
    const from = random.below(pcm.length - length + 1);
    const scrap = pcm.slice(from, from + length);
    if (i % 2 === 1) scrap.reverse();
    for (let k = 0; k < FADE; k++) {
      scrap[k] = ((scrap[k] as number) * k) / FADE;
      scrap[length - 1 - k] = ((scrap[length - 1 - k] as number) * k) / FADE;
    }
    return { utterances: [`part of ${utterance}`], pcm: scrap };
  })
    .filter((scrap) => scrap.pcm.some((sample) => Math.abs(sample) > AUDIBLE))
    .map((scrap) => ({ ...scrap, pcm: inSilence([scrap.pcm], random) }));
}

/** An opener, a breath, and 4 to 10 digits with up to 150 ms from one to the next, all by one voice. */
export function numberTurn(recordings: readonly CallerRecording[], voice: string, random: Random): Turn {
  const digits = Array.from({ length: 4 + random.below(7) }, () => `digit-${random.below(10)}`);
  return turnOf(recordings, voice, ['my-order-number-is', ...digits], 150, random);
}

/** Some utterances by one voice, up to `pauseMs` apart. */
export function turnOf(
  recordings: readonly CallerRecording[],
  voice: string,
  utterances: readonly string[],
  pauseMs: number,
  random: Random,
): Turn {
  const parts = utterances.flatMap((utterance, i) => {
    const found = recordings.find((own) => own.voice === voice && own.utterance === utterance);
    if (found === undefined) throw new RangeError(`there is no ${voice}/${utterance}`);
    return i === 0 ? [found.pcm] : [silence(random.below(pauseMs), 24), found.pcm];
  });
  return { utterances, pcm: inSilence(parts, random) };
}

/** Decimated as a session does it, in appends of 100 ms, after what was done to it at 24 kHz. */
export function narrow(pcm: Int16Array, spoil?: (samples: Float32Array) => Float32Array): Float32Array {
  const spoilt = spoil === undefined ? pcm : pcm16FromFloat(spoil(pcm16ToFloat(pcm)));
  const decimator = new Decimator();
  const narrowed = new Float32Array(Math.ceil(pcm.length / 3));
  let at = 0;
  for (let from = 0; from < spoilt.length; from += 2400) {
    const piece = pcm16ToFloat(decimator.push(spoilt.subarray(from, from + 2400)));
    narrowed.set(piece, at);
    at += piece.length;
  }
  return narrowed;
}

/** What a recogniser makes of a turn that comes to it in 100 ms pieces. */
export function recognise(recognizer: Recognizer, narrowed: Float32Array): Recognition {
  const pcm8k = pcm16FromFloat(narrowed);
  recognizer.begin();
  for (let from = 0; from < pcm8k.length; from += 800) recognizer.push(pcm8k.subarray(from, from + 800));
  return recognizer.read();
}

export function isRight(turn: Turn, { utterances }: Recognition): boolean {
  return utterances.join(' ') === turn.utterances.join(' ');
}

export function shareOf<T>(all: readonly T[], test: (one: T) => boolean): number {
  if (all.length === 0) throw new RangeError('a share of nothing');
  return all.filter(test).length / all.length;
}

function inSilence(parts: readonly Int16Array[], random: Random): Int16Array {
  const all = [silence(random.below(400), 24 + random.below(3)), ...parts, silence(random.below(400), 24)];
  const whole = new Int16Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function silence(ms: number, samplesPerMs: number): Int16Array {
  return new Int16Array(ms * samplesPerMs);
}
