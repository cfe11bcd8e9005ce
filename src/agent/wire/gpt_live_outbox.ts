/** What a GPT-Live session has to say at one instant, in its order, and the ids in it. Pure; the same session says the same. */

import type { ErrorEvent, ServerEvent } from 'openai-live/resources/live/live';
import type { Problem } from '../protocol/event_shape.ts';
import type { WireEffect } from './agent_wire.ts';

type Unnumbered<E> = E extends { event_id: string } ? Omit<E, 'event_id'> : never;

export class GptLiveOutbox {
  private readonly tag: string;
  private effects: WireEffect[] = [];
  private numbered = 0;

  constructor(sessionId: string) {
    this.tag = sessionId.slice(sessionId.indexOf('_') + 1);
  }

  push(effect: WireEffect): void {
    this.effects.push(effect);
  }

  say(event: Unnumbered<ServerEvent>): void {
    this.effects.push({ type: 'say', text: this.text(event) });
  }

  /** The same, to be said later. */
  text({ type, ...rest }: Unnumbered<ServerEvent>): string {
    return JSON.stringify({ type, event_id: `event_${this.tag}_${(this.numbered++).toString(36)}`, ...rest });
  }

  fail({ code, message, param }: Problem, eventId: string | null): void {
    this.error(
      { type: 'invalid_request_error', code, message, ...(param === null ? {} : { param }) },
      eventId,
    );
  }

  error(error: ErrorEvent['error'], eventId: string | null): void {
    const answers = answering(eventId);
    this.say({ type: 'error', error: { ...error, ...answers }, ...answers });
  }

  take(): readonly WireEffect[] {
    const { effects } = this;
    this.effects = [];
    return effects;
  }
}

/** `eventId`: the client's own name for what is answered, where it gave one. */
export function answering(eventId: string | null): { client_event_id?: string } {
  return eventId === null ? {} : { client_event_id: eventId };
}
