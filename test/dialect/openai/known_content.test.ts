import { describe, expect, it } from 'vitest';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';

const piece = (
  responseId: string,
  itemId: string,
  delta = 'a',
  type = 'response.output_audio_transcript.delta',
) => JSON.stringify({ type, event_id: 'e', response_id: responseId, item_id: itemId, delta });

const known = { type: 'other', name: 'response.output_audio_transcript.delta', ofAnswer: true };
const content = (responseId: string, itemId: string) => ({ type: 'answer_content', responseId, itemId });

function session(): { readonly read: (text: string) => unknown } {
  const opened = openaiRealtime({ format: 'pcm16' }).open();
  return { read: (text) => opened.read(text) };
}

describe('pieces of an answer’s words', () => {
  it('are told of once for each item, and show after that only that the answer goes on', () => {
    const { read } = session();
    const pieces = [
      piece('r1', 'i1'),
      piece('r1', 'i1'),
      piece('r1', 'i2'),
      piece('r1', 'i2'),
      piece('r2', 'i2'),
    ];
    expect(pieces.map(read)).toEqual([
      content('r1', 'i1'),
      known,
      content('r1', 'i2'),
      known,
      content('r2', 'i2'),
    ]);
  });

  it('are told of again where the answer begins again under its name', () => {
    const { read } = session();
    read(piece('r1', 'i1'));
    read(JSON.stringify({ type: 'response.created', response: { id: 'r1' } }));
    expect(read(piece('r1', 'i1'))).toEqual(content('r1', 'i1'));
  });

  it('are not known by what they say', () => {
    const { read } = session();
    read(piece('r1', 'i1'));
    const said = '"response_id":"r1","item_id":"i1"';
    expect(read(piece('r2', 'i2', said))).toEqual(content('r2', 'i2'));
  });

  it('are read each time where a server names no item', () => {
    const { read } = session();
    const text = JSON.stringify({ type: 'response.text.delta', response_id: 'r1', delta: 'a' });
    expect([read(text), read(text)]).toEqual([content('r1', ''), content('r1', '')]);
  });

  it('of one session say nothing of another', () => {
    session().read(piece('r1', 'i1'));
    expect(session().read(piece('r1', 'i1'))).toEqual(content('r1', 'i1'));
  });

  it('that are broken are found out before anything is known, and skipped like their kind after', () => {
    const { read } = session();
    expect(read('{"type":"response.text.delta","response_id":"r1"')).toMatchObject({ type: 'malformed' });
  });
});
