/** What was said in another session, as a client tells it to a new one that has no handle of it: turns of the conversation. Pure. */

import type { HistoryItem } from '../../core/call/history_item.ts';
import type { ClientSays } from './gemini_messages.ts';

type Turn = NonNullable<NonNullable<ClientSays['clientContent']>['turns']>[number];

export function seededWith(items: readonly HistoryItem[]): ClientSays {
  const names = new Map<string, string>();
  for (const item of items) if (item.type === 'tool_call') names.set(item.callId, item.name);
  return { clientContent: { turns: items.map((item) => turnOf(item, names)), turnComplete: false } };
}

function turnOf(item: HistoryItem, names: ReadonlyMap<string, string>): Turn {
  switch (item.type) {
    case 'caller':
      return { role: 'user', parts: [{ text: item.text }] };
    case 'agent':
      return { role: 'model', parts: [{ text: item.text }] };
    case 'tool_call':
      return {
        role: 'model',
        parts: [{ functionCall: { id: item.callId, name: item.name, args: objectIn(item.arguments) } }],
      };
    case 'tool_result': {
      const { callId: id, output } = item;
      return {
        role: 'user',
        parts: [{ functionResponse: { id, name: names.get(id) ?? '', response: responseOf(output) } }],
      };
    }
  }
}

/** An object is given as it is; anything else is an output. */
export function responseOf(output: string): Record<string, unknown> {
  const parsed = parsedOf(output);
  return isRecord(parsed) ? parsed : { output: parsed ?? output };
}

function objectIn(json: string): Record<string, unknown> {
  const parsed = parsedOf(json);
  return isRecord(parsed) ? parsed : {};
}

function parsedOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
