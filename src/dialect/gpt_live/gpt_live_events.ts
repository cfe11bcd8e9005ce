/**
 * Server events of GPT-Live, read. Total: whatever text comes, an event comes out, `malformed` where a field that matters is missing or
 * of another kind, `other` where the event is of no consequence.
 */

import { cut } from '../../core/word/visible.ts';
import type { CloseMeaning, ToldEvent } from '../dialect.ts';
import { fields, isFields, text, type Fields } from '../openai/fields.ts';
import { toldError } from '../openai/told_error.ts';

export type LiveEvent =
  | { readonly type: 'started'; readonly sessionId: string | null }
  /** The next piece of what the caller has said, with its own spaces. */
  | { readonly type: 'caller_words'; readonly text: string }
  /** `fromMs`: where in the session they are said; null: that is not told. */
  | { readonly type: 'agent_words'; readonly text: string; readonly fromMs: number | null }
  | { readonly type: 'delegated'; readonly id: string }
  /** Of the model that tasks are delegated to. */
  | { readonly type: 'backend'; readonly event: Fields }
  | { readonly type: 'closed'; readonly reason: string }
  | Extract<ToldEvent, { type: 'audio' | 'error' | 'other' | 'malformed' }>;

export function readLive(text: string, bytesPerMs: number): LiveEvent {
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
  if (reader === undefined) return { type: 'other', name: cut(name, MOST_NAMED) };
  return (
    reader(parsed, bytesPerMs) ?? { type: 'malformed', reason: `${name} without the fields it must have` }
  );
}

/** Null: a field that the event cannot do without is missing or of another kind. */
type Reader = (event: Fields, bytesPerMs: number) => LiveEvent | null;

function wordsOf(event: Fields): string | null {
  const delta = text(event, 'delta');
  return delta === null ? null : cut(delta, MOST_TRANSCRIBED);
}

const readersByType: Readonly<Record<string, Reader>> = {
  'session.started': (event) => {
    const id = text(fields(event, 'session'), 'id');
    return { type: 'started', sessionId: id === null ? null : cut(id, MOST_NAMED) };
  },
  'session.output_audio.delta': (event, bytesPerMs) => {
    // Some encoders break their lines.
    const payload = text(event, 'delta')?.replace(LINE_BREAKS, '') ?? null;
    if (payload === null || !BASE64.test(payload)) return null;
    return { type: 'audio', responseId: '', itemId: '', ms: decodedBytes(payload) / bytesPerMs, payload };
  },
  'session.input_transcript.delta': (event) => {
    const said = wordsOf(event);
    return said === null ? null : { type: 'caller_words', text: said };
  },
  'session.output_transcript.delta': (event) => {
    const said = wordsOf(event);
    const { start_ms: fromMs } = event;
    const isTold = typeof fromMs === 'number' && Number.isFinite(fromMs);
    return said === null ? null : { type: 'agent_words', text: said, fromMs: isTold ? fromMs : null };
  },
  'session.delegation.created': (event) => {
    const delegation = fields(event, 'delegation');
    const id = text(delegation, 'id');
    if (id === null) return null;
    // What others do is none of the client's.
    const { target = 'client' } = delegation;
    return target === 'client'
      ? { type: 'delegated', id: cut(id, MOST_NAMED) }
      : { type: 'other', name: 'session.delegation.created' };
  },
  'response.event': (event) => {
    const { event: inner } = event;
    return isFields(inner) ? { type: 'backend', event: inner } : null;
  },
  'session.closed': (event) => ({
    type: 'closed',
    reason: cut(text(event, 'reason') ?? 'unknown', MOST_NAMED),
  }),
  error: (event) => {
    const { code: told, message } = toldError(event);
    const code = told ?? 'unknown';
    const answers = text(fields(event, 'error'), 'client_event_id') ?? text(event, 'client_event_id');
    return {
      type: 'error',
      code,
      message,
      fatal: fatal.get(code) ?? null,
      ...(answers === null ? {} : { answers: cut(answers, MOST_NAMED) }),
    };
  },
};

/** A map: a server may call its event `constructor`. */
const readers: ReadonlyMap<string, Reader> = new Map(Object.entries(readersByType));

/** Errors that a session does not outlive, as careful clients have it. */
const fatal: ReadonlyMap<string, CloseMeaning> = new Map<string, CloseMeaning>([
  ['invalid_api_key', 'auth_failed'],
  ['account_deactivated', 'auth_failed'],
  ['model_not_found', 'auth_failed'],
  ['insufficient_quota', 'agent_error'],
  ['billing_hard_limit_reached', 'agent_error'],
  ['credit_balance_exhausted', 'agent_error'],
  ['session_expired', 'session_expired'],
]);

/** `closedFor`: the reason that the last event of the session gave; null: there was none. */
export function closeMeaning(code: number, reason: string, closedFor: string | null): CloseMeaning | null {
  if (closedFor === 'expired') return 'session_expired';
  if (closedFor === 'content') return 'agent_error';
  if (closedFor === 'connection_lost') return 'connection_lost';
  if (code === 3000 || /invalid_api_key|model_not_found/.test(reason)) return 'auth_failed';
  if (code === 1001 && /expired|maximum duration/i.test(reason)) return 'session_expired';
  if (/rate.?limit/i.test(reason)) return 'rate_limited';
  return null;
}

const LINE_BREAKS = /[\r\n]+/g;
/** Its two alphabets, padded or not. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** Length once decoded, whatever the padding. */
function decodedBytes(base64: string): number {
  let { length } = base64;
  while (length > 0 && base64.charCodeAt(length - 1) === 61) length--;
  return Math.floor((length * 3) / 4);
}

/** Characters of a target's words that are kept: of a name, of what is said at once. */
const MOST_NAMED = 200;
const MOST_TRANSCRIBED = 20_000;
