/**
 * A model behind the session, to which tasks are delegated: it calls the scenario's tools by name, over events of the Responses API in
 * an envelope. Goes on once each call of a response that is complete has its result. What comes is never trusted to have a shape.
 */

import { fields, text, type Fields } from '../openai/fields.ts';
import type { ToldEvent } from '../dialect.ts';
import { cut } from '../../core/word/visible.ts';

interface Made {
  readonly calls: Set<string>;
  complete: boolean;
}

/** Responses without an end that are remembered. */
const MOST_KEPT = 64;
const MOST_CHARACTERS = 20_000;
const MOST_NAMED = 200;

export class BackendResponses {
  private made: Made[] = [];
  private current: Made | null = null;

  read(event: Fields): readonly ToldEvent[] {
    const name = text(event, 'type') ?? '';
    const told = { type: 'other', name: `response.event ${cut(name, MOST_NAMED)}` } as const;
    switch (name) {
      case 'response.created':
        this.begin();
        return [told];
      case 'response.output_item.done': {
        const item = fields(event, 'item');
        const callId = text(item, 'call_id');
        const called = text(item, 'name');
        const written = text(item, 'arguments');
        const broken = item['status'] !== undefined && item['status'] !== 'completed';
        if (
          item['type'] !== 'function_call' ||
          broken ||
          callId === null ||
          called === null ||
          written === null
        )
          return [told];
        (this.current ?? this.begin()).calls.add(callId);
        const whole = { name: called, arguments: cut(written, MOST_CHARACTERS) };
        return [{ type: 'tool_call', responseId: null, callId, ...whole }];
      }
      case 'response.completed':
        if (this.current !== null) this.current.complete = true;
        this.current = null;
        return [told];
      case 'response.failed':
      case 'response.incomplete':
        // Nobody waits for the results of what it called.
        this.made = this.made.filter((one) => one !== this.current);
        this.current = null;
        return [told];
      default:
        return [told];
    }
  }

  private begin(): Made {
    const begun = { calls: new Set<string>(), complete: false };
    this.current = begun;
    this.made.push(begun);
    if (this.made.length > MOST_KEPT) this.made.shift();
    return begun;
  }

  /** A call has its result. True: so has each of its response, and the model behind can go on. */
  gave(callId: string): boolean {
    const response = this.made.find(({ calls }) => calls.has(callId));
    if (response === undefined) return false;
    response.calls.delete(callId);
    if (response.calls.size > 0) return false;
    this.made = this.made.filter((one) => one !== response);
    if (this.current === response) this.current = null;
    return true;
  }
}
