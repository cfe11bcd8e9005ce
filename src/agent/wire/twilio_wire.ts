/** Twilio's Media Streams, to a server of the user's own: its messages are JSON, and nearly all of them carry 20 ms of µ-law. */

import type { CarrierName } from '../../core/plan/carrier.ts';
import { decodeBase64 } from '../../audio/base64.ts';
import type { AgentWire, Inbound } from './agent_wire.ts';
import { TwilioServer } from './twilio_server.ts';

const PATHS = new Set(['/media-stream', '/media', '/twilio']);
const MEDIA = '{"event":"media"';
const PAYLOAD = '"payload":"';

export const twilioWire: AgentWire = {
  dialect: 'twilio-media-streams',
  path: '/media-stream',
  serves: (path) => PATHS.has(path),
  read: (text) => mediaIn(text) ?? jsonIn(text),
  readBinary: (data) => ({ type: 'binary', data }),
  open: (session, setup) => new TwilioServer(session, setup),
};

/** Of this carrier's streams alone; SignalWire's cannot be told from Twilio's. */
export function carrierWire(name: CarrierName | 'twilio'): AgentWire {
  const only = name === 'signalwire' ? 'twilio' : name;
  return { ...twilioWire, open: (session, setup) => new TwilioServer(session, setup, only) };
}

/** As Twilio writes it. Null: it is something else. */
function mediaIn(text: string): Inbound | null {
  if (!text.startsWith(MEDIA)) return null;
  const from = text.indexOf(PAYLOAD) + PAYLOAD.length;
  const to = text.indexOf('"', from);
  if (from < PAYLOAD.length || to === -1) return null;
  try {
    return { type: 'append', bytes: decodeBase64(text.slice(from, to)), zeros: false, eventId: null };
  } catch {
    return null;
  }
}

function jsonIn(text: string): Inbound {
  try {
    return { type: 'json', value: JSON.parse(text) as unknown, bytes: text.length };
  } catch {
    return { type: 'json', value: undefined, bytes: text.length };
  }
}
