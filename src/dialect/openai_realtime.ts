/**
 * OpenAI's Realtime protocol over a WebSocket, as generally available since 2026 (with the names older self-hosted
 * servers still send for audio and text deltas). What is sent is held to the published types of the `openai` package
 * by the compiler; what is received is read defensively, and never trusted to have a shape.
 */

import type {
  ConversationItemTruncateEvent,
  InputAudioBufferAppendEvent,
  InputAudioBufferCommitEvent,
  RealtimeAudioFormats,
  RealtimeAudioInputTurnDetection,
  RealtimeSessionCreateRequest,
  ResponseCancelEvent,
  ResponseCreateEvent,
  SessionUpdateEvent,
} from 'openai/resources/realtime/realtime';
import type { AgentEvent, Command } from '../core/event.ts';
import type { PlanTarget, SessionSettings } from '../core/plan.ts';
import type { Usage } from '../core/record.ts';
import type { AudioSkim, CloseMeaning, Connection, Dialect, WireText } from './dialect.ts';

export function openaiRealtime(settings: Pick<SessionSettings, 'format'>): Dialect {
  const narrow = settings.format !== 'pcm16';
  return {
    name: 'openai-realtime',
    sampleRate: narrow ? 8000 : 24000,
    bytesPerMs: narrow ? 8 : 48,
    connection,
    append: (base64) =>
      JSON.stringify({
        type: 'input_audio_buffer.append',
        audio: base64,
      } satisfies InputAudioBufferAppendEvent),
    write: (command) => [JSON.stringify(clientEvent(command))],
    skim,
    read: (text) => read(text, narrow ? 8 : 48),
    closeMeaning,
  };
}

function connection(target: PlanTarget, url: string, key: string | undefined): Connection {
  const address = new WireUrl(url);
  if (!address.has('model') && target.model !== '') address.add('model', target.model);
  return {
    url: address.text,
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
    protocols: [],
  };
}

/** Query strings without the platform's URL, which k6's engine has not. */
class WireUrl {
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  has(name: string): boolean {
    return new RegExp(`[?&]${name}=`).test(this.text);
  }

  add(name: string, value: string): void {
    this.text += `${this.text.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(value)}`;
  }
}

function clientEvent(
  command: Command,
):
  | SessionUpdateEvent
  | ResponseCreateEvent
  | ResponseCancelEvent
  | ConversationItemTruncateEvent
  | InputAudioBufferCommitEvent {
  switch (command.type) {
    case 'configure':
      return { type: 'session.update', session: sessionOf(command.session) };
    case 'respond':
      return { type: 'response.create' };
    case 'cancel':
      return { type: 'response.cancel' };
    case 'truncate':
      return {
        type: 'conversation.item.truncate',
        item_id: command.itemId,
        content_index: 0,
        audio_end_ms: Math.max(0, Math.floor(command.heardMs)),
      };
    case 'commit':
      return { type: 'input_audio_buffer.commit' };
  }
}

const formats: Record<SessionSettings['format'], RealtimeAudioFormats> = {
  pcm16: { type: 'audio/pcm', rate: 24000 },
  g711_ulaw: { type: 'audio/pcmu' },
  g711_alaw: { type: 'audio/pcma' },
};

function sessionOf(settings: SessionSettings): RealtimeSessionCreateRequest {
  const format = formats[settings.format];
  const { transcription } = settings;
  return {
    type: 'realtime',
    output_modalities: ['audio'],
    ...(settings.instructions === undefined ? {} : { instructions: settings.instructions }),
    ...(settings.maxOutputTokens === undefined ? {} : { max_output_tokens: settings.maxOutputTokens }),
    audio: {
      input: {
        format,
        turn_detection: turnDetectionOf(settings),
        ...(transcription === undefined ? {} : { transcription }),
      },
      output: { format, ...(settings.voice === undefined ? {} : { voice: settings.voice }) },
    },
  };
}

/** Null turns detection off; the published request type leaves the null out, the protocol has it. */
function turnDetectionOf(settings: SessionSettings): RealtimeAudioInputTurnDetection {
  const detection = settings.turnDetection;
  if (detection === null) return null as unknown as RealtimeAudioInputTurnDetection;
  const common = {
    create_response: detection.createResponse,
    interrupt_response: detection.interruptResponse,
  };
  if (detection.type === 'semantic_vad') {
    return { type: 'semantic_vad', eagerness: detection.eagerness, ...common };
  }
  return {
    type: 'server_vad',
    threshold: detection.threshold,
    prefix_padding_ms: detection.prefixPaddingMs,
    silence_duration_ms: detection.silenceDurationMs,
    ...(detection.idleTimeoutMs === undefined ? {} : { idle_timeout_ms: detection.idleTimeoutMs }),
    ...common,
  };
}

