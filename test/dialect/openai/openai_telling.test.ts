/** What a service leaves out is told by what it does not leave out. */

import { describe, expect, it } from 'vitest';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';
import { telling } from '../../../src/dialect/openai/openai_telling.ts';
import { StringText } from '../../../src/engine/string_text.ts';

const open = (readyAfter?: string) => telling(openaiRealtime({ format: 'pcm16' }), readyAfter).open();
const json = (event: object): string => JSON.stringify(event);
const PAYLOAD = Buffer.alloc(480).toString('base64');
const DELTA = json({ type: 'response.audio.delta', response_id: 'r', item_id: 'i', delta: PAYLOAD });
const typesOf = (events: unknown) =>
  [events].flat().map((event) => (event as { readonly type: string }).type);

describe('that the caller may speak', () => {
  it('is told by the confirmation, and nothing is added to what follows it', () => {
    const session = open();
    expect(typesOf(session.read(json({ type: 'session.created', session: { id: 's' } })))).toEqual([
      'session',
    ]);
    expect(typesOf(session.read(json({ type: 'session.updated' })))).toEqual(['ready']);
    expect(typesOf(session.read(json({ type: 'response.created', response: { id: 'r' } })))).toEqual([
      'answer_created',
    ]);
    expect(session.skim(new StringText(DELTA))).toMatchObject({ responseId: 'r', bytes: 480 });
  });

  it.each<[string, string, string[]]>([
    ['created', json({ type: 'response.created', response: { id: 'r' } }), ['ready', 'answer_created']],
    [
      'in words',
      json({ type: 'response.audio_transcript.delta', response_id: 'r', delta: 'Hi' }),
      ['ready', 'answer_content'],
    ],
    ['heard', DELTA, ['ready', 'audio']],
  ])('is told by an answer that is %s, once', (_how, text, expected) => {
    const session = open();
    // Not skimmed: that would say nothing of it.
    expect(session.skim(new StringText(text))).toBeNull();
    expect(typesOf(session.read(text))).toEqual(expected);
    expect(typesOf(session.read(text))).toEqual(expected.slice(1));
  });

  it.each<[string, string, string[]]>([
    ['session.created', json({ type: 'session.created', session: { id: 's' } }), ['session', 'ready']],
    ['conversation.created', json({ conversation: {}, type: 'conversation.created' }), ['ready']],
  ])('is told by %s, where nothing else will', (name, text, expected) => {
    const session = open(name);
    expect(typesOf(session.read(json({ type: 'ping', after: name })))).toEqual(['other']);
    expect(typesOf(session.read(text))).toEqual(expected);
  });
});

describe('a call of a tool that only the end of its answer tells', () => {
  const call = { type: 'function_call', call_id: 'c', name: 'look', arguments: '{}', status: 'completed' };
  const done = (status: string, ...output: object[]) =>
    json({ type: 'response.done', response: { id: 'r', status, output } });

  it('is told before that end', () => {
    const session = open();
    session.read(json({ type: 'session.updated' }));
    expect(session.read(done('completed', call, { type: 'message' }))).toMatchObject([
      { type: 'tool_call', callId: 'c', name: 'look', arguments: '{}', responseId: 'r' },
      { type: 'answer_done' },
    ]);
  });

  it('is not told twice, nor where it breaks off', () => {
    const session = open();
    session.read(json({ type: 'session.updated' }));
    expect(typesOf(session.read(done('cancelled', call)))).toEqual(['answer_done']);
    expect(typesOf(session.read(done('completed', { ...call, status: 'incomplete' })))).toEqual([
      'answer_done',
    ]);
    session.read(json({ type: 'response.output_item.done', response_id: 'r', item: call }));
    expect(typesOf(session.read(done('completed', call)))).toEqual(['answer_done']);
    expect(typesOf(session.read(done('completed', call)))).toEqual(['tool_call', 'answer_done']);
  });
});
