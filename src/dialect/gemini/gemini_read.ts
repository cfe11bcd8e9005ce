/**
 * A message of the Gemini Live API, read field by field: what it says, in the order in which that holds. Total: whatever text comes,
 * something comes out, and nothing is trusted to have a shape. What it means in a session is `gemini_turns.ts`'s.
 */

import { cut } from '../../core/word/visible.ts';
import { fields, isFields, text, type Fields } from '../openai/fields.ts';

export type Said =
  | { readonly type: 'ready'; readonly sessionId: string | null }
  | { readonly type: 'audio'; readonly payload: string; readonly bytes: number }
  /** Audio that is none. */
  | { readonly type: 'bad_audio' }
  /** The agent's words: written, or spoken and written down. */
  | { readonly type: 'words'; readonly text: string; readonly written: boolean }
  | { readonly type: 'thought' }
  | { readonly type: 'heard'; readonly text: string; readonly finished: boolean }
  | { readonly type: 'interrupted' }
  | { readonly type: 'generated' }
  | { readonly type: 'complete'; readonly reason: string | null }
  | { readonly type: 'call'; readonly id: string; readonly name: string; readonly args: string }
  | { readonly type: 'cancelled'; readonly ids: readonly string[] }
  | { readonly type: 'usage'; readonly told: Fields }
  | { readonly type: 'handle'; readonly handle: string | null }
  | { readonly type: 'leaving'; readonly inMs: number }
  | { readonly type: 'other'; readonly name: string }
  | { readonly type: 'malformed'; readonly reason: string };

const MOST_NAMED = 200;
const MOST_WORDS = 20_000;
const MOST_PARTS = 1000;
const LINE_BREAKS = /[\r\n]+/g;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

export function readGemini(message: string): readonly Said[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    return [{ type: 'malformed', reason: `not JSON (${message.length} characters)` }];
  }
  if (!isFields(parsed)) return [{ type: 'malformed', reason: 'not a JSON object' }];
  const said: Said[] = [];
  for (const [name, value] of Object.entries(parsed)) {
    if (value === null || name === 'serverContent' || name === 'usageMetadata') continue;
    if (!isFields(value)) {
      said.push(known.has(name) ? { type: 'malformed', reason: `${name} that is no object` } : other(name));
      continue;
    }
    said.push(...(known.get(name)?.(value) ?? [other(name)]));
  }
  // Content before the calls that follow from it, and what both have used last.
  const { serverContent, usageMetadata } = parsed;
  const content = contentOf(serverContent);
  const used: readonly Said[] = isFields(usageMetadata) ? [{ type: 'usage', told: usageMetadata }] : [];
  return [...content, ...said, ...used];
}

function other(name: string): Said {
  return { type: 'other', name: cut(name, MOST_NAMED) };
}

/** A map: a server may call its message `constructor`. */
const known: ReadonlyMap<string, (value: Fields) => readonly Said[]> = new Map<
  string,
  (value: Fields) => readonly Said[]
>([
  ['setupComplete', (value) => [{ type: 'ready', sessionId: named(value, 'sessionId') }]],
  ['toolCall', callsOf],
  [
    'toolCallCancellation',
    ({ ids }) => [{ type: 'cancelled', ids: listOf(ids).filter((id) => typeof id === 'string') }],
  ],
  [
    'sessionResumptionUpdate',
    (value) => {
      const { resumable } = value;
      const handle = text(value, 'newHandle') ?? '';
      return [{ type: 'handle', handle: handle === '' || resumable === false ? null : handle }];
    },
  ],
  ['goAway', ({ timeLeft }) => [{ type: 'leaving', inMs: durationMs(timeLeft) }]],
  ['voiceActivity', () => [other('voiceActivity')]],
  ['voiceActivityDetectionSignal', () => [other('voiceActivityDetectionSignal')]],
]);

