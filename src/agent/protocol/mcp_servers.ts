/**
 * The MCP servers that a client names among its tools. Pure. The agent opens no connections of its own: each listing begins, as
 * the service's does, and fails. So there is never a tool of theirs to call, nor an approval to ask for.
 */

import type { RealtimeToolsConfigUnion } from 'openai/resources/realtime/realtime';
import type { ConversationItems } from './conversation_items.ts';
import type { Outbox } from './outbox.ts';

export class McpServers {
  private readonly conversation: ConversationItems;
  private readonly outbox: Outbox;
  private readonly known = new Set<string>();

  constructor(conversation: ConversationItems, outbox: Outbox) {
    this.conversation = conversation;
    this.outbox = outbox;
  }

  /** Tells what becomes of those that were not named before, as long as there is room in the conversation. */
  list(tools: readonly RealtimeToolsConfigUnion[]): void {
    for (const tool of tools) {
      if (tool.type !== 'mcp' || this.known.has(tool.server_label) || this.conversation.full) continue;
      this.known.add(tool.server_label);
      const itemId = this.outbox.newId('item');
      const item = {
        id: itemId,
        type: 'mcp_list_tools' as const,
        server_label: tool.server_label,
        tools: [],
      };
      const previous = this.conversation.add(itemId, item, 0);
      this.outbox.sendAll([
        { type: 'conversation.item.added', previous_item_id: previous, item },
        { type: 'mcp_list_tools.in_progress', item_id: itemId },
        { type: 'mcp_list_tools.failed', item_id: itemId },
        { type: 'conversation.item.done', previous_item_id: previous, item },
      ]);
    }
  }
}
