/**
 * Server events of the Realtime protocol in the core's words. Total: whatever text comes, an event comes out, `malformed`
 * where a field that matters is missing or of another kind, `other` where the event is of no consequence.
 */

import { cut } from '../../core/word/visible.ts';
import type { CloseMeaning, ToldEvent } from '../dialect.ts';
import { fields, isFields, text, type Fields } from './fields.ts';
import { responseUsage, transcriptionUsage } from './openai_usage.ts';
import { bounded, toldError } from './told_error.ts';

/** Items are of consequence where they are calls of tools; what is said in them has been told by then. */
const ONLY_CALLS: ReadonlySet<string> = new Set(['conversation.item.done', 'response.output_item.done']);
export const CALL = '"function_call"';
const TYPE_FIRST = /^\{"type": ?"([a-z_.]+)"[,}]/;

export function read(text: string, bytesPerMs: number): ToldEvent {
  // Half of what a server sends is of no consequence here, and says so in its first words.
  const known = TYPE_FIRST.exec(text)?.[1];
  if (known !== undefined && (!readers.has(known) || (ONLY_CALLS.has(known) && !text.includes(CALL)))) {
    return other(known);
  }
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
  if (reader === undefined) return other(name);
  return (
    reader(parsed, bytesPerMs) ?? { type: 'malformed', reason: `${name} without the fields it must have` }
  );
}

/** Of no consequence, but for what it says by coming: an answer is still being made. */
function other(name: string): ToldEvent {
  return name.startsWith('response.') ? { type: 'other', name, ofAnswer: true } : { type: 'other', name };
}

/** Null: a field that the event cannot do without is missing or of another kind. */
type Reader = (event: Fields, bytesPerMs: number) => ToldEvent | null;

const audioDelta: Reader = (event, bytesPerMs) => {
  const written = text(event, 'delta');
  // Some encoders break their lines.
  const delta = written?.replace(LINE_BREAKS, '') ?? null;
  if (delta === null || !BASE64.test(delta)) return null;
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
  const delta = text(event, 'delta') ?? '';
  const said = delta === '' ? (text(part, 'transcript') ?? text(part, 'text') ?? '') : delta;
  if (said === '') return other(text(event, 'type') ?? '');
  return contentOf(responseId, text(event, 'item_id') ?? '', delta);
};

function contentOf(responseId: string, itemId: string, delta: string): ToldEvent {
  return delta === ''
    ? { type: 'answer_content', responseId, itemId }
    : { type: 'answer_content', responseId, itemId, text: cut(delta, MOST_TRANSCRIBED) };
}

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
    return other('response.function_call_arguments.done');
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
    return other(text(event, 'type') ?? '');
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
    const transcript = text(event, 'transcript');
    return transcript === null
      ? null
      : {
          type: 'transcribed',
          itemId: text(event, 'item_id'),
          text: transcript,
          ...transcriptionUsage(event['usage']),
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
    const { code: told, message } = toldError(event);
    const code = told ?? 'unknown';
    // Older servers give this one no code of its own.
    const busy =
      code === 'conversation_already_has_active_response' ||
      /^conversation already has an active response/i.test(message);
    const answers = text(fields(event, 'error'), 'event_id');
    return {
      type: 'error',
      code,
      message,
      fatal: fatalMeaning(code),
      ...(busy ? { busy } : {}),
      ...(answers === null ? {} : { answers: cut(answers, MOST_NAMED) }),
    };
  },
};

/** A map: a server may call its event `constructor`. */
const readers: ReadonlyMap<string, Reader> = new Map(Object.entries(readersByType));

function answerDone(event: Fields): ToldEvent | null {
  const response = fields(event, 'response');
  const responseId = text(response, 'id');
  const status = text(response, 'status');
  if (responseId === null) return null;
  if (status !== 'completed' && status !== 'cancelled' && status !== 'incomplete' && status !== 'failed')
    return null;
  const details = fields(response, 'status_details');
  const { code, message } = toldError(details);
  const why = text(details, 'reason') ?? (message === '' ? null : message);
  const reason = code === null ? why : message === '' ? code : `${code}: ${message}`;
  return {
    type: 'answer_done',
    responseId,
    status,
    reason: reason === null ? null : bounded(reason),
    rateLimited: status === 'failed' && code !== null && code.includes('rate_limit'),
    usage: responseUsage(response['usage']),
    ...(hasWords(response) ? { worded: true } : {}),
  };
}

/** Something is said in one of its messages, spoken or written. */
function hasWords({ output }: Fields): boolean {
  if (!Array.isArray(output)) return false;
  return output.some((item: unknown) => {
    if (!isFields(item) || !Array.isArray(item['content'])) return false;
    return item['content'].some((part: unknown) => {
      if (!isFields(part)) return false;
      return (text(part, 'text') ?? '') !== '' || (text(part, 'transcript') ?? '') !== '';
    });
  });
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

const LINE_BREAKS = /[\r\n]+/g;
/** Its two alphabets, padded or not. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Length once decoded, whatever the padding. */
function decodedBytes(base64: string): number {
  let length = base64.length;
  while (length > 0 && base64.charCodeAt(length - 1) === 61) length--;
  return Math.floor((length * 3) / 4);
}

/** Characters of a target's words that are kept: of a name, of what an answer says. */
const MOST_NAMED = 200;
const MOST_TRANSCRIBED = 20_000;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function cutOrNull(text: string | null): string | null {
  return text === null ? null : cut(text, MOST_NAMED);
}
