/**
 * What no client should say, as it is said in GPT-Live. Pure. What is sent here is held to no published type: that is what it is for.
 * Turns and answers have no messages here that could be wrong.
 */

import type { Misspoken } from '../../core/call/misspoken.ts';
import type { MisspokenAbout, WireAudio } from '../dialect.ts';

/** Of base64 in one message: what the Realtime service takes; for this one no other is published. */
const MOST_AUDIO_CHARACTERS = 15 * 1024 * 1024;

export function misspoken(
  says: Misspoken,
  { eventId }: MisspokenAbout,
  { format }: WireAudio,
): readonly (string | Uint8Array)[] | null {
  const event = (type: string, more: object = {}): string =>
    JSON.stringify({ type, event_id: eventId, ...more });
  const append = (audio: string): readonly string[] => [event('session.input_audio.append', { audio })];
  switch (says) {
    case 'malformed_base64':
      return append('~ this is no base64 ~');
    case 'odd_bytes':
      // Every byte of G.711 is a sample.
      return format === 'pcm16' ? append('AAAA') : null;
    case 'oversize_append':
      return [
        `{"type":"session.input_audio.append","event_id":"${eventId}","audio":"${'A'.repeat(MOST_AUDIO_CHARACTERS + 4)}"}`,
      ];
    case 'unknown_event':
      return [event('session.input_audio.whisper')];
    case 'not_json':
      return ['{"type":"session.input_audio.append","audio":'];
    case 'binary_frame':
      return [
        Uint8Array.from(Array.from('{"type":"session.close"}'), (character) => character.charCodeAt(0)),
      ];
    case 'empty_commit':
    case 'second_response':
    case 'cancel_nothing':
    case 'truncate_beyond':
    case 'truncate_to_zero':
    case 'settings_mid_answer':
      return null;
  }
}
