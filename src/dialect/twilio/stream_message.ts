/**
 * What a server sends into a media stream, in the core's words: `media`, `mark`, `clear`, and what it tells besides where it was asked
 * to. Twilio warns once of each way in which a stream is not what it should be, by a number, and goes on; so is it told here. Total:
 * whatever text comes, events come out.
 */

import type { ReadEvent, ToldEvent } from '../dialect.ts';
import { fields, isFields, text, type Fields } from '../openai/fields.ts';
import { twilio, type Carrier } from './carrier.ts';
import type { StreamIds } from './stream_ids.ts';
import { toldBeside } from './told_beside.ts';

export interface Warning {
  /** With Twilio's own number: what its console would show. */
  readonly code: string;
  readonly message: string;
}

/** A message, and what is wrong with it; there may be both. */
export interface StreamMessage {
  readonly event: ReadEvent | null;
  readonly warning: Warning | null;
  /** Of `media`: its audio, in base64. */
  readonly payload?: string;
}

/** The beginning of a WAV file, in base64. */
export const FILE_HEADER = 'UklGR';
const KEYS: ReadonlySet<string> = new Set(['event', 'streamSid', 'media', 'mark', 'clear', 'callstorm']);

export const BINARY: Warning = {
  code: 'twilio_31950',
  message: 'a binary message: a media stream is of text messages alone',
};

/** Twilio plays it, and says nothing. */
export const CLICK: Warning = {
  code: 'wav_header',
  message: 'a WAV file’s header in the audio, which is heard as a click',
};

export function readMessage(written: string, ids: StreamIds, carrier: Carrier = twilio): StreamMessage {
  let parsed: unknown;
  try {
    parsed = JSON.parse(written);
  } catch {
    return invalid(`not JSON (${written.length} characters)`);
  }
  if (!isFields(parsed)) return invalid('not a JSON object');
  return readFields(carrier.hears(parsed, ids), ids.streamSid, carrier.audio.bytesPerMs);
}

function readFields(parsed: Fields, streamSid: string, bytesPerMs: number): StreamMessage {
  const name = text(parsed, 'event');
  if (name === null) return invalid('a message without an event');
  const sid = text(parsed, 'streamSid');
  if (sid !== streamSid)
    return invalid(`${named(name)} ${sid === null ? 'without a' : 'with another'} streamSid`);
  const more = Object.keys(parsed).find((key) => !KEYS.has(key));
  const warning =
    more === undefined ? null : warn(`${named(name)} with the field ${named(more)}, which it has not`);
  switch (name) {
    case 'media':
      return media(parsed, warning, bytesPerMs);
    case 'mark': {
      const mark = text(fields(parsed, 'mark'), 'name');
      return mark === null
        ? invalid('a mark without a name')
        : { event: { type: 'mark', name: mark }, warning };
    }
    case 'clear':
      return { event: { type: 'interrupted' }, warning };
    case 'callstorm':
      return { event: toldBeside(fields(parsed, 'callstorm')), warning };
    default:
      return invalid(`an event ${named(name)} that there is not`);
  }
}

function media(parsed: Fields, warning: Warning | null, bytesPerMs: number): StreamMessage {
  const payload = text(fields(parsed, 'media'), 'payload');
  if (payload === null) return invalid('media without a payload');
  const audio: ToldEvent = {
    type: 'audio',
    responseId: '',
    itemId: '',
    ms: decodedBytes(payload) / bytesPerMs,
    payload,
  };
  return { event: audio, warning: payload.startsWith(FILE_HEADER) ? CLICK : warning, payload };
}

function decodedBytes(base64: string): number {
  return Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
}

/** It is not dealt with further. */
function invalid(message: string): StreamMessage {
  return { event: null, warning: warn(message) };
}

function warn(message: string): Warning {
  return { code: 'twilio_31951', message };
}

const MOST_NAMED = 60;

function named(name: string): string {
  return `"${name.length > MOST_NAMED ? `${name.slice(0, MOST_NAMED)}…` : name}"`;
}