// ── Reading audio deltas without parsing them ───────────────────────────────────────────────────────────────────

/** Far enough to hold the type, the ids and the start of the payload of every server seen. */
const HEAD = 512;
const DELTA_KEY = '"delta":"';
const skimmed: AudioSkim = { responseId: '', itemId: '', bytes: 0 };

/**
 * The type must stand at the head of the message and the payload must be plain base64 up to its closing quote;
 * else null, and the caller falls back to `read`, which parses.
 */
function skim(wire: WireText): AudioSkim | null {
  if (wire.length < 64) return null;
  const head = wire.head(HEAD);
  if (!isAudioDelta(head)) return null;
  const key = head.indexOf(DELTA_KEY);
  if (key === -1) return null;
  const responseId = field(head, key, '"response_id":"');
  const itemId = field(head, key, '"item_id":"');
  if (responseId === null || itemId === null) return null;
  const start = key + DELTA_KEY.length;
  const end = wire.quoteAfter(start);
  if (end === -1) return null;
  const characters = end - start;
  // Base64 comes in fours; anything else (an escaped character, a lost padding) is for the parser to judge.
  if (characters % 4 !== 0) return null;
  let padding = 0;
  if (characters > 0 && wire.codeAt(end - 1) === 61) padding = wire.codeAt(end - 2) === 61 ? 2 : 1;
  skimmed.responseId = responseId;
  skimmed.itemId = itemId;
  skimmed.bytes = (characters / 4) * 3 - padding;
  return skimmed;
}

const AUDIO_TYPES = [
  '"type":"response.output_audio.delta"',
  '"type":"response.audio.delta"',
  '"type": "response.output_audio.delta"',
];

function isAudioDelta(head: string): boolean {
  for (const type of AUDIO_TYPES) {
    const at = head.indexOf(type);
    if (at !== -1) return true;
  }
  return false;
}

function field(head: string, before: number, name: string): string | null {
  const at = head.indexOf(name);
  if (at === -1 || at > before) return null;
  const start = at + name.length;
  const end = head.indexOf('"', start);
  return end === -1 ? null : head.slice(start, end);
}

// ── Reading everything else ─────────────────────────────────────────────────────────────────────────────────────

type Fields = Readonly<Record<string, unknown>>;

function read(text: string, bytesPerMs: number): AgentEvent {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { type: 'malformed', reason: `not JSON (${text.length} characters)` };
  }
  if (!isFields(parsed)) return { type: 'malformed', reason: 'not a JSON object' };
  const name = parsed['type'];
  if (typeof name !== 'string') return { type: 'malformed', reason: 'an event without a type' };
  const reader = readers[name];
  if (reader === undefined) return { type: 'other', name };
  return (
    reader(parsed, bytesPerMs) ?? { type: 'malformed', reason: `${name} without the fields it must have` }
  );
}

/** Null: a field that the event cannot do without is missing or of another kind. */
type Reader = (event: Fields, bytesPerMs: number) => AgentEvent | null;

const audioDelta: Reader = (event, bytesPerMs) => {
  const { delta } = event;
  if (typeof delta !== 'string') return null;
  return {
    type: 'audio',
    responseId: text(event, 'response_id') ?? '',
    itemId: text(event, 'item_id') ?? '',
    ms: decodedBytes(delta) / bytesPerMs,
  };
};

const content: Reader = (event) => {
  const responseId = text(event, 'response_id');
  return responseId === null
    ? null
    : { type: 'answer_content', responseId, itemId: text(event, 'item_id') ?? '' };
};

const answerText: Reader = (event) => {
  const responseId = text(event, 'response_id');
  const said = text(event, 'transcript') ?? text(event, 'text');
  return responseId === null || said === null ? null : { type: 'answer_text', responseId, text: said };
};

