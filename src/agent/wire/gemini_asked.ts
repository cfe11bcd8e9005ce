/**
 * What a client of the Gemini Live API asks for, read from the text of its message. Pure, and total: whatever the text is, something
 * comes out, if only what is wrong with it in the service's words.
 */

import type { LiveClientSetup } from '@google/genai';
import { decodeBase64 } from '../../audio/base64.ts';
import { clientMessage, isFields, shapedAs, textIn, type Fields } from './gemini_shape.ts';

/** As it was checked to be: its enums are plain words on the wire. */
export type AskedSetup = {
  readonly [Name in keyof LiveClientSetup]: Name extends 'systemInstruction' | 'tools'
    ? unknown
    : LiveClientSetup[Name];
};

export interface AskedTurn {
  readonly role: string;
  readonly parts: readonly AskedPart[];
}

export type AskedPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly id: string; readonly name: string; readonly args: unknown }
  | ({ readonly type: 'result' } & AskedResult);

export interface AskedResult {
  readonly id: string;
  readonly response: unknown;
  /** More of it will come. */
  readonly goesOn: boolean;
  /** Nothing is to be said of it. */
  readonly silent: boolean;
}

export type Asked =
  | { readonly type: 'setup'; readonly setup: AskedSetup }
  /** Little-endian samples. `zeros`: they are known to be nothing but zeros. */
  | { readonly type: 'audio'; readonly bytes: Uint8Array; readonly rate: number; readonly zeros: boolean }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'activity'; readonly begins: boolean }
  | { readonly type: 'stream_end' }
  | { readonly type: 'content'; readonly turns: readonly AskedTurn[]; readonly complete: boolean }
  | { readonly type: 'results'; readonly results: readonly AskedResult[] }
  | {
      readonly type: 'context';
      readonly instructions: string | null;
      readonly tools: readonly Fields[] | null;
    }
  | { readonly type: 'wrong'; readonly reason: string };

const INVALID = 'Request contains an invalid argument.';

export function askedIn(text: string): readonly Asked[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [wrong('Invalid JSON payload received. Unexpected token.')];
  }
  const shaped = shapedAs(clientMessage, parsed, '');
  if ('wrong' in shaped) return [wrong(shaped.wrong)];
  const message = shaped.ok as Fields;
  const [name, second] = Object.keys(message);
  if (name === undefined) return [wrong(INVALID)];
  if (second !== undefined) {
    return [
      wrong(`Invalid value (oneof), oneof field 'message_type' is already set. Cannot set '${second}'`),
    ];
  }
  const value = message[name] as Fields;
  switch (name) {
    case 'setup':
      return [{ type: 'setup', setup: value }];
    case 'clientContent':
      return [
        {
          type: 'content',
          turns: ((value['turns'] ?? []) as readonly Fields[]).map(turnOf),
          complete: value['turnComplete'] === true,
        },
      ];
    case 'toolResponse':
      return [resultsOf(value)];
    case 'contextUpdate':
      return [contextOf(value)];
    default:
      return inputOf(value);
  }
}

/** Everything of a message that is input, in the order in which it holds. */
function inputOf(value: Fields): readonly Asked[] {
  const { audio, mediaChunks = [], text } = value;
  const asked: Asked[] = [];
  if (value['activityStart'] !== undefined) asked.push({ type: 'activity', begins: true });
  for (const blob of [...(audio === undefined ? [] : [audio]), ...(mediaChunks as readonly unknown[])]) {
    const heard = audioOf(blob as Fields);
    if (heard !== null) asked.push(heard);
  }
  if (typeof text === 'string') asked.push({ type: 'text', text });
  if (value['audioStreamEnd'] === true) asked.push({ type: 'stream_end' });
  if (value['activityEnd'] !== undefined) asked.push({ type: 'activity', begins: false });
  return asked;
}

/** Null: it is no audio, and there is nobody to see it. */
function audioOf({ data, mimeType }: Fields): Asked | null {
  const mime = typeof mimeType === 'string' ? mimeType : 'audio/pcm';
  if (!/^audio\//i.test(mime)) return null;
  const written = typeof data === 'string' ? data : '';
  const rate = Number(/rate=(\d{4,6})\b/i.exec(mime)?.[1] ?? 16_000);
  if (!/^audio\/(pcm|l16)/i.test(mime) || rate < 4000 || rate > 192_000) {
    return wrong(`Unsupported audio mime type: ${mime.slice(0, 60)}`);
  }
  const bytes = bytesOf(written);
  if (bytes === null) {
    return wrong(
      `Invalid value at 'realtime_input.audio.data' (TYPE_BYTES), Base64 decoding failed for "${written.slice(0, 24)}"`,
    );
  }
  if (bytes.length % 2 !== 0) return wrong(INVALID);
  return { type: 'audio', bytes, rate, zeros: bytes.every((byte) => byte === 0) };
}

function bytesOf(base64: string): Uint8Array | null {
  try {
    return decodeBase64(base64);
  } catch {
    return null;
  }
}

function turnOf(turn: Fields): AskedTurn {
  const parts = ((turn['parts'] ?? []) as readonly Fields[]).flatMap((part): readonly AskedPart[] => {
    const { text, functionCall: call, functionResponse: result } = part;
    if (typeof text === 'string' && part['thought'] !== true) return [{ type: 'text', text }];
    if (isFields(call)) {
      return [
        {
          type: 'call',
          id: textIn(call, 'id'),
          name: textIn(call, 'name'),
          args: call['args'] ?? {},
        },
      ];
    }
    return isFields(result) ? [{ type: 'result', ...resultOf(result) }] : [];
  });
  return { role: typeof turn['role'] === 'string' ? turn['role'] : 'user', parts };
}

function resultsOf({ functionResponses }: Fields): Asked {
  const responses = (functionResponses ?? []) as readonly Fields[];
  if (
    responses.length === 0 ||
    responses.some(({ id, response }) => typeof id !== 'string' || !isFields(response))
  )
    return wrong(INVALID);
  return { type: 'results', results: responses.map(resultOf) };
}

function resultOf(result: Fields): AskedResult {
  return {
    id: textIn(result, 'id'),
    response: result['response'],
    goesOn: result['willContinue'] === true,
    silent: result['scheduling'] === 'SILENT',
  };
}

function contextOf({ systemInstruction, tools }: Fields): Asked {
  return {
    type: 'context',
    instructions: systemInstruction === undefined ? null : wordsOf(systemInstruction),
    tools: isFields(tools) ? ((tools['tools'] ?? []) as readonly Fields[]) : null,
  };
}

/** The text of a content, a paragraph for each of its parts. */
export function wordsOf(content: unknown): string {
  if (!isFields(content)) return '';
  return ((content['parts'] ?? []) as readonly Fields[])
    .flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
    .join('\n\n');
}

export function wrong(reason: string): Asked & { readonly type: 'wrong' } {
  return { type: 'wrong', reason };
}
