/** What should not be said, as it is said: each is wrong in the one way that it is meant to be, and named so that an error can answer it. */

import { describe, expect, it } from 'vitest';
import { readClient } from '../../../src/agent/protocol/wire.ts';
import type { Misspoken } from '../../../src/core/call/misspoken.ts';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';

const about = { eventId: 'misspoken_0', itemId: 'item_1', heardMs: 0 };

function said(
  says: Misspoken,
  format: 'pcm16' | 'g711_ulaw' = 'pcm16',
): readonly (string | Uint8Array)[] | null {
  const session = openaiRealtime({ format }).open();
  return session.misspeak?.(says, about) ?? null;
}

describe('what no server can read', () => {
  it.each([
    ['malformed_base64', 'invalid_value', 'misspoken_0'],
    ['oversize_append', 'string_above_max_length', 'misspoken_0'],
    ['unknown_event', 'invalid_value', 'misspoken_0'],
    ['not_json', 'invalid_json', null],
  ] as const)('%s is refused as %s', (says, code, eventId) => {
    const [text] = said(says) ?? [];
    expect(readClient(String(text))).toMatchObject({ type: 'unreadable', problem: { code }, eventId });
  });

  it('binary_frame is bytes', () => {
    expect(said('binary_frame')?.[0]).toBeInstanceOf(Uint8Array);
  });
});

describe('what can be read, and should not be said', () => {
  it.each([
    ['second_response', ['response.create']],
    ['cancel_nothing', ['response.cancel']],
    ['truncate_beyond', ['conversation.item.truncate']],
    ['truncate_to_zero', ['conversation.item.truncate']],
    ['empty_commit', ['input_audio_buffer.clear', 'input_audio_buffer.commit']],
  ] as const)('%s is whole events', (says, types) => {
    const messages = (said(says) ?? []).map((text) => readClient(String(text)));
    expect(messages.map((message) => message.type === 'event' && message.event.type)).toEqual(types);
    expect(messages.at(-1)).toMatchObject({ event: { event_id: 'misspoken_0' } });
  });

  it('half a sample is audio of an odd length, and can only be said where a sample has two bytes', () => {
    const message = readClient(String(said('odd_bytes')?.[0]));
    expect(message.type === 'append' && message.bytes.length % 2).toBe(1);
    expect(said('odd_bytes', 'g711_ulaw')).toBeNull();
  });
});
