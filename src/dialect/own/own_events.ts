/**
 * What a dialect of the user's own says that it has heard, in the core's words. It is looked at like anything from outside: what is
 * no event, or one that lacks something, is an `Unfit`, which says what was wrong and what was expected.
 */

import type { Usage } from '../../core/log/record.ts';
import { nearest } from '../../core/word/nearest.ts';
import type { CloseMeaning, ReadEvent } from '../dialect.ts';
import type { OwnEvent } from './define_dialect.ts';

/** What a dialect gave is not what it may give. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}

export type OwnEventType = OwnEvent['type'];

const TYPES = [
  'ready',
  'audio',
  'text',
  'caller_text',
  'speech_started',
  'speech_stopped',
  'interrupted',
  'tool_call',
  'mark',
  'reply',
  'answer_started',
  'answer_done',
  'error',
  'violation',
] as const satisfies readonly OwnEventType[];

const FATAL = ['auth_failed', 'session_expired', 'rate_limited', 'agent_error'] as const;
const STATUS = ['completed', 'cancelled', 'incomplete', 'failed'] as const;
const USED = ['textIn', 'audioIn', 'textCached', 'audioCached', 'textOut', 'audioOut'] as const;

type Fields = Readonly<Record<string, unknown>>;

/** How it says that audio has come: its payload as the downlink has it, and how many bytes that is. */
export interface AudioIn {
  readonly bytesPerMs: number;
  readonly binary: boolean;
  /** In base64, or a character each. */
  readonly payload: (bytes: Uint8Array) => string;
}

/** The words of answers that are told, until they are over. */
export type Words = Map<string, string>;

/** The events in what `receive` gave. Throws Unfit. */
export function eventsOf(given: unknown): readonly OwnEvent[] {
  if (given === null || given === undefined) return [];
  const several: readonly unknown[] = Array.isArray(given) ? given : [given];
  return several.map((one) => {
    const type = isFields(one) ? one['type'] : undefined;
    if (TYPES.some((known) => known === type)) return one as OwnEvent;
    const meant = typeof type === 'string' ? nearest(type, TYPES) : undefined;
    const what = typeof type === 'string' ? `an event of the type "${type}"` : shown(one);
    throw new Unfit(
      `expected an event, found ${what}${meant === undefined ? `; there are ${TYPES.join(', ')}` : `; did you mean "${meant}"?`}`,
    );
  });
}

/** Throws Unfit where something in it is missing, or of the wrong kind. */
export function toldBy(event: OwnEvent, audio: AudioIn, words: Words | null): readonly ReadEvent[] {
  const of = event as unknown as Fields;
  switch (event.type) {
    case 'ready': {
      const sessionId = of['sessionId'] === undefined ? null : text(of, 'sessionId');
      return [{ type: 'session', sessionId }, { type: 'ready' }];
    }
    case 'audio':
      return [audioOf(of, audio, words)];
    case 'text': {
      const piece = text(of, 'text');
      const answer = answerOf(of, words);
      if (words !== null) words.set(answer, (words.get(answer) ?? '') + piece);
      return [{ type: 'answer_content', responseId: answer, itemId: answer, text: piece }];
    }
    case 'caller_text': {
      const said = of['text'] === null ? null : text(of, 'text');
      return [
        { type: 'transcribed', itemId: '', text: said, seconds: 0, tokens: 0, usageTrouble: 'unreported' },
      ];
    }
    case 'speech_started':
    case 'speech_stopped':
      return [{ type: event.type, itemId: null }];
    case 'interrupted':
      return [{ type: 'interrupted' }];
    case 'tool_call': {
      const given = of['arguments'];
      const written = isFields(given) ? JSON.stringify(given) : text(of, 'arguments');
      return [
        {
          type: 'tool_call',
          responseId: null,
          callId: text(of, 'id'),
          name: text(of, 'name'),
          arguments: written,
        },
      ];
    }
    case 'mark':
      return [{ type: 'mark', name: text(of, 'name') }];
    case 'reply':
      return [{ type: 'reply', message: messageIn(of) }];
    case 'answer_started':
      return [{ type: 'answer_created', responseId: told(of, words) }];
    case 'answer_done':
      return doneOf(of, words);
    case 'error':
      return [
        {
          type: 'error',
          code: of['code'] === undefined ? '' : text(of, 'code'),
          message: text(of, 'message'),
          fatal: of['fatal'] === undefined ? null : oneOf<CloseMeaning>(of, 'fatal', FATAL),
        },
      ];
    case 'violation':
      return [{ type: 'violation', reason: text(of, 'reason') }];
  }
}

