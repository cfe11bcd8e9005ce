/**
 * What a client asks of a GPT-Live session that has started, event by event: has it done by the session behind, or says what is wrong
 * with it. Pure.
 */

import type { ClientEvent, SessionResource, SessionUpdateConfig } from 'openai-live/resources/live/live';
import type { Problem } from '../protocol/event_shape.ts';
import type { GptLiveBehind } from './gpt_live_behind.ts';
import { answering, type GptLiveOutbox } from './gpt_live_outbox.ts';
import { OWN } from './gpt_live_settings.ts';

type Append = Extract<ClientEvent, { readonly content: string }>;
type Backend = Extract<ClientEvent, { type: 'response.create' | 'response.item.create' }>;
/** The rest is the session's own. */
export type Request = Exclude<
  ClientEvent,
  { type: 'session.start' | 'session.close' | 'session.input_audio.append' }
>;

export class GptLiveRequests {
  muted = false;
  resource: SessionResource;
  private readonly behind: GptLiveBehind;
  private readonly outbox: GptLiveOutbox;
  /** Acknowledgements of what goes on the session's timeline, which moves as audio comes. */
  private unacknowledged: string[] = [];

  constructor(resource: SessionResource, behind: GptLiveBehind, outbox: GptLiveOutbox) {
    this.resource = resource;
    this.behind = behind;
    this.outbox = outbox;
  }

  /** Audio has come. */
  moves(): void {
    if (this.unacknowledged.length === 0) return;
    for (const text of this.unacknowledged) this.outbox.push({ type: 'say', text });
    this.unacknowledged = [];
  }

  perform(event: Request, eventId: string | null): void {
    const { outbox } = this;
    switch (event.type) {
      case 'session.update':
        return this.update(event.session, eventId);
      case 'session.input_audio.mute':
        this.muted = true;
        return outbox.say({ type: 'session.input_audio.muted', ...answering(eventId) });
      case 'session.input_audio.unmute':
        this.muted = false;
        return outbox.say({ type: 'session.input_audio.unmuted', ...answering(eventId) });
      case 'session.instructions.append':
      case 'session.thinking.append':
      case 'session.commentary.append':
        return this.append(event, eventId);
      case 'response.item.create':
      case 'response.create':
        return this.backend(event, eventId);
      case 'decision.create':
      case 'decision.item.create':
      case 'decision.item.delete':
        return outbox.fail(invalid(`${event.type} requires Decisions delegation.`), eventId);
      case 'session.output_audio.fixture.play':
        return outbox.fail(invalid('This agent plays no audio fixtures.'), eventId);
    }
  }

  private update({ delegation, triggers }: SessionUpdateConfig, eventId: string | null): void {
    const { resource, outbox } = this;
    if (delegation != null && delegation.type !== resource.delegation?.type) {
      const message = 'The delegation type of a session cannot be changed.';
      return outbox.fail({ ...invalid(message), param: 'session.delegation.type' }, eventId);
    }
    const merged = { ...resource.delegation, ...delegation } as NonNullable<SessionResource['delegation']>;
    this.resource = { ...resource, delegation: merged, ...(triggers === undefined ? {} : { triggers }) };
    this.behind.acknowledgementDelayMs = merged.acknowledgement_delay_ms ?? 0;
    outbox.say({ type: 'session.updated', session: this.resource, ...answering(eventId) });
  }

  private append(event: Append, eventId: string | null): void {
    const { outbox, behind } = this;
    const { delegations } = behind;
    const { type, content, delegation_id: delegationId } = event;
    if (delegationId !== null && !delegations.isClients) {
      const message = 'A delegation_id is accepted only with client delegation.';
      return outbox.fail({ ...invalid(message), param: 'delegation_id' }, eventId);
    }
    const atMs = Math.round(behind.positionMs);
    const position = { start_ms: atMs, end_ms: atMs };
    this.unacknowledged.push(outbox.text({ type: APPENDED[type], ...position, ...answering(eventId) }));
    const speaks = type !== 'session.thinking.append';
    const callId = delegationId === null ? null : delegations.resolve(delegationId, speaks);
    if (callId !== null && speaks) {
      behind.answered(callId);
      const item = { type: 'function_call_output', call_id: callId, output: content } as const;
      behind.ask({ type: 'conversation.item.create', event_id: OWN, item });
      behind.goOn();
      return;
    }
    // Asked to speak before anything was said, it greets: how, it knows by itself.
    if (!behind.silentSoFar || !speaks) {
      const content_ = [{ type: 'input_text' as const, text: content }];
      behind.ask({
        type: 'conversation.item.create',
        event_id: OWN,
        item: { type: 'message', role: 'system', content: content_ },
      });
    }
    // What comes late of a task that has its result is context, and no reason to speak.
    if (speaks && delegationId === null) behind.goOn();
  }

  private backend(event: Backend, eventId: string | null): void {
    const { outbox, behind } = this;
    if (!behind.delegations.isResponses) {
      return outbox.fail(invalid(`${event.type} requires Responses delegation.`), eventId);
    }
    if (event.type === 'response.create') return behind.goOn();
    const { item } = event;
    if (!('call_id' in item) || typeof item.call_id !== 'string') return;
    if (!('output' in item) || typeof item.output !== 'string') return;
    const output = { type: 'function_call_output', call_id: item.call_id, output: item.output } as const;
    behind.answered(item.call_id);
    behind.ask({ type: 'conversation.item.create', event_id: OWN, item: output });
  }
}

const APPENDED = {
  'session.instructions.append': 'session.instructions.appended',
  'session.thinking.append': 'session.thinking.appended',
  'session.commentary.append': 'session.commentary.appended',
} as const;

export function invalid(message: string): Problem {
  return { code: 'invalid_value', message, param: null };
}