function contentOf(content: unknown): readonly Said[] {
  if (content === undefined || content === null) return [];
  if (!isFields(content)) return [{ type: 'malformed', reason: 'serverContent that is no object' }];
  const said: Said[] = [];
  const heard = content['inputTranscription'];
  if (isFields(heard)) {
    said.push({ type: 'heard', text: words(heard), finished: heard['finished'] === true });
  }
  // Before anything else in the same message: what is cut off by it came before.
  if (content['interrupted'] === true) said.push({ type: 'interrupted' });
  said.push(...partsOf(content['modelTurn']));
  const spoken = content['outputTranscription'];
  if (isFields(spoken) && words(spoken) !== '')
    said.push({ type: 'words', text: words(spoken), written: false });
  if (content['generationComplete'] === true) said.push({ type: 'generated' });
  if (content['turnComplete'] === true) {
    said.push({ type: 'complete', reason: named(content, 'turnCompleteReason') });
  }
  return said.length === 0 ? [other(`serverContent.${Object.keys(content)[0] ?? ''}`)] : said;
}

function partsOf(turn: unknown): readonly Said[] {
  if (!isFields(turn)) return [];
  return listOf(turn['parts'])
    .slice(0, MOST_PARTS)
    .flatMap((part): readonly Said[] => {
      if (!isFields(part)) return [];
      if (part['thought'] === true) return [{ type: 'thought' }];
      const said: Said[] = [];
      const data = fields(part, 'inlineData');
      const mime = text(data, 'mimeType') ?? 'audio/pcm';
      if (data['data'] !== undefined && /^audio\//i.test(mime)) said.push(audioOf(data['data'], mime));
      const written = text(part, 'text') ?? '';
      if (written !== '') said.push({ type: 'words', text: cut(written, MOST_WORDS), written: true });
      const call = part['functionCall'];
      if (isFields(call)) said.push(...callOf(call));
      return said.length === 0 ? [{ type: 'thought' }] : said;
    });
}

function audioOf(data: unknown, mime: string): Said {
  const payload = typeof data === 'string' ? data.replace(LINE_BREAKS, '') : null;
  const rate = /rate=(\d+)/i.exec(mime)?.[1] ?? '24000';
  if (payload === null || !BASE64.test(payload)) return { type: 'bad_audio' };
  if (rate !== '24000') {
    return { type: 'malformed', reason: `audio at ${cut(rate, 10)} Hz, where the protocol has 24000` };
  }
  let { length } = payload;
  while (length > 0 && payload.charCodeAt(length - 1) === 61) length--;
  return { type: 'audio', payload, bytes: Math.floor((length * 3) / 4) };
}

function callsOf({ functionCalls }: Fields): readonly Said[] {
  const calls = listOf(functionCalls).filter(isFields);
  if (calls.length === 0) return [{ type: 'malformed', reason: 'toolCall without a call' }];
  return calls.flatMap(callOf);
}

function callOf(call: Fields): readonly Said[] {
  const id = text(call, 'id');
  const name = text(call, 'name');
  if (id === null || name === null) {
    return [{ type: 'malformed', reason: 'a function call without an id or a name' }];
  }
  return [{ type: 'call', id, name, args: JSON.stringify(call['args'] ?? {}) }];
}

/** As the protocol's JSON has it: `9.5s`. What cannot be read leaves no time at all. */
function durationMs(told: unknown): number {
  if (isFields(told)) return Math.max(0, Number(told['seconds'] ?? 0)) * 1000 || 0;
  const seconds = /^(\d{1,9}(?:\.\d{1,9})?)s$/.exec(typeof told === 'string' ? told : '')?.[1];
  return seconds === undefined ? 0 : Math.round(Number(seconds) * 1000);
}

function words(of: Fields): string {
  return cut(text(of, 'text') ?? '', MOST_WORDS);
}

function named(of: Fields, name: string): string | null {
  const value = text(of, name);
  return value === null || value === '' ? null : cut(value, MOST_NAMED);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
