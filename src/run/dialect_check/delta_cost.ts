/**
 * What it costs to find a piece of the agent's audio in a message, beside what it costs in the Realtime protocol: both measured now,
 * here, in turn, so that they share whatever the machine is at. The least of several rounds counts.
 */

import type { Dialect } from '../../dialect/dialect.ts';
import { openaiRealtime } from '../../dialect/openai/openai_realtime.ts';
import { receivedText } from './conformance.ts';
import type { Message } from './mutation.ts';

export interface DeltaCost {
  /** A message; ns. */
  readonly ownNs: number;
  readonly openaiNs: number;
  /** Each is parsed: its place is not declared, or is not where it is declared to be. */
  readonly parsed: boolean;
}

const ROUNDS = 7;
const MESSAGES = 4000;
/** As long as services' pieces are. */
const PIECE_MS = 100;

/** `deltas`: messages of the agent's audio; null: made up from what is declared, where that can be. */
export function deltaCost(own: Dialect, made: Message): DeltaCost {
  const openai = openaiRealtime({ format: 'pcm16' });
  const delta = JSON.stringify({
    type: 'response.output_audio.delta',
    event_id: 'event_0123456789abcdefghijk',
    response_id: 'resp_0123456789abcdefghijk',
    item_id: 'item_0123456789abcdefghijk',
    output_index: 0,
    content_index: 0,
    delta: Buffer.alloc(PIECE_MS * openai.downlink.bytesPerMs).toString('base64'),
  });
  let [ownNs, openaiNs] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round++) {
    openaiNs = Math.min(openaiNs, nsPerMessage(openai, delta));
    ownNs = Math.min(ownNs, nsPerMessage(own, made));
  }
  return { ownNs, openaiNs, parsed: own.open().skim(receivedText(made)) === null };
}

/** A message with so much audio. */
export function pieceFor(own: Dialect): Uint8Array {
  return new Uint8Array(PIECE_MS * own.downlink.bytesPerMs);
}

function nsPerMessage(dialect: Dialect, message: Message): number {
  const session = dialect.open();
  const wire = receivedText(message);
  const { readBytes } = session;
  const startedMs = performance.now();
  for (let i = 0; i < MESSAGES; i++) {
    if (session.skim(wire) !== null) continue;
    if (wire.binary && readBytes !== undefined) readBytes.call(session, wire.bytes);
    else session.read(wire.head(wire.length));
  }
  return ((performance.now() - startedMs) * 1e6) / MESSAGES;
}
