/**
 * The carriers beside Twilio, one table: Telnyx, Plivo, Exotel and SignalWire, as their documents and pipecat's serializers of them have
 * it (November 2026). Numbers of callers, which Twilio does not tell in a stream, are made up.
 */

import type { CarrierName } from '../../core/plan/carrier.ts';
import type { WireAudio } from '../dialect.ts';
import { fields, text, type Fields } from '../openai/fields.ts';
import { twilio, type Carrier } from './carrier.ts';

const FROM = '+15005550001';
const TO = '+15005550006';

const telnyx: Carrier = {
  ...twilio,
  name: 'telnyx',
  streamKey: 'stream_id',
  streamIsNamed: false,
  warning: unnumbered('telnyx'),
  ids: ({ accountSid, callSid, streamSid }) => ({
    accountSid: uuid(accountSid),
    callSid: `v3:${callSid.slice(2)}`,
    streamSid: uuid(streamSid),
  }),
  mediaHead: (sequence, chunk, streamMs) =>
    `{"event":"media","sequence_number":"${sequence}","media":{"track":"inbound","chunk":"${chunk}","timestamp":"${streamMs}","payload":"`,
  mediaTail: ({ streamSid }) => `"},"stream_id":"${streamSid}"}`,
  tells: (message, { accountSid: user_id, callSid: call_control_id, streamSid: stream_id }) => {
    const about = { event: message.event, sequence_number: String(message.sequence), stream_id };
    switch (message.event) {
      case 'connected':
        return { event: 'connected', version: '1.0.0' };
      case 'start': {
        const media_format = { encoding: 'PCMU', sample_rate: 8000, channels: 1 };
        const call = { user_id, call_control_id, call_session_id: stream_id, from: FROM, to: TO };
        return { ...about, start: { ...call, media_format, custom_parameters: message.parameters } };
      }
      case 'dtmf':
        return { ...about, dtmf: { digit: message.digit } };
      case 'mark':
        return { ...about, mark: { name: message.name } };
      case 'stop':
        return { ...about, stop: { user_id, call_control_id } };
    }
  },
  // It names no stream in what it takes: there is one on a socket.
  hears: (message, { streamSid }) => renamed(message, { id: 'stream_id', events: {} }, streamSid),
};

const plivo: Carrier = {
  ...twilio,
  name: 'plivo',
  streamKey: 'streamId',
  // Its `playAudio` is nobody else's.
  streamIsNamed: false,
  warning: unnumbered('plivo'),
  ids: (ids) => ({
    accountSid: ids.accountSid.slice(2, 22).toUpperCase(),
    callSid: uuid(ids.callSid),
    streamSid: uuid(ids.streamSid),
  }),
  mediaHead: (sequence, chunk, streamMs) =>
    `{"event":"media","sequenceNumber":${sequence},"media":{"track":"inbound","chunk":${chunk},"timestamp":"${streamMs}","payload":"`,
  mediaTail: ({ streamSid }) => `"},"streamId":"${streamSid}","extra_headers":"{}"}`,
  tells: (message, { accountSid: accountId, callSid: callId, streamSid: streamId }) => {
    const about = { event: message.event, sequenceNumber: message.sequence, streamId };
    switch (message.event) {
      case 'connected':
        return null;
      case 'start': {
        const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000 };
        const start = { callId, streamId, accountId, tracks: ['inbound'], mediaFormat };
        const { event, sequenceNumber } = about;
        return { event, sequenceNumber, start, extra_headers: JSON.stringify(message.parameters) };
      }
      case 'dtmf':
        return { ...about, dtmf: { track: 'inbound', digit: message.digit } };
      case 'mark':
        return { event: 'playedStream', sequenceNumber: message.sequence, streamId, name: message.name };
      case 'stop':
        return { ...about, stop: { callId } };
    }
  },
  hears: (message, { streamSid }) => {
    const events = { playAudio: 'media', clearAudio: 'clear', checkpoint: 'mark' };
    const heard = renamed(message, { id: 'streamId', events }, streamSid);
    return heard['event'] === 'mark' ? { ...heard, mark: { name: message['name'] } } : heard;
  },
};

const PCM: WireAudio = { format: 'pcm16', sampleRate: 8000, bytesPerMs: 16 };

const exotel: Carrier = {
  ...twilio,
  name: 'exotel',
  streamKey: 'stream_sid',
  warning: unnumbered('exotel'),
  audio: PCM,
  frameMs: 100,
  ids: ({ accountSid, callSid, streamSid }) => ({
    accountSid: accountSid.slice(2, 14),
    callSid: callSid.slice(2),
    streamSid: streamSid.slice(2),
  }),
  mediaHead: (sequence, chunk, streamMs, { streamSid }) =>
    `{"event":"media","sequence_number":"${sequence}","stream_sid":"${streamSid}","media":{"chunk":"${chunk}","timestamp":"${streamMs}","payload":"`,
  mediaTail: () => '"}}',
  tells: (message, { accountSid: account_sid, callSid: call_sid, streamSid: stream_sid }) => {
    const about = { event: message.event, sequence_number: String(message.sequence), stream_sid };
    switch (message.event) {
      case 'connected':
        return { event: 'connected' };
      case 'start': {
        const media_format = { encoding: 'audio/x-raw', sample_rate: '8000', bit_rate: '128kbps' };
        const call = { stream_sid, call_sid, account_sid, from: FROM, to: TO };
        return { ...about, start: { ...call, custom_parameters: message.parameters, media_format } };
      }
      case 'dtmf':
        return { ...about, dtmf: { duration: '100', digit: message.digit } };
      case 'mark':
        return { ...about, mark: { name: message.name } };
      case 'stop':
        return { ...about, stop: { call_sid, account_sid, reason: 'callended' } };
    }
  },
  hears: (message, { streamSid }) => renamed(message, { id: 'stream_sid', events: {} }, streamSid),
};

const table: Readonly<Record<CarrierName, Carrier>> = {
  telnyx,
  plivo,
  exotel,
  // Its streams are meant to be taken for Twilio's.
  signalwire: { ...twilio, name: 'signalwire' },
};

export function carrierOf(name: CarrierName | 'twilio' | undefined): Carrier {
  return name === undefined || name === 'twilio' ? twilio : table[name];
}

/** In Twilio's words: the event by its name there, and the stream, which is this one where none is named. */
function renamed(
  message: Fields,
  own: { readonly id: string; readonly events: Readonly<Record<string, string>> },
  streamSid: string,
): Fields {
  const event = text(message, 'event') ?? '';
  const known = Object.hasOwn(own.events, event) ? own.events[event] : undefined;
  // By Twilio's name it is not known here.
  const taken = Object.values(own.events).includes(event) ? `${event} (of another carrier)` : event;
  const { payload } = fields(message, 'media');
  return {
    event: message['event'] === undefined ? undefined : (known ?? taken),
    streamSid: message[own.id] ?? streamSid,
    ...(message['media'] === undefined ? {} : { media: { payload } }),
    ...(message['mark'] === undefined ? {} : { mark: message['mark'] }),
    ...(message['callstorm'] === undefined ? {} : { callstorm: message['callstorm'] }),
  };
}

/** Twilio's numbers are nobody else's. */
function unnumbered(name: string): Carrier['warning'] {
  return (code) =>
    code.replace(/^twilio_31950$/, `${name}_binary`).replace(/^twilio_31951$/, `${name}_message`);
}

function uuid(sid: string): string {
  return sid.slice(2).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
