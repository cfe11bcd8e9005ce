/**
 * What a response or a transcription says that it used, in the core's words. Pure. Only figures that can be are taken: whole,
 * not negative, and no larger than any model can read or say at once. Usage with a figure that cannot be is no usage: what was
 * used is then unknown. Figures that are possible and contradict each other are bounded. Both are told as impossible.
 */

import type { Usage } from '../../core/log/record.ts';
import { noUsage } from '../../core/log/usage.ts';
import { isFields, type Fields } from './fields.ts';

/** Of one response: several times the longest context of any model. */
export const MOST_TOKENS = 10_000_000;
/** Of one transcription: a day of audio, and no session is as long. */
export const MOST_SECONDS = 86_400;

const impossible: Usage = { ...noUsage, unreported: 1, impossible: 1 };

/** Of a response. Null where it told of none. */
export function responseUsage(told: unknown): Usage | null {
  if (told === undefined || told === null) return null;
  if (!isFields(told)) return impossible;
  const reader = new Reader();
  const input = reader.fields(told, 'input_token_details');
  const output = reader.fields(told, 'output_token_details');
  const [textIn, audioIn, imageIn] = kinds(reader, input);
  const cached = kinds(reader, reader.fields(input, 'cached_tokens_details'));
  const [textOut, audioOut] = kinds(reader, output);
  const totals = {
    in: reader.count(told, 'input_tokens'),
    cached: reader.count(input, 'cached_tokens'),
    out: reader.count(told, 'output_tokens'),
  };
  if (reader.impossible) return impossible;
  const splitIn = sum(textIn, audioIn, imageIn);
  const splitOut = sum(textOut, audioOut);
  const allIn = Math.max(totals.in ?? 0, splitIn ?? 0);
  const allOut = Math.max(totals.out ?? 0, splitOut ?? 0);
  // Where the input has no kinds, those of its cached part say nothing that could be billed.
  const [textCached, audioCached, imageCached] =
    splitIn === null
      ? [0, 0, 0]
      : [atMost(cached[0], textIn), atMost(cached[1], audioIn), atMost(cached[2], imageIn)];
  const splitCached = sum(...cached);
  const allCached = Math.max(totals.cached ?? 0, splitCached ?? 0);
  const knownCached = textCached + audioCached + imageCached;
  const beyond = splitIn === null ? allCached : Math.max(0, allCached - (splitCached ?? 0));
  const contradicts =
    exceeds(splitIn, totals.in) ||
    exceeds(splitOut, totals.out) ||
    exceeds(splitCached, totals.cached) ||
    allCached > allIn ||
    (splitIn !== null && knownCached < (splitCached ?? 0));
  // Half a bill is none: what was told of it is kept, and that the rest is unknown.
  const half = (splitIn ?? totals.in) === null || (splitOut ?? totals.out) === null;
  return {
    ...noUsage,
    textIn: textIn ?? 0,
    audioIn: audioIn ?? 0,
    imageIn: imageIn ?? 0,
    textCached,
    audioCached,
    imageCached,
    textOut: textOut ?? 0,
    audioOut: audioOut ?? 0,
    ...open('unsplitIn', allIn - (splitIn ?? 0)),
    ...open('unsplitCached', Math.min(beyond, allIn - knownCached)),
    ...open('unsplitOut', allOut - (splitOut ?? 0)),
    ...open('unreported', half ? 1 : 0),
    ...open('impossible', contradicts ? 1 : 0),
  };
}

export interface TranscriptionUsage {
  readonly seconds: number;
  readonly tokens: number;
  readonly usageTrouble?: 'unreported' | 'impossible';
}

/** Of a transcription: it is billed by the one or the other. */
export function transcriptionUsage(told: unknown): TranscriptionUsage {
  if (told === undefined || told === null) return { seconds: 0, tokens: 0, usageTrouble: 'unreported' };
  if (!isFields(told)) return { seconds: 0, tokens: 0, usageTrouble: 'impossible' };
  const reader = new Reader();
  const seconds = reader.seconds(told, 'seconds');
  const total = reader.count(told, 'total_tokens');
  const parts = sum(reader.count(told, 'input_tokens'), reader.count(told, 'output_tokens'));
  if (reader.impossible) return { seconds: 0, tokens: 0, usageTrouble: 'impossible' };
  const tokens = total ?? parts;
  if (seconds === null && tokens === null) return { seconds: 0, tokens: 0, usageTrouble: 'unreported' };
  return { seconds: seconds ?? 0, tokens: tokens ?? 0 };
}

/** Looks at figures, and remembers whether one was such as cannot be. Null: there is none. */
class Reader {
  impossible = false;

  count(of: Fields, name: string): number | null {
    return this.figure(of[name], (value) => Number.isInteger(value) && value <= MOST_TOKENS);
  }

  seconds(of: Fields, name: string): number | null {
    return this.figure(of[name], (value) => value <= MOST_SECONDS);
  }

  fields(of: Fields, name: string): Fields {
    const value = of[name];
    if (isFields(value)) return value;
    if (value !== undefined && value !== null) this.impossible = true;
    return {};
  }

  private figure(value: unknown, can: (value: number) => boolean): number | null {
    if (value === undefined || value === null) return null;
    if (typeof value === 'number' && value >= 0 && can(value)) return value;
    this.impossible = true;
    return null;
  }
}

function kinds(reader: Reader, of: Fields): readonly [number | null, number | null, number | null] {
  return [
    reader.count(of, 'text_tokens'),
    reader.count(of, 'audio_tokens'),
    reader.count(of, 'image_tokens'),
  ];
}

/** Null: none of them was told. */
function sum(...figures: readonly (number | null)[]): number | null {
  const told = figures.filter((figure) => figure !== null);
  return told.length === 0 ? null : told.reduce((total, figure) => total + figure, 0);
}

function atMost(figure: number | null, most: number | null): number {
  return Math.min(figure ?? 0, most ?? 0);
}

function exceeds(parts: number | null, whole: number | null): boolean {
  return parts !== null && whole !== null && parts > whole;
}

/** A field of what is left open: in a usage only where there is something of it. */
function open<Name extends keyof Usage>(name: Name, value: number): Partial<Record<Name, number>> {
  return value === 0 ? {} : ({ [name]: value } as Partial<Record<Name, number>>);
}
