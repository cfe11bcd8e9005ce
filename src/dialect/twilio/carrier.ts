/**
 * What telephone services that carry a call as Twilio does make otherwise: names of keys and events, ids, audio. A carrier turns what
 * Twilio would send to the server into its own words, and what the server sends into Twilio's. Pure, and total: what it does not know it
 * leaves as it came, to be warned of.
 */

import type { CarrierName } from '../../core/plan/carrier.ts';
import type { WireAudio } from '../dialect.ts';
import type { Fields } from '../openai/fields.ts';
import type { StreamIds } from './stream_ids.ts';

export interface Carrier {
  readonly name: 'twilio' | CarrierName;
  /** What a message names its stream by. */
  readonly streamKey: string;
  /** Its servers name it in what they say. */
  readonly streamIsNamed: boolean;
  /** How it calls what Twilio warns of by this code. */
  warning(code: string): string;
  /** Both ways. */
  readonly audio: WireAudio;
  /** How much of the caller's audio a message carries. */
  readonly frameMs: number;
  /** As it gives them. */
  ids(ids: StreamIds): StreamIds;
  /** What stands before and behind the base64 of a frame, in ASCII. */
  mediaHead(sequence: number, chunk: number, streamMs: number, ids: StreamIds): string;
  mediaTail(ids: StreamIds): string;
  /** A message of Twilio's, but for `media`; null: it says nothing of the kind. */
  tells(message: CallMessage, ids: StreamIds): Fields | null;
  /** A message of the server's in Twilio's words. */
  hears(message: Fields, ids: StreamIds): Fields;
}

/** What is told of a call, beside its audio. */
export type CallMessage = { readonly sequence: number } & (
  | { readonly event: 'start'; readonly parameters: Readonly<Record<string, string>> }
  | { readonly event: 'dtmf'; readonly digit: string }
  | { readonly event: 'mark'; readonly name: string }
  | { readonly event: 'stop' }
  | { readonly event: 'connected' }
);

const MULAW: WireAudio = { format: 'g711_ulaw', sampleRate: 8000, bytesPerMs: 8 };

export const twilio: Carrier = {
  name: 'twilio',
  streamKey: 'streamSid',
  streamIsNamed: true,
  warning: (code) => code,
  audio: MULAW,
  frameMs: 20,
  ids: (ids) => ids,
  mediaHead: (sequence, chunk, streamMs) =>
    `{"event":"media","sequenceNumber":"${sequence}","media":{"track":"inbound","chunk":"${chunk}","timestamp":"${streamMs}","payload":"`,
  mediaTail: ({ streamSid }) => `"},"streamSid":"${streamSid}"}`,
  tells: (message, { accountSid, callSid, streamSid }) => {
    const { event, sequence } = message;
    const about = { event, sequenceNumber: String(sequence) };
    switch (message.event) {
      case 'connected':
        return { event, protocol: 'Call', version: '1.0.0' };
      case 'start': {
        const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 };
        const { parameters: customParameters } = message;
        const start = { accountSid, streamSid, callSid, tracks: ['inbound'], mediaFormat, customParameters };
        return { ...about, start, streamSid };
      }
      case 'dtmf':
        return { ...about, streamSid, dtmf: { track: 'inbound_track', digit: message.digit } };
      case 'mark':
        return { ...about, streamSid, mark: { name: message.name } };
      case 'stop':
        return { ...about, streamSid, stop: { accountSid, callSid } };
    }
  },
  hears: (message) => message,
};
