/** Items of a conversation, made by hand. */

import type { Entry } from '../../../src/agent/protocol/conversation_items.ts';
import { entryOf } from '../../../src/agent/protocol/conversation_items.ts';

export const user = (id: string, audioMs: number): Entry =>
  entryOf(
    id,
    { type: 'message', role: 'user', content: [{ type: 'input_audio', transcript: 'not in the context' }] },
    audioMs,
  );

export const agent = (id: string, audioMs: number, transcript = ''): Entry =>
  entryOf(
    id,
    { type: 'message', role: 'assistant', content: [{ type: 'output_audio', transcript }] },
    audioMs,
  );

export const call = (id: string, callId: string, args: string): Entry =>
  entryOf(id, { type: 'function_call', call_id: callId, name: '', arguments: args });

export const result = (id: string, callId: string, output: string): Entry =>
  entryOf(id, { type: 'function_call_output', call_id: callId, output });
