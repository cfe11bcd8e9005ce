/**
 * Twilio's Media Streams over a WebSocket, with Twilio's part in them: the agent is the server, and a call is carried to it as Twilio
 * carries one, in µ-law at 8 kHz and 20 ms a message. Nothing on the wire tells of turns, words, usage or errors. Pure.
 */

import type { PlanTarget } from '../../core/plan/plan.ts';
import { parametersOf } from '../../core/plan/tells_of_itself.ts';
import type { Connection, Dialect } from '../dialect.ts';
import { carrierOf } from './carriers.ts';
import { streamIds } from './stream_ids.ts';
import { twilioStream } from './twilio_stream.ts';

export function twilioMediaStreams(target: Pick<PlanTarget, 'url' | 'parameters' | 'carrier'>): Dialect {
  const carrier = carrierOf(target.carrier);
  // The agent that the run starts itself is asked to tell of itself what the protocol does not.
  const parameters = parametersOf(target);
  return {
    name: 'twilio-media-streams',
    uplink: carrier.audio,
    downlink: carrier.audio,
    frameMs: carrier.frameMs,
    byEar: true,
    keypad: true,
    ...(carrier.name === 'twilio' ? { refusedAs: 'Twilio error 31920' } : {}),
    connection,
    // What stands around it is of its stream, and of its moment.
    append: (base64) => base64,
    open: (opening = { seed: 0, call: 0, connection: 0 }) =>
      twilioStream({ ids: streamIds(opening), parameters, carrier }),
  };
}

/** Twilio passes no query on, and has no key: what a server is to know stands in the stream's parameters. */
function connection(
  { keyHeader, headers = {} }: PlanTarget,
  url: string,
  key: string | undefined,
): Connection {
  const name = keyHeader ?? 'authorization';
  const carried = keyHeader === undefined ? `Bearer ${key}` : key;
  return {
    url,
    headers: { ...(carried === undefined || key === undefined ? {} : { [name]: carried }), ...headers },
    protocols: [],
  };
}
