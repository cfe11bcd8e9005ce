/**
 * Where a call's connection goes: to the target's address, or, where that is a voice webhook, to the stream that the webhook names for
 * this call. Signed where there is a token; the simulated agent of the run is told which call it is. What is still asked for can be
 * given up.
 */

import type { CallSpec } from '../../core/call/call_spec.ts';
import type { Connection, DialectSession } from '../../dialect/dialect.ts';
import { streamIds } from '../../dialect/twilio/stream_ids.ts';
import type { Closing } from '../host.ts';
import { DIRECT } from './dial_options.ts';
import type { Surroundings } from './surroundings.ts';
import { SIGNATURE_HEADER, twilioSignature } from './twilio_signature.ts';
import { askWebhook, headersFor } from './voice_webhook.ts';

/** As the agent's `session_numbers.ts` reads it. */
const CALL_HEADER = 'callstorm-call';
/** As long as Twilio waits for a webhook. */
const WEBHOOK_WITHIN_MS = 15_000;
/** Of the time for a connection, for the stream after the webhook. */
const STREAM_WITHIN_MS = 100;
/** A number that nobody has. */
const CALLED = '+15005550006';

export interface Destination {
  /** `webhookMs`: how long the webhook took to name it; null: nobody was asked. */
  open(to: Connection, webhookMs: number | null): void;
  failed(closing: Closing): void;
}

/** What is under way before there is a socket. */
export interface Asked {
  /** `closed`: it is told as a connection that was given up. */
  giveUp(closed: boolean): void;
}

export function findWay(
  around: Surroundings,
  spec: CallSpec,
  connection: number,
  session: DialectSession,
  destination: Destination,
): Asked | null {
  const { plan, connection: address, now } = around;
  const { authToken = null } = around;
  if (!/^https?:/i.test(address.url)) {
    const own = plan.target.url === 'simulator' && connection === 0;
    const numbered = own ? withHeader(address, CALL_HEADER, String(spec.index)) : address;
    destination.open(signed(numbered, authToken), null);
    return null;
  }
  const { dial = DIRECT, redact = (text: string) => text } = around;
  const beganMs = now();
  const withinMs = Math.min(WEBHOOK_WITHIN_MS, plan.limits.connectMs - STREAM_WITHIN_MS);
  const { url, headers } = address;
  const form = callForm(around, spec, connection);
  const asking = askWebhook({ url, token: authToken, headers, dial, redact, withinMs }, form, (end) => {
    if (end.type === 'failed') {
      const { failure, detail } = end;
      destination.failed({ code: 1006, reason: '', failure, detail });
      return;
    }
    session.passOn?.(end.parameters);
    const stream = { ...address, url: end.url, headers: headersFor(new URL(end.url), address) };
    destination.open(signed(stream, authToken), now() - beganMs);
  });
  return {
    giveUp: (closed) => {
      asking.abandon();
      if (closed)
        setImmediate(() => destination.failed({ code: 1006, reason: '', failure: null, detail: null }));
    },
  };
}

/** What Twilio tells of a call that comes in. */
function callForm(
  { plan }: Surroundings,
  { index, persona }: CallSpec,
  connection: number,
): Readonly<Record<string, string>> {
  const { accountSid, callSid } = streamIds({ seed: plan.seed, call: index, connection });
  const from = `+1${persona.phone}`;
  const { to = CALLED } = plan.target;
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: callSid,
    CallStatus: 'ringing',
    Called: to,
    Caller: from,
    Direction: 'inbound',
    From: from,
    To: to,
  };
}

/** Null: there is nothing to sign with. */
export function signed(to: Connection, token: string | null): Connection {
  return token === null ? to : withHeader(to, SIGNATURE_HEADER, twilioSignature(token, new URL(to.url).href));
}

function withHeader(to: Connection, name: string, value: string): Connection {
  return { ...to, headers: { ...to.headers, [name]: value } };
}
