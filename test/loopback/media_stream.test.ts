/** Calls over a media stream on real sockets: what a server sees of them, and what is made of one that does not keep to the protocol. */

import { afterAll, expect, it } from 'vitest';
import { twilioMediaStreams } from '../../src/dialect/twilio/twilio_media_streams.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';
import { voice } from '../engine/virtual/scripted_stream.ts';
import { oneCall } from './one_call.ts';
import { answering, scripted, type Heard, type Peer, type Target } from './servers.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

/** Message n is all n. */
const payloads = Array.from({ length: 23 }, (_, n) => Buffer.alloc(160, n).toString('base64'));
const bytes = Buffer.from(payloads.join(''));
const offsets = Uint32Array.from({ length: payloads.length + 1 }, (_, n) => n * (payloads[0] ?? '').length);
const frames = viewsOf(framed({ bytes, offsets }));
const target = {
  speaksFirst: 'agent',
  url: 'wss://shop.example/media',
  parameters: { tenant: 'abc' },
} as const;

function planOf(limits: Partial<Plan['limits']> = {}): Plan {
  const plan = smallPlan([LISTEN, SAY_HELLO, LISTEN], { target, limits: { gapMs: 300, ...limits } });
  return { ...plan, dialect: 'twilio-media-streams', frameMs: 20 };
}

const dialect = twilioMediaStreams(target);
const isMedia = ({ event }: Heard): boolean => event === 'media';

it('carries a call as Twilio does, counted and marked, to its stop', async () => {
  const heard: Heard[] = [];
  let streamSid = '';
  const says = (peer: Peer, ms: number, mark: string): void => {
    const payload = voice(ms).toString('base64');
    peer.send({ event: 'media', streamSid, media: { payload } });
    peer.send({ event: 'mark', streamSid, mark: { name: mark } });
  };
  const server = await scripted((peer, type, event) => {
    if (type === 'open') return;
    heard.push(event);
    if (event['event'] === 'start') {
      streamSid = String(event['streamSid']);
      says(peer, 200, 'greeting');
    }
    // The last frame of hello.
    if ((event['media'] as { payload?: string } | undefined)?.payload === payloads[10])
      says(peer, 300, 'answer');
  });
  targets.push(server);
  const { call, turns } = await oneCall(planOf(), server.url, { dialect, frames });

  expect(call).toMatchObject({
    outcome: 'completed',
    endedBy: 'caller',
    protocolViolations: 0,
    heardMs: 500,
  });
  expect(call.sessionId).toMatch(/^CA[0-9a-f]{32}$/);
  expect(turns.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['greeting', 'answered'],
    ['say', 'answered'],
  ]);
  expect(heard.slice(0, 2)).toMatchObject([
    { event: 'connected' },
    { event: 'start', start: { customParameters: { tenant: 'abc' } } },
  ]);
  expect(heard.slice(1).map(({ sequenceNumber }) => sequenceNumber)).toEqual(
    heard.slice(1).map((_, index) => String(index + 1)),
  );
  const media = heard.filter(isMedia).map(({ media: one }) => one as Record<string, string>);
  expect(media.map(({ chunk }) => chunk)).toEqual(media.map((_, index) => String(index + 1)));
  expect(media.map(({ timestamp }) => timestamp)).toEqual(media.map((_, index) => String(20 * index)));
  expect(heard.flatMap(({ mark }) => (mark as { name: string } | undefined)?.name ?? [])).toEqual([
    'greeting',
    'answer',
  ]);
  expect(heard.at(-1)).toMatchObject({ event: 'stop', streamSid });
});

it('tells of what Twilio would warn of, once each, and goes on', async () => {
  const server = await scripted((peer, type, event) => {
    if (type === 'open' || event['event'] !== 'start') return;
    const { streamSid } = event;
    for (let i = 0; i < 3; i++) {
      peer.socket.send(Buffer.from([1, 2, 3]));
      peer.send({ event: 'speak', streamSid });
    }
    const file = Buffer.concat([Buffer.from('RIFF'), voice(200)]).toString('base64');
    peer.send({ event: 'media', streamSid, media: { payload: file } });
    setTimeout(() => peer.socket.close(1000), 600);
  });
  targets.push(server);
  const plan = {
    ...planOf(),
    callers: [{ ...planOf().callers[0], steps: [LISTEN, { op: 'hung_up' }] }],
  } as Plan;
  const { call } = await oneCall(plan, server.url, { dialect, frames });
  expect(call).toMatchObject({ outcome: 'completed', endedBy: 'agent', protocolViolations: 3 });
  expect(call.agentErrors?.map(({ code, count }) => [code, count])).toEqual([
    ['twilio_31950', 1],
    ['twilio_31951', 1],
    ['wav_header', 1],
  ]);
});

it('calls a handshake that is refused by Twilio’s number', async () => {
  const server = await answering('403 Forbidden');
  targets.push(server);
  const { call } = await oneCall(planOf(), server.url, { dialect, frames });
  expect(call).toMatchObject({ outcome: 'failed', failure: 'http_unauthorized' });
  expect(call.detail).toMatch(/^Twilio error 31920: HTTP 403/);
});
