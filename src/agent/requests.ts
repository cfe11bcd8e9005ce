/**
 * What a client asks of a session, event by event: checks whether it may be done, has it done by whoever it concerns, or says
 * what is wrong with it. Pure. It keeps the session's settings, which nothing but a client's event changes.
 */

import type { Conduct } from './conduct.ts';
import type { Listener } from './ear/turn/listener.ts';
import type { ItemRequests } from './protocol/item_requests.ts';
import type { McpServers } from './protocol/mcp_servers.ts';
import type { Outbox } from './protocol/outbox.ts';
import { refusalFor } from './protocol/permission.ts';
import type { Settings } from './protocol/settings.ts';
import { publish, updateSettings } from './protocol/settings.ts';
import type { Problem } from './protocol/event_shape.ts';
import { contextOf } from './protocol/wanted_response.ts';
import type { ClientMessage, ControlEvent } from './protocol/wire.ts';
import type { Answer } from './voice/answer.ts';
import type { Speaker } from './voice/speaker.ts';

type Of<T extends ControlEvent['type']> = ControlEvent & { readonly type: T };

export interface RequestsOptions {
  readonly settings: Settings;
  readonly outbox: Outbox;
  readonly items: ItemRequests;
  readonly mcpServers: McpServers;
  readonly listener: Listener;
  readonly speaker: Speaker;
  readonly conduct: Conduct;
}

export class Requests {
  settings: Settings;
  private readonly options: RequestsOptions;

  constructor(options: RequestsOptions) {
    this.options = options;
    this.settings = options.settings;
  }

  receive(message: ClientMessage): void {
    const { outbox, listener } = this.options;
    if (message.type === 'unreadable') outbox.fail(message.problem, message.eventId);
    else if (message.type === 'append') {
      const problem = listener.hear(message.bytes, message.zeros);
      if (problem !== null) outbox.fail(problem, message.eventId);
    } else {
      const { event } = message;
      const problem = refusalFor(event.type, this.concernsAnswer(event)) ?? this.perform(event);
      if (problem !== null) outbox.fail(problem, event.event_id ?? null);
    }
  }

  /** Whether an answer is under way that the event is about, or that stands in its way. */
  private concernsAnswer(event: ControlEvent): boolean {
    if (event.type === 'response.create' && event.response?.conversation === 'none') return false;
    return this.answerMeant(event) !== null;
  }

  private answerMeant(event: ControlEvent): Answer | null {
    const { speaker } = this.options;
    const id = event.type === 'response.cancel' ? (event.response_id ?? null) : null;
    return id === null ? speaker.answer : speaker.find(id);
  }

  private perform(event: ControlEvent): Problem | null {
    const { items, listener, speaker } = this.options;
    switch (event.type) {
      case 'session.update':
        return this.configure(event);
      case 'input_audio_buffer.commit':
        return listener.commit();
      case 'input_audio_buffer.clear':
        listener.clear();
        return null;
      case 'output_audio_buffer.clear':
        return null;
      case 'conversation.item.create':
        return this.create(event);
      case 'conversation.item.delete':
        return this.delete(event);
      case 'conversation.item.retrieve':
        return items.retrieve(event.item_id);
      case 'conversation.item.truncate':
        return this.truncate(event);
      case 'response.create':
        return this.respond(event);
      case 'response.cancel':
        speaker.cancel('client_cancelled', this.answerMeant(event));
        return null;
    }
  }

  private configure(event: Of<'session.update'>): Problem | null {
    if (event.session.type !== 'realtime') return null;
    const { outbox, mcpServers, listener, speaker, conduct } = this.options;
    const updated = updateSettings(this.settings, event.session, speaker.hasSpoken);
    if ('code' in updated) return updated;
    this.settings = updated;
    speaker.configure(updated);
    listener.configure(updated);
    conduct.configure(updated);
    outbox.send({ type: 'session.updated', session: publish(updated) });
    mcpServers.list(updated.tools);
    return null;
  }

  private create(event: Of<'conversation.item.create'>): Problem | null {
    const { items, outbox, conduct } = this.options;
    const id = event.item.id ?? outbox.newId('item');
    const problem = items.create(event.item, id, event.previous_item_id, this.settings.audio);
    if (problem === null) conduct.learn(id, event.item);
    return problem;
  }

  private delete(event: Of<'conversation.item.delete'>): Problem | null {
    const { items, conduct } = this.options;
    const problem = items.delete(event.item_id);
    if (problem === null) conduct.forget(event.item_id);
    return problem;
  }

  private truncate(event: Of<'conversation.item.truncate'>): Problem | null {
    const { items, speaker } = this.options;
    const { item_id: itemId, content_index: index, audio_end_ms: endMs } = event;
    const problem = items.truncate(itemId, index, endMs, speaker.answer);
    if (problem === null) speaker.silenced();
    return problem;
  }

  private respond(event: Of<'response.create'>): Problem | null {
    const { items, speaker, conduct } = this.options;
    const wanted = event.response ?? {};
    const context = contextOf(wanted, this.settings, speaker, items);
    if (context !== null && 'code' in context) return context;
    conduct.answer(wanted, context);
    return null;
  }
}