const readers: Readonly<Record<string, Reader>> = {
  'session.created': (event) => ({ type: 'session', sessionId: text(fields(event, 'session'), 'id') }),
  'session.updated': () => ({ type: 'ready' }),
  'input_audio_buffer.speech_started': (event) => ({
    type: 'speech_started',
    itemId: text(event, 'item_id'),
  }),
  'input_audio_buffer.speech_stopped': (event) => ({
    type: 'speech_stopped',
    itemId: text(event, 'item_id'),
  }),
  'input_audio_buffer.committed': (event) => ({ type: 'committed', itemId: text(event, 'item_id') }),
  'conversation.item.input_audio_transcription.completed': (event) => {
    const usage = fields(event, 'usage');
    const transcript = text(event, 'transcript');
    return transcript === null
      ? null
      : {
          type: 'transcribed',
          itemId: text(event, 'item_id'),
          text: transcript,
          seconds: count(usage, 'seconds'),
          tokens: count(usage, 'total_tokens'),
        };
  },
  'conversation.item.input_audio_transcription.failed': (event) => ({
    type: 'transcribed',
    itemId: text(event, 'item_id'),
    text: null,
    seconds: 0,
    tokens: 0,
  }),
  'response.created': (event) => {
    const responseId = text(fields(event, 'response'), 'id');
    return responseId === null ? null : { type: 'answer_created', responseId };
  },
  'response.content_part.added': content,
  'response.output_audio_transcript.delta': content,
  'response.audio_transcript.delta': content,
  'response.output_text.delta': content,
  'response.text.delta': content,
  'response.output_audio.delta': audioDelta,
  'response.audio.delta': audioDelta,
  'response.output_audio_transcript.done': answerText,
  'response.audio_transcript.done': answerText,
  'response.output_text.done': answerText,
  'response.done': answerDone,
  'rate_limits.updated': () => ({ type: 'rate_limits' }),
  error: (event) => {
    const error = fields(event, 'error');
    const code = text(error, 'code') ?? text(error, 'type') ?? 'unknown';
    return { type: 'error', code, message: text(error, 'message') ?? '', fatal: fatalMeaning(code) };
  },
};

function answerDone(event: Fields): AgentEvent | null {
  const response = fields(event, 'response');
  const responseId = text(response, 'id');
  const status = text(response, 'status');
  if (responseId === null) return null;
  if (status !== 'completed' && status !== 'cancelled' && status !== 'incomplete' && status !== 'failed')
    return null;
  const details = fields(response, 'status_details');
  const error = fields(details, 'error');
  const code = text(error, 'code') ?? text(error, 'type');
  const message = text(error, 'message');
  const reason = code === null ? text(details, 'reason') : message === null ? code : `${code}: ${message}`;
  return {
    type: 'answer_done',
    responseId,
    status,
    reason,
    rateLimited: status === 'failed' && code !== null && code.includes('rate_limit'),
    usage: usageOf(response),
  };
}

/** Cached tokens are part of the input; where the split is missing, all of it counts as text. */
function usageOf(response: Fields): Usage | null {
  if (!isFields(response['usage'])) return null;
  const usage = response['usage'];
  const input = fields(usage, 'input_token_details');
  const cached = fields(input, 'cached_tokens_details');
  const output = fields(usage, 'output_token_details');
  const split = isFields(usage['input_token_details']);
  const splitCached = isFields(input['cached_tokens_details']);
  return {
    textIn: split ? count(input, 'text_tokens') : count(usage, 'input_tokens'),
    audioIn: count(input, 'audio_tokens'),
    imageIn: count(input, 'image_tokens'),
    textCached: splitCached ? count(cached, 'text_tokens') : count(input, 'cached_tokens'),
    audioCached: count(cached, 'audio_tokens'),
    imageCached: count(cached, 'image_tokens'),
    textOut: isFields(usage['output_token_details'])
      ? count(output, 'text_tokens')
      : count(usage, 'output_tokens'),
    audioOut: count(output, 'audio_tokens'),
    transcriptionSeconds: 0,
    transcriptionTokens: 0,
  };
}

/** Errors after which the service closes the session by itself. */
function fatalMeaning(code: string): CloseMeaning | null {
  if (code === 'session_expired') return 'session_expired';
  if (code === 'beta_api_shape_disabled') return 'agent_error';
  if (
    code === 'invalid_api_key' ||
    code === 'missing_model' ||
    code === 'invalid_model' ||
    code === 'model_not_found'
  ) {
    return 'auth_failed';
  }
  return null;
}

function closeMeaning(code: number, reason: string): CloseMeaning | null {
  if (code === 3000 || /invalid_api_key|missing_model|invalid_model/.test(reason)) return 'auth_failed';
  if (code === 4000) return 'agent_error';
  if (code === 1001 && /expired|maximum duration/i.test(reason)) return 'session_expired';
  if (/rate.?limit/i.test(reason)) return 'rate_limited';
  return null;
}

/** Length once decoded, whatever the padding. */
function decodedBytes(base64: string): number {
  let length = base64.length;
  while (length > 0 && base64.charCodeAt(length - 1) === 61) length--;
  return Math.floor((length * 3) / 4);
}

const none: Fields = {};

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fields(of: Fields, name: string): Fields {
  const value = of[name];
  return isFields(value) ? value : none;
}

function text(of: Fields, name: string): string | null {
  const value = of[name];
  return typeof value === 'string' ? value : null;
}

function count(of: Fields, name: string): number {
  const value = of[name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
