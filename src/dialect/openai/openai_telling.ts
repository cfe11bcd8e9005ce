/**
 * What a server's messages tell one after another, where a service leaves one of them out: that a session may be spoken to, which an
 * answer says as well as a confirmation, and what tools an answer calls, which its end may be the first to say. Kept for one
 * connection. Never throws.
 */

import type { DialectSession, ToldEvent } from '../dialect.ts';
import { fields, isFields, text as textOf, type Fields } from './fields.ts';
import { CALL } from './openai_events.ts';
import type { OpenaiDialect, OpenaiSession } from './openai_realtime.ts';

/** `readyAfter`: the event after which the caller may speak, where that is another than `session.updated`. */
export function telling(dialect: OpenaiDialect, readyAfter?: string): OpenaiDialectThatTells {
  return { ...dialect, open: () => sessionThatTells(dialect.open(), readyAfter) };
}

export type OpenaiDialectThatTells = Omit<OpenaiDialect, 'open'> & { open(): DialectSession };

function sessionThatTells(session: OpenaiSession, readyAfter: string | undefined): DialectSession {
  let ready = false;
  /** Of the answers that are being made, calls have been told. */
  let called = false;

  const readyWith = (event: ToldEvent, wire: string): readonly ToldEvent[] => {
    if (event.type === 'ready') ready = true;
    else if (isAnswer(event) || (readyAfter !== undefined && isNamed(wire, readyAfter))) {
      ready = true;
      return event.type === 'other' ? [READY] : event.type === 'session' ? [event, READY] : [READY, event];
    }
    return [event];
  };

  return {
    ...session,
    // Audio is the first that is heard of some sessions.
    skim: (wire) => (ready ? session.skim(wire) : null),
    read: (wire) => {
      const event = session.read(wire);
      if (!ready) return readyWith(event, wire);
      if (event.type === 'tool_call') called = true;
      if (event.type !== 'answer_done') return event;
      const calls =
        called || event.status !== 'completed' || !wire.includes(CALL) ? [] : callsIn(wire, event.responseId);
      called = false;
      return calls.length === 0 ? event : [...calls, event];
    },
  };
}

const READY: ToldEvent = { type: 'ready' };

function isAnswer({ type }: ToldEvent): boolean {
  return type === 'answer_created' || type === 'answer_content' || type === 'audio';
}

function isNamed(wire: string, name: string): boolean {
  if (!wire.includes(name)) return false;
  const event = parsed(wire);
  return event !== null && event['type'] === name;
}

/** Those written to their end, of an answer that was. */
function callsIn(wire: string, responseId: string): readonly ToldEvent[] {
  const { output } = fields(parsed(wire) ?? {}, 'response');
  if (!Array.isArray(output)) return [];
  return output.flatMap((item: unknown): readonly ToldEvent[] => {
    if (!isFields(item) || item['type'] !== 'function_call' || item['status'] === 'incomplete') return [];
    const [callId, name, written] = ['call_id', 'name', 'arguments'].map((key) => textOf(item, key));
    if (callId == null || name == null || written == null) return [];
    return [{ type: 'tool_call', responseId, callId, name, arguments: written }];
  });
}

function parsed(wire: string): Fields | null {
  try {
    const value: unknown = JSON.parse(wire);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}
