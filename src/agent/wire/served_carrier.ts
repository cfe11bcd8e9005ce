/**
 * Whose call a media stream is, as the server finds it in the `start` that it is sent, and how that carrier is spoken to: Twilio and
 * SignalWire, Telnyx, Plivo, Exotel. The other side of `dialect/twilio/carriers.ts`. Pure; total.
 */

import { decodeBase64, encodeBase64 } from '../../audio/base64.ts';
import { g711Decode, g711Encode } from '../../audio/g711.ts';
import type { CarrierName } from '../../core/plan/carrier.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface ServedCarrier {
  /** SignalWire's streams are Twilio's. */
  readonly name: 'twilio' | Exclude<CarrierName, 'signalwire'>;
  readonly streamSid: string;
  /** What the call was given to be told of it. */
  readonly parameters: Fields;
  /** A message with this audio of the agent's: µ-law, in base64. */
  media(payload: string): string;
  clear(): Fields;
  mark(name: string): Fields;
  /** What its servers are not to say: told beside the protocol, where that was asked for. */
  tell(told: Fields): Fields;
  /** The caller's audio, as µ-law. */
  heard(bytes: Uint8Array): Uint8Array;
}

/** Null: it begins no stream that is known. */
export function carrierOfStart(message: Fields): ServedCarrier | null {
  const start = fieldsOf(message['start']);
  const { streamSid, streamId, stream_sid: streamOfExotel } = start;
  const { stream_id: streamOfTelnyx } = message;
  if (typeof streamOfTelnyx === 'string' && start['call_control_id'] !== undefined) {
    return carrier('telnyx', streamOfTelnyx, {}, fieldsOf(start['custom_parameters']));
  }
  if (typeof streamOfExotel === 'string' && start['call_sid'] !== undefined) {
    const about = { stream_sid: streamOfExotel };
    const served = carrier('exotel', streamOfExotel, about, fieldsOf(start['custom_parameters']));
    return { ...served, ...pcm(about) };
  }
  if (typeof streamId === 'string' && start['callId'] !== undefined) {
    const about = { streamId };
    const head = `{"event":"playAudio","streamId":${JSON.stringify(streamId)},"media":{"contentType":"audio/x-mulaw","sampleRate":8000,"payload":"`;
    return {
      ...carrier('plivo', streamId, about, parsed(message['extra_headers'])),
      media: (payload) => `${head}${payload}"}}`,
      clear: () => ({ event: 'clearAudio', ...about }),
      mark: (name) => ({ event: 'checkpoint', ...about, name }),
    };
  }
  const sid = typeof streamSid === 'string' ? streamSid : message['streamSid'];
  return typeof sid === 'string'
    ? carrier('twilio', sid, { streamSid: sid }, fieldsOf(start['customParameters']))
    : null;
}

/** A message of a carrier's in Twilio's words, but for `start`. */
export function inTwilioWords(message: Fields): Fields {
  return message['event'] === 'playedStream' ? { event: 'mark', mark: { name: message['name'] } } : message;
}

function carrier(
  name: ServedCarrier['name'],
  streamSid: string,
  about: Fields,
  parameters: Fields,
): ServedCarrier {
  const begun = JSON.stringify({ event: 'media', ...about }).slice(0, -1);
  const head = `${begun},"media":{"payload":"`;
  return {
    name,
    streamSid,
    parameters,
    media: (payload) => `${head}${payload}"}}`,
    clear: () => ({ event: 'clear', ...about }),
    mark: (name) => ({ event: 'mark', ...about, mark: { name } }),
    tell: (told) => ({ event: 'callstorm', ...about, callstorm: told }),
    heard: (bytes) => bytes,
  };
}

/** PCM of 16 bits, little-endian, on the wire. */
function pcm(about: Fields): Pick<ServedCarrier, 'media' | 'heard'> {
  return {
    media: (payload) => {
      const samples = g711Decode(decodeBase64(payload), 'ulaw');
      const bytes = new Uint8Array(2 * samples.length);
      const view = new DataView(bytes.buffer);
      samples.forEach((sample, i) => view.setInt16(2 * i, sample, true));
      return JSON.stringify({ event: 'media', ...about, media: { payload: encodeBase64(bytes) } });
    },
    heard: (bytes) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const samples = Int16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getInt16(2 * i, true));
      return g711Encode(samples, 'ulaw');
    },
  };
}

function parsed(text: unknown): Fields {
  try {
    return typeof text === 'string' ? fieldsOf(JSON.parse(text)) : {};
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