function audioOf(of: Fields, { bytesPerMs, binary, payload }: AudioIn, words: Words | null): ReadEvent {
  const given = of['audio'];
  const answer = answerOf(of, words);
  const place = { type: 'audio', responseId: answer, itemId: answer } as const;
  if (given instanceof Uint8Array) {
    return { ...place, payload: payload(given), ms: given.length / bytesPerMs };
  }
  if (typeof given !== 'string') throw wanted(of, 'audio', 'base64 or a Uint8Array');
  if (binary) throw new Unfit(`expected bytes in an audio event, found text: agent.audio is binary`);
  const pads = given.endsWith('==') ? 2 : given.endsWith('=') ? 1 : 0;
  return { ...place, payload: given, ms: Math.floor(((given.length - pads) * 3) / 4) / bytesPerMs };
}

function doneOf(of: Fields, words: Words | null): readonly ReadEvent[] {
  const responseId = told(of, words);
  const said = words?.get(responseId)?.trim() ?? '';
  words?.delete(responseId);
  const status = of['status'] === undefined ? 'completed' : oneOf(of, 'status', STATUS);
  const reason = of['reason'] === undefined ? null : text(of, 'reason');
  const done = { type: 'answer_done', responseId, status, reason, rateLimited: false } as const;
  return [
    ...(said === '' ? [] : [{ type: 'answer_text', responseId, text: said } as const]),
    {
      ...done,
      usage: of['usage'] === undefined ? null : usageOf(of),
      ...(said === '' ? {} : { worded: true }),
    },
  ];
}

function usageOf(of: Fields): Usage {
  const used = of['usage'];
  if (!isFields(used)) throw wanted(of, 'usage', 'counts of tokens');
  const [textIn, audioIn, textCached, audioCached, textOut, audioOut] = USED.map((name) => {
    const count = used[name] ?? 0;
    if (typeof count === 'number' && Number.isFinite(count) && count >= 0) return count;
    throw wanted(used, name, 'a number of tokens', 'usage.');
  }) as [number, number, number, number, number, number];
  const nothing = { imageIn: 0, imageCached: 0, transcriptionSeconds: 0, transcriptionTokens: 0 };
  return { ...nothing, textIn, audioIn, textCached, audioCached, textOut, audioOut };
}

/** Of which answer it is; empty: of the one that goes on. */
function answerOf(of: Fields, words: Words | null): string {
  return words === null || of['answer'] === undefined ? '' : text(of, 'answer');
}

function told(of: Fields, words: Words | null): string {
  if (words === null) {
    throw new Unfit(`an event of the type "${String(of['type'])}" is for dialects with answers: 'told'`);
  }
  return text(of, 'answer');
}

function text(of: Fields, name: string): string {
  const value = of[name];
  if (typeof value === 'string') return value;
  throw wanted(of, name, 'text');
}

function messageIn(of: Fields): string | Uint8Array {
  return of['message'] instanceof Uint8Array ? of['message'] : text(of, 'message');
}

function oneOf<T extends string>(of: Fields, name: string, words: readonly T[]): T {
  const known = words.find((word) => word === of[name]);
  if (known === undefined) throw wanted(of, name, `one of ${words.join(', ')}`);
  return known;
}

function wanted(of: Fields, name: string, what: string, within = ''): Unfit {
  const event = typeof of['type'] === 'string' ? ` of an event of the type "${of['type']}"` : '';
  return new Unfit(`expected ${what} as ${within}${name}${event}, found ${shown(of[name])}`);
}

export function isFields(value: unknown): value is Fields {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
  );
}

/** What it is, in a few words. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > 40 ? `"${value.slice(0, 40)}…"` : `"${value}"`;
    case 'number':
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'nothing';
    case 'function':
      return 'a function';
    default:
      if (value === null) return 'null';
      if (value instanceof Uint8Array) return 'bytes';
      return Array.isArray(value) ? 'a list' : 'an object';
  }
}
