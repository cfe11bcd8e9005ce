/**
 * What no client should say, as it is said to the Gemini Live API. Pure. What is sent here is held to no published type: that is what
 * it is for. What has no counterpart in this protocol cannot be said: there is nothing to truncate, to cancel or to ask for twice.
 */

import type { Misspoken } from '../../core/call/misspoken.ts';

/** Of base64 in one message: more than any message may have. */
const MOST_AUDIO_CHARACTERS = 15 * 1024 * 1024;

const audio = (data: string): readonly string[] => [
  `{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"${data}"}}}`,
];

export function geminiMisspoken(says: Misspoken): readonly (string | Uint8Array)[] | null {
  switch (says) {
    case 'malformed_base64':
      return audio('~ this is no base64 ~');
    case 'odd_bytes':
      return audio('AAAA');
    case 'oversize_append':
      return audio('A'.repeat(MOST_AUDIO_CHARACTERS + 4));
    case 'unknown_event':
      return [JSON.stringify({ realtimeWhisper: {} })];
    case 'empty_commit':
      return [JSON.stringify({ realtimeInput: { activityEnd: {} } })];
    case 'not_json':
      return ['{"realtimeInput":{"audio":'];
    case 'binary_frame':
      return [Uint8Array.of(0, 255, 17, 128, 3)];
    case 'settings_mid_answer':
      return [JSON.stringify({ setup: { model: 'models/another' } })];
    case 'second_response':
    case 'cancel_nothing':
    case 'truncate_beyond':
    case 'truncate_to_zero':
      return null;
  }
}
