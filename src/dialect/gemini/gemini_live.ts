/**
 * Google's Gemini Live API (BidiGenerateContent over a WebSocket). The caller's audio goes up at 16 kHz, or at the scenario's own
 * rate, the agent's comes down at 24 kHz. Nothing on the wire tells when the caller's voice was detected.
 */

import type { SessionSettings } from '../../core/plan/plan.ts';
import type { Dialect, WireAudio } from '../dialect.ts';
import { connectionOf } from './gemini_connection.ts';
import type { ClientSays } from './gemini_messages.ts';
import { GeminiSession } from './gemini_session.ts';

const UP_RATE = 16_000;
const DOWN_RATE = 24_000;

export function geminiLive({ sampleRate = UP_RATE }: Pick<SessionSettings, 'sampleRate'>): Dialect {
  return {
    name: 'gemini-live',
    uplink: pcm(sampleRate),
    downlink: pcm(DOWN_RATE),
    connection: connectionOf,
    append: (data) =>
      JSON.stringify({
        realtimeInput: { audio: { mimeType: `audio/pcm;rate=${sampleRate}`, data } },
      } satisfies ClientSays),
    open: (opening) => new GeminiSession(opening?.former instanceof GeminiSession ? opening.former : null),
  };
}

function pcm(sampleRate: number): WireAudio {
  return { format: 'pcm16', sampleRate, bytesPerMs: (2 * sampleRate) / 1000 };
}
