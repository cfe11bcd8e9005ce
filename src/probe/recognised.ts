/**
 * Which protocol a service speaks, as far as its address and its first words give it away. Pure. A guess is where a probe begins, and
 * never its finding.
 */

import type { DialectName } from '../core/plan/plan.ts';
import type { LookalikeName } from '../dialect/openai/lookalikes.ts';

export interface Guess {
  /** As people call it. */
  readonly protocol: string;
  /** The dialect that it is called by in a scenario; there may be none of that name. */
  readonly dialect: DialectName | 'gemini-live' | 'gpt-live' | 'twilio-media-streams' | null;
  readonly profile?: LookalikeName;
}

const realtime = (protocol: string, profile?: LookalikeName): Guess => ({
  protocol,
  dialect: 'openai-realtime',
  ...(profile === undefined ? {} : { profile }),
});

const GEMINI: Guess = { protocol: 'Gemini Live', dialect: 'gemini-live' };
const GPT_LIVE: Guess = { protocol: 'GPT-Live', dialect: 'gpt-live' };
const TWILIO: Guess = { protocol: 'Twilio Media Streams', dialect: 'twilio-media-streams' };

/** The first that fits. */
const ADDRESSES: readonly (readonly [RegExp, Guess])[] = [
  [/\/voice-live\/realtime|\.services\.ai\.azure\.com/i, realtime('Azure Voice Live', 'azure-voice-live')],
  [
    /\/openai\/realtime|\.openai\.azure\.com\/?.*[?&]api-version=/i,
    realtime('Azure OpenAI, dated API', 'azure-preview'),
  ],
  [/\.openai\.azure\.com/i, realtime('Azure OpenAI', 'azure')],
  [/\/\/api\.x\.ai(?:[:/?]|$)/i, realtime('xAI Voice', 'xai')],
  [/\/live\/sessions(?:[/?]|$)/i, GPT_LIVE],
  [/BidiGenerateContent/, GEMINI],
  [/elevenlabs\.io|\/convai\/conversation/i, { protocol: 'ElevenLabs Agents', dialect: null }],
  [/agent\.deepgram\.com|\/v1\/agent\/converse/i, { protocol: 'Deepgram Voice Agent', dialect: null }],
];

export function guessByAddress(url: string): Guess | null {
  return ADDRESSES.find(([pattern]) => pattern.test(url))?.[1] ?? null;
}

/** By a message as it came, parsed; undefined: it is no JSON. */
export function guessByWords(message: unknown): Guess | null {
  if (!isMap(message)) return null;
  const { type, event, label } = message;
  if (['setupComplete', 'serverContent', 'goAway'].some((key) => key in message)) return GEMINI;
  if (label === 'rtvi-ai') return { protocol: 'RTVI (Pipecat)', dialect: null };
  if (typeof event === 'string' && ['media', 'mark', 'clear'].includes(event)) return TWILIO;
  if (typeof type !== 'string') return null;
  if (type === 'conversation_initiation_metadata') return { protocol: 'ElevenLabs Agents', dialect: null };
  if (type === 'Welcome' && 'request_id' in message)
    return { protocol: 'Deepgram Voice Agent', dialect: null };
  if (type === 'session.started' || tellsOfStart(message)) return GPT_LIVE;
  if (type === 'conversation.created') return realtime('xAI Voice', 'xai');
  if (type !== 'session.created') return null;
  const { session } = message;
  const flat =
    isMap(session) && ['modalities', 'input_audio_format', 'turn_detection'].some((key) => key in session);
  return flat ? realtime('OpenAI Realtime, as its beta was', 'beta') : realtime('OpenAI Realtime');
}

/** Whoever expects `session.start` lists it among what it would have understood. */
function tellsOfStart({ type, error }: Readonly<Record<string, unknown>>): boolean {
  return type === 'error' && isMap(error) && /session\.start\b/.test(String(error['message']));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
