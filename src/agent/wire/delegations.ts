/**
 * The tasks that the agent has delegated: calls of tools, to the client or to a model behind the session. The client is not told what a
 * task is: it reads that from what was said, so a task waits until the caller's words have been written down. Pure.
 */

import type { DelegationCreatedEvent } from 'openai-live/resources/live/live';

export interface Called {
  readonly callId: string;
  readonly name: string;
  readonly arguments: string;
}

/** Words that are never written down are not waited for any longer. */
const MOST_MS = 3000;

export class Delegations {
  /** Who does them. */
  target: DelegationCreatedEvent['delegation']['target'] = 'client';
  private readonly unwritten = new Set<string>();
  private waiting: { readonly call: Called; readonly untilMs: number }[] = [];
  /** Delegation → the call that it was made of; answered ones stay, so that what comes late is known. */
  private readonly open = new Map<string, { readonly callId: string; answered: boolean }>();

  get isClients(): boolean {
    return this.target === 'client';
  }

  get isResponses(): boolean {
    return this.target === 'responses';
  }

  /** The caller has said something that will be written down. */
  committed(itemId: string): void {
    this.unwritten.add(itemId);
  }

  /** It has been, or will not be: the calls that waited for it. */
  written(itemId: string): readonly Called[] {
    this.unwritten.delete(itemId);
    return this.unwritten.size === 0 ? this.takeWaiting() : [];
  }

  /** A tool is called. True: it can be told at once. */
  called(call: Called, atMs: number): boolean {
    if (this.target !== 'client' || this.unwritten.size === 0) return true;
    this.waiting.push({ call, untilMs: atMs + MOST_MS });
    return false;
  }

  /** Calls that have waited long enough. */
  due(atMs: number): readonly Called[] {
    const [first] = this.waiting;
    if (first === undefined || first.untilMs > atMs) return [];
    this.unwritten.clear();
    return this.takeWaiting();
  }

  private takeWaiting(): readonly Called[] {
    const { waiting } = this;
    this.waiting = [];
    return waiting.map(({ call }) => call);
  }

  /** A task of it: its name, and what a model behind the session says as it takes it up. */
  delegate({ callId, name, arguments: written }: Called): {
    readonly delegation: DelegationCreatedEvent['delegation'];
    readonly events: readonly Readonly<Record<string, unknown>>[];
  } {
    const { target } = this;
    const tag = callId.slice(callId.indexOf('_') + 1);
    const id = `dlg_${tag}`;
    this.open.set(id, { callId, answered: false });
    if (target !== 'responses') return { delegation: { id, type: 'delegation', target }, events: [] };
    const response = { id: `resp_${tag}`, object: 'response', output: [] };
    const item = { type: 'function_call', id: `fc_${tag}`, call_id: callId, name, arguments: written };
    return {
      delegation: { id, type: 'delegation', target, response_id: response.id },
      events: [
        { type: 'response.created', response: { ...response, status: 'in_progress' } },
        { type: 'response.output_item.done', output_index: 0, item: { ...item, status: 'completed' } },
        { type: 'response.completed', response: { ...response, status: 'completed' } },
      ],
    };
  }

  /** The call whose result this is. Null: there is none, or it has its result. `answers`: this is it. */
  resolve(delegationId: string, answers: boolean): string | null {
    const task = this.open.get(delegationId);
    if (task === undefined || task.answered) return null;
    task.answered = answers;
    return task.callId;
  }
}
