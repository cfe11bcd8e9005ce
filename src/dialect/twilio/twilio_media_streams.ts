/**
 * Twilio's Media Streams over a WebSocket, with Twilio's part in them: the agent is the server, and a call is carried to it as Twilio
 * carries one, in µ-law at 8 kHz and 20 ms a message. Nothing on the wire tells of turns, words, usage or errors. Pure.
 */

import type { PlanTarget } from '../../core/plan/plan.ts';
import { parametersOf } from '../../core/plan/tells_of_itself.ts';
import type { Connection, Dialect, WireAudio } from '../dialect.ts';
import { streamIds } from './stream_ids.ts';
import { FRAME_MS, twilioStream } from './twilio_stream.ts';

const AUDIO: WireAudio = { format: 'g711_ulaw', sampleRate: 8000, bytesPerMs: 8 };

export function twilioMediaStreams(target: Pick<PlanTarget, 'url' | 'parameters'>): Dialect {
  // The agent that the run starts itself is asked to tell of itself what the protocol does not.
  const parameters = parametersOf(target);
  return {
    name: 'twilio-media-streams',
    uplink: AUDIO,
    downlink: AUDIO,
    frameMs: FRAME_MS,
    byEar: true,
    refusedAs: 'Twilio error 31920',
    connection,
    // What stands around it is of its stream, and of its moment.
    append: (base64) => base64,
    open: (opening = { seed: 0, call: 0, connection: 0 }) =>
      twilioStream({ ids: streamIds(opening), parameters }),
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
