/**
 * Services that speak the Realtime protocol almost, played by the simulated agent: what a client says to such a service is put into
 * the protocol's own words before the agent sees it, and what the agent says into the service's before it leaves. Pure. Audio
 * passes as it is on its way in.
 */

import { isFields, type Fields, type Problem } from '../protocol/event_shape.ts';
import type { ServerEvent } from '../protocol/server_event.ts';
import { notJson, readClient, unreadable, type ClientMessage } from '../protocol/wire.ts';

export interface Lookalike {
  /** Where it is reached, besides where the protocol is. */
  readonly paths: readonly string[];
  /** Asked for by the header of the protocol's beta, which the service itself has given up. */
  readonly isBeta: boolean;
  /** A client's event in the protocol's words, or what the service says is wrong with it. */
  hears(event: Fields): Fields | Problem;
  /** A server's event in the service's words; null: it does not tell that. */
  tells(event: Fields): Fields | null;
  /** How it writes JSON. */
  write(event: Fields): string;
}

const APPEND = '{"type":"input_audio_buffer.append"';

export function hear(text: string, lookalike: Lookalike): ClientMessage {
  if (text.startsWith(APPEND)) return readClient(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return notJson();
  }
  // Whose type it does not know, it says so of, whatever else is in it.
  if (!isFields(value) || typeof value['type'] !== 'string') return readClient(text);
  const heard = lookalike.hears(value);
  if (!isProblemFields(heard)) return readClient(JSON.stringify(heard));
  const { code, message, param } = heard;
  const eventId = typeof value['event_id'] === 'string' ? value['event_id'] : null;
  return { ...unreadable(code, message, param), eventId };
}

/** Null: nothing is said. */
export function tell(event: ServerEvent, lookalike: Lookalike): string | null {
  const told = lookalike.tells(event as unknown as Fields);
  return told === null ? null : lookalike.write(told);
}

export function unknownParameter(path: string): Problem {
  return { code: 'unknown_parameter', message: `Unknown parameter: '${path}'.`, param: path };
}

/** A problem has a code, and an event of a client's a type. */
function isProblemFields(heard: Fields | Problem): heard is Problem {
  return 'code' in heard && !('type' in heard);
}
