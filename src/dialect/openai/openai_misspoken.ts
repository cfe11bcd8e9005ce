/**
 * What no client should say, as it is said in the Realtime protocol. Pure. What is sent here is held to no published type: that
 * is what it is for.
 */

import type { Misspoken } from '../../core/call/misspoken.ts';
import type { MisspokenAbout, WireAudio } from '../dialect.ts';

/** Of base64 in one message, by the service's own account. */
const MOST_AUDIO_CHARACTERS = 15 * 1024 * 1024;

type Messages = readonly (string | Uint8Array)[] | null;

/** `settings_mid_answer` needs nothing of its own: the settings are what they were. */
export function misspoken(
  says: Misspoken,
  { eventId, itemId, heardMs }: MisspokenAbout,
  { format }: WireAudio,
): Messages {
  const event = (type: string, more: object = {}): string =>
    JSON.stringify({ type, event_id: eventId, ...more });
  const append = (audio: string): readonly string[] => [event('input_audio_buffer.append', { audio })];
  switch (says) {
    case 'malformed_base64':
      return append('~ this is no base64 ~');
    case 'odd_bytes':
      // Every byte of G.711 is a sample.
      return format === 'pcm16' ? append('AAAA') : null;
    case 'oversize_append':
      // Put together without looking at each of its characters: there are calls beside this one.
      return [
        `{"type":"input_audio_buffer.append","event_id":"${eventId}","audio":"${'A'.repeat(MOST_AUDIO_CHARACTERS + 4)}"}`,
      ];
    case 'unknown_event':
      return [event('input_audio_buffer.whisper')];
    case 'empty_commit':
      // A server that detects turns has always heard something: only what was cleared is empty.
      return [JSON.stringify({ type: 'input_audio_buffer.clear' }), event('input_audio_buffer.commit')];
    case 'second_response':
      return [event('response.create')];
    case 'cancel_nothing':
      return [event('response.cancel')];
    case 'truncate_beyond':
    case 'truncate_to_zero':
      return [
        event('conversation.item.truncate', { item_id: itemId, content_index: 0, audio_end_ms: heardMs }),
      ];
    case 'not_json':
      return ['{"type":"input_audio_buffer.append","audio":'];
    case 'binary_frame':
      return [
        Uint8Array.from(Array.from('{"type":"response.cancel"}'), (character) => character.charCodeAt(0)),
      ];
    case 'settings_mid_answer':
      return null;
  }
}
