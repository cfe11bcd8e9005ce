/**
 * What a session has to say at one instant: effects in their order, and the ids in them. Pure. Ids are numbered, with a
 * tag of the session's own, so that they are the same again with the same seed.
 */

import { Random } from '../../core/word/random.ts';
import type { AgentRecord } from '../agent_record.ts';
import type { ServerEvent, Unsent } from './server_event.ts';
import type { Problem } from './event_shape.ts';

export type SessionEffect =
  /** `rewritten`: it may carry more than its type says, and is written field by field. */
  | { readonly type: 'send'; readonly event: ServerEvent; readonly rewritten?: true }
  /** Come back with `timer` at this instant; replaces the wake before it. */
  | { readonly type: 'wake'; readonly atMs: number }
  | { readonly type: 'close'; readonly code: number; readonly reason: string }
  /** Cut the connection without a word. */
  | { readonly type: 'drop' }
  | { readonly type: 'log'; readonly record: AgentRecord };

export class Outbox {
  readonly sessionId: string;
  readonly conversationId: string;
  /** The instant of the input at hand. */
  nowMs = 0;
  private readonly tag: string;
  private effects: SessionEffect[] = [];
  private numbered = 0;

  constructor(seed: number, sessionId: string) {
    this.sessionId = sessionId;
    this.tag = tagOf(new Random(seed, 'agent-ids', sessionId));
    this.conversationId = `conv_${this.tag}`;
  }

  newId(kind: 'event' | 'item' | 'resp' | 'call' | 'seg'): string {
    return `${kind}_${this.tag}${(this.numbered++).toString(36).padStart(6, '0')}`;
  }

  send(unsent: Unsent): void {
    // The type goes first, as the service has it: clients tell events apart by how they begin.
    const event: ServerEvent = Object.assign({ type: unsent.type, event_id: this.newId('event') }, unsent);
    this.effects.push({ type: 'send', event });
  }

  sendAll(events: readonly Unsent[]): void {
    for (const event of events) this.send(event);
  }

  /** `eventId`: the client's own name for the event that caused it, where it gave one. */
  fail(problem: Problem, eventId: string | null): void {
    const { code, message, param } = problem;
    const error = { type: 'invalid_request_error', code, message, param, event_id: eventId };
    this.send({ type: 'error', error });
  }

  log(record: AgentRecord): void {
    this.effects.push({ type: 'log', record });
  }

  close(code: number, reason: string): void {
    this.effects.push({ type: 'close', code, reason });
  }

  drop(): void {
    this.effects.push({ type: 'drop' });
  }

  wake(atMs: number): void {
    this.effects.push({ type: 'wake', atMs });
  }

  /** Hands over what has gathered. `rewrite`: what is sent in place of an event, where something meddles with it. */
  take(rewrite: ((event: ServerEvent) => readonly ServerEvent[]) | null): readonly SessionEffect[] {
    if (this.effects.length === 0) return nothing;
    const asMeant = this.effects;
    this.effects = [];
    if (rewrite === null) return asMeant;
    const effects: SessionEffect[] = [];
    for (const effect of asMeant) {
      if (effect.type !== 'send') effects.push(effect);
      else {
        for (const event of rewrite(effect.event)) {
          effects.push(event === effect.event ? effect : { type: 'send', event, rewritten: true });
        }
        // Meddling is written down too, where it was done.
        effects.push(...this.effects);
        this.effects = [];
      }
    }
    return effects;
  }
}

const nothing: readonly SessionEffect[] = [];

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function tagOf(random: Random): string {
  let tag = '';
  for (let i = 0; i < 12; i++) tag += ALPHABET[random.below(ALPHABET.length)];
  return tag;
}
