import { describe, expect, it } from 'vitest';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';

describe('a conversation told to another session', () => {
  it('is an item of it after the other, as the protocol has them', () => {
    const written = openaiRealtime({ format: 'pcm16' })
      .open()
      .write({
        type: 'replay',
        items: [
          { type: 'caller', text: 'Where is my order?' },
          { type: 'agent', text: 'One moment.' },
          { type: 'tool_call', callId: 'c1', name: 'lookup', arguments: '{"n":"4"}' },
          { type: 'tool_result', callId: 'c1', output: '{"status":"late"}' },
        ],
      });
    const items = written.map((text) => JSON.parse(String(text)) as unknown);
    expect(items).toEqual(
      [
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Where is my order?' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'One moment.' }] },
        { type: 'function_call', call_id: 'c1', name: 'lookup', arguments: '{"n":"4"}' },
        { type: 'function_call_output', call_id: 'c1', output: '{"status":"late"}' },
      ].map((item) => ({ type: 'conversation.item.create', item })),
    );
  });
});
