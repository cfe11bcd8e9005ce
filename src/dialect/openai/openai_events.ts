/**
 * Server events of the Realtime protocol in the core's words. Total: whatever text comes, an event comes out, `malformed`
 * where a field that matters is missing or of another kind, `other` where the event is of no consequence.
 */

import type { Usage } from '../../core/log/record.ts';
import { cut } from '../../core/word/visible.ts';
import type { CloseMeaning, ReadEvent } from '../dialect.ts';

type Fields = Readonly<Record<string, unknown>>;

const TYPE_FIRST = /^\{"type":"([a-z_.]+)"[,}]/;

export function read(text: string, bytesPerMs: number): ReadEvent {
  // Half of what a server sends is of no consequence here, and says so in its first words.
  const known = TYPE_FIRST.exec(text)?.[1];
  if (known !== undefined && !readers.has(known)) return { type: 'other', name: known };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { type: 'malformed', reason: `not JSON (${text.length} characters)` };
  }
  if (!isFields(parsed)) return { type: 'malformed', reason: 'not a JSON object' };
  const name = parsed['type'];
  if (typeof name !== 'string') return { type: 'malformed', reason: 'an event without a type' };
  const reader = readers.get(name);
  if (reader === undefined) return { type: 'other', name };
  return (
    reader(parsed, bytesPerMs) ?? { type: 'malformed', reason: `${name} without the fields it must have` }
  );
}

/** Null: a field that the event cannot do without is missing or of another kind. */
type Reader = (event: Fields, bytesPerMs: number) => ReadEvent | null;

const audioDelta: Reader = (event, bytesPerMs) => {
  const { delta } = event;
  if (typeof delta !== 'string' || !BASE64.test(delta)) return null;
  return {
    type: 'audio',
    responseId: text(event, 'response_id') ?? '',
    itemId: text(event, 'item_id') ?? '',
    ms: decodedBytes(delta) / bytesPerMs,
    payload: delta,
  };
};

/** A part is announced before it has anything in it: of the answer's content that says nothing yet. */
const content: Reader = (event) => {
  const responseId = text(event, 'response_id');
  if (responseId === null) return null;
  const part = fields(event, 'part');
  const said = text(event, 'delta') ?? text(part, 'transcript') ?? text(part, 'text') ?? '';
  if (said === '') return { type: 'other', name: text(event, 'type') ?? '' };
  return { type: 'answer_content', responseId, itemId: text(event, 'item_id') ?? '' };
};

const answerText: Reader = (event) => {
  const responseId = text(event, 'response_id');
  const said = text(event, 'transcript') ?? text(event, 'text');
  return responseId === null || said === null
    ? null
    : { type: 'answer_text', responseId, text: cut(said, MOST_TRANSCRIBED) };
};

/**
 * Older servers leave the name out here; the item that follows has it. It also says whether the call was written to its
 * end, which this event, sent of a response that was cut off too, does not: so arguments that break off are left to it.
 */
const argumentsDone: Reader = (event) => {
  const callId = text(event, 'call_id');
  const written = text(event, 'arguments');
  const name = text(event, 'name');
  if (callId === null || written === null) return null;
  if (name === null || !isJson(written)) {
    return { type: 'other', name: 'response.function_call_arguments.done' };
  }
  return { type: 'tool_call', responseId: text(event, 'response_id'), callId, name, arguments: written };
};

/** An item is done: of consequence only where it is a call, written to its end. */
const itemDone: Reader = (event) => {
  const item = fields(event, 'item');
  const callId = text(item, 'call_id');
  const name = text(item, 'name');
  const written = text(item, 'arguments');
  const broken = item['status'] === 'incomplete' || item['status'] === 'in_progress';
  if (item['type'] !== 'function_call' || broken || callId === null || name === null || written === null) {
    return { type: 'other', name: text(event, 'type') ?? '' };
  }
  return { type: 'tool_call', responseId: text(event, 'response_id'), callId, name, arguments: written };
};

const readersByType: Readonly<Record<string, Reader>> = {
  'session.created': (event) => ({
    type: 'session',
    sessionId: cutOrNull(text(fields(event, 'session'), 'id')),
  }),
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
  'response.function_call_arguments.done': argumentsDone,
  'response.output_item.done': itemDone,
  'conversation.item.done': itemDone,
  'response.done': answerDone,
  error: (event) => {
    const error = fields(event, 'error');
    const code = cut(text(error, 'code') ?? text(error, 'type') ?? 'unknown', MOST_NAMED);
    const message = cut(text(error, 'message') ?? '', MOST_SAID);
    // Older servers give this one no code of its own.
    const busy =
      code === 'conversation_already_has_active_response' ||
      /^conversation already has an active response/i.test(message);
    return { type: 'error', code, message, fatal: fatalMeaning(code), ...(busy ? { busy } : {}) };
  },
};

/** A map: a server may call its event `constructor`. */
const readers: ReadonlyMap<string, Reader> = new Map(Object.entries(readersByType));

function answerDone(event: Fields): ReadEvent | null {
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
    reason: reason === null ? null : cut(reason, MOST_SAID),
    rateLimited: status === 'failed' && code !== null && code.includes('rate_limit'),
    usage: usageOf(response),
  };
}

/** Cached tokens are part of the input; where the input's split is missing, all of it counts as text. */
function usageOf(response: Fields): Usage | null {
  if (!isFields(response['usage'])) return null;
  const usage = response['usage'];
  const input = fields(usage, 'input_token_details');
  const cached = fields(input, 'cached_tokens_details');
  const output = fields(usage, 'output_token_details');
  const split = isFields(usage['input_token_details']);
  const textIn = split ? count(input, 'text_tokens') : count(usage, 'input_tokens');
  const audioIn = count(input, 'audio_tokens');
  const imageIn = count(input, 'image_tokens');
  // Unsplit, they are taken for text as far as there is any, as a prompt comes first; the rest can only be the audio.
  const unsplit = isFields(input['cached_tokens_details']) ? 0 : count(input, 'cached_tokens');
  const unsplitText = Math.min(unsplit, textIn);
  const unsplitAudio = Math.min(unsplit - unsplitText, audioIn);
  const unsplitImage = Math.min(unsplit - unsplitText - unsplitAudio, imageIn);
  return {
    textIn,
    audioIn,
    imageIn,
    textCached: unsplitText + count(cached, 'text_tokens'),
    audioCached: unsplitAudio + count(cached, 'audio_tokens'),
    imageCached: unsplitImage + count(cached, 'image_tokens'),
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

export function closeMeaning(code: number, reason: string): CloseMeaning | null {
  if (code === 3000 || /invalid_api_key|missing_model|invalid_model/.test(reason)) return 'auth_failed';
  if (code === 4000) return 'agent_error';
  if (code === 1001 && /expired|maximum duration/i.test(reason)) return 'session_expired';
  if (/rate.?limit/i.test(reason)) return 'rate_limited';
  return null;
}

/** Its two alphabets, padded or not. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Length once decoded, whatever the padding. */
function decodedBytes(base64: string): number {
  let length = base64.length;
  while (length > 0 && base64.charCodeAt(length - 1) === 61) length--;
  return Math.floor((length * 3) / 4);
}

/** Characters of a target's words that are kept: of a name, of an error's text, of what an answer says. */
const MOST_NAMED = 200;
const MOST_SAID = 2000;
const MOST_TRANSCRIBED = 20_000;

const none: Fields = {};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

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

function cutOrNull(text: string | null): string | null {
  return text === null ? null : cut(text, MOST_NAMED);
}

function count(of: Fields, name: string): number {
  const value = of[name];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}
