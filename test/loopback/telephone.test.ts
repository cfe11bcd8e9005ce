/** A call that comes in by a voice webhook, over real sockets: from TwiML to its record, and what becomes of it where that fails. */

import { afterEach, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/plan/plan.ts';
import { frameOf } from '../../src/engine/node/frames.ts';
import { twilioSignature } from '../../src/engine/node/twilio_signature.ts';
import { LISTEN, smallPlan } from '../core/plan/small_plan.ts';
import { oneCall } from './one_call.ts';
import { phoneServer, type PhoneServer } from './phone_server.ts';

/** Silence, whatever is said. */
const frames = Array.from({ length: 40 }, () => frameOf('/////w=='));
const servers: PhoneServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serving(answer?: (stream: string) => string | null): Promise<PhoneServer> {
  const server = await phoneServer(answer);
  servers.push(server);
  return server;
}

function plan(url: string, changes: Partial<Plan['limits']> = {}): Plan {
  const steps = [LISTEN, { op: 'dtmf', keys: [{ keys: '4#' }], pauseMs: 0 }, { op: 'hangup' }] as const;
  const small = smallPlan(steps, {
    target: { url, speaksFirst: 'agent_by_itself', parameters: { lang: 'de' } },
    limits: { gapMs: 200, ...changes },
  });
  return { ...small, dialect: 'twilio-media-streams' };
}

describe('a call by a voice webhook', () => {
  it('goes to the stream that it names, with its parameters, signed, and types', async () => {
    const server = await serving();
    const { call, turns } = await oneCall(plan(server.webhook), server.webhook, {
      frames,
      authToken: 'token-of-twelve',
    });
    expect(call).toMatchObject({ outcome: 'completed', failure: null, detail: null });
    expect(turns.map(({ kind }) => kind)).toEqual(['greeting', 'dtmf']);
    expect(turns[0]?.outcome).toBe('answered');
    expect(call.webhookMs).toBeGreaterThan(0);
    expect(call.webhookMs).toBeLessThan((call.connectedMs ?? NaN) - (call.dialedMs ?? NaN));
    const [{ headers, form } = { headers: {}, form: {} }] = server.asked;
    expect(form).toMatchObject({ CallStatus: 'ringing', Direction: 'inbound', To: '+15005550006' });
    expect(headers['x-twilio-signature']).toBe(twilioSignature('token-of-twelve', server.webhook, form));
    const [stream] = server.streams;
    expect(stream?.path).toBe('/media');
    expect(stream?.headers['x-twilio-signature']).toBe(twilioSignature('token-of-twelve', server.stream));
    const [connected, start, ...more] = stream?.messages ?? [];
    expect(connected).toMatchObject({ event: 'connected' });
    expect(start).toMatchObject({
      start: {
        callSid: form['CallSid'],
        accountSid: form['AccountSid'],
        customParameters: { tenant: 'a & b', lang: 'de' },
      },
    });
    expect(more.map(({ event, dtmf }) => [event, dtmf])).toEqual([
      ['mark', undefined],
      ['dtmf', { track: 'inbound_track', digit: '4' }],
      ['dtmf', { track: 'inbound_track', digit: '#' }],
      ['stop', undefined],
    ]);
  });

  it('fails by its name where the webhook does', async () => {
    const server = await serving(() => '<Response><Dial>+1555</Dial></Response>');
    const { call } = await oneCall(plan(server.webhook), server.webhook);
    expect(call).toMatchObject({ outcome: 'failed', failure: 'protocol_error', connectedMs: null });
    expect(call.detail).toMatch(/^the voice webhook: <Dial> is not followed/);
    expect(server.streams).toEqual([]);
  });

  it('is given up where the webhook says nothing in time', async () => {
    const server = await serving(() => null);
    const begun = performance.now();
    const { call } = await oneCall(plan(server.webhook, { connectMs: 300 }), server.webhook);
    expect(call).toMatchObject({ failure: 'connect_timeout' });
    expect(call.detail).toContain('the voice webhook: no stream was named within 200 ms');
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('is over at once where it is stopped while the webhook is asked', async () => {
    const server = await serving(() => null);
    const { call } = await oneCall(plan(server.webhook, { callMs: 100 }), server.webhook);
    expect(call).toMatchObject({ failure: 'call_timeout', outcome: 'failed' });
    expect(server.streams).toEqual([]);
  });
});
