/** What was said in another session, as a client tells it to a new one: items of the conversation, in order. Pure. */

import type { ConversationItemCreateEvent } from 'openai/resources/realtime/realtime';
import type { HistoryItem } from '../../core/call/history_item.ts';

/** `shape`: of whoever stayed with the protocol's beta, where what an agent said was plain text. */
export function itemCreated(item: HistoryItem, shape?: 'beta'): ConversationItemCreateEvent {
  return { type: 'conversation.item.create', item: itemOf(item, shape) };
}

function itemOf(item: HistoryItem, shape: 'beta' | undefined): ConversationItemCreateEvent['item'] {
  switch (item.type) {
    case 'caller':
      return { type: 'message', role: 'user', content: [{ type: 'input_text', text: item.text }] };
    case 'agent':
      return {
        type: 'message',
        role: 'assistant',
        content: [{ type: shape === 'beta' ? ('text' as 'output_text') : 'output_text', text: item.text }],
      };
    case 'tool_call':
      return {
        type: 'function_call',
        call_id: item.callId,
        name: item.name,
        arguments: item.arguments,
      };
    case 'tool_result':
      return { type: 'function_call_output', call_id: item.callId, output: item.output };
  }
}
