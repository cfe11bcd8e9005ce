/** A server that drops its caller in the middle of the conversation, and takes it again. */

import { setTimeout as later } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { noUsage } from '../../src/core/log/usage.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';
import { oneCall } from './one_call.ts';
import { ready, type Peer, type Target } from './servers.ts';
import { tone } from './tone.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

/** Message n says that it is n: 0 is silence, "hello" is 1 to 10. */
const frames = viewsOf(framed(numbered(40)));

function numbered(count: number): { readonly bytes: Uint8Array; readonly offsets: Uint32Array } {
  const messages = Array.from({ length: count }, (_, n) =>
    Buffer.from(JSON.stringify({ type: `frame ${n}` })),
  );
  const offsets = Uint32Array.from([
    0,
    ...messages.map((_, n) => Buffer.concat(messages.slice(0, n + 1)).length),
  ]);
  return { bytes: Buffer.concat(messages), offsets };
}

function answer(peer: Peer, id: string): void {
  const audio = tone(300);
  const usage = { input_tokens: 5, output_tokens: 3 };
  peer.send({ type: 'response.created', response: { id } });
  peer.send({ type: 'response.output_audio.delta', response_id: id, item_id: `item of ${id}`, delta: audio });
  peer.send({ type: 'response.done', response: { id, status: 'completed', usage } });
}

describe('a dropped connection', () => {
  const plan = smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN], { limits: { redials: 1, redialMs: 50 } });

  it('is dialled again, and the call goes on as one', async () => {
    const heard: string[][] = [];
    const target = await ready((peer, type) => {
      if (type === 'open') heard.push([]);
      const mine = heard[target.requests.indexOf(peer.request)];
      if (type.startsWith('frame')) mine?.push(type);
      if (type !== 'frame 10') return;
      // The same id from both sessions: they are not the same answer.
      answer(peer, 'resp_1');
      if (heard.length === 1) void later(150).then(() => peer.wire.destroy());
    });
    targets.push(target);
    const { call, turns, records, gauge } = await oneCall(plan, target.url, { frames });

    expect(call).toMatchObject({
      outcome: 'completed',
      failure: null,
      connections: 2,
      closeCode: 1000,
      turns: 2,
    });
    expect(target.requests).toHaveLength(2);
    expect(turns.map(({ turn, outcome, heardMs }) => [turn, outcome, heardMs])).toEqual([
      [0, 'answered', 300],
      [1, 'answered', 300],
    ]);
    expect(call).toMatchObject({
      audioReceivedMs: 600,
      heardMs: 600,
      // Nobody told of which kind they were.
      usage: { ...noUsage, unsplitIn: 10, unsplitOut: 6 },
      protocolViolations: 0,
    });
    // Each session heard "hello" once, in its order.
    const hello = Array.from({ length: 10 }, (_, n) => `frame ${n + 1}`);
    for (const frames of heard) expect(frames.filter((frame) => frame !== 'frame 0')).toEqual(hello);
    // A frame that was due as the connection went is not sent, and one is due as the call ends.
    expect(Math.abs(gauge.framesSent - call.audioSentMs / 100)).toBeLessThanOrEqual(2);
    expect(records.at(-1)).toBe(call);
    expect(records.filter(({ type }) => type === 'call')).toHaveLength(1);
  });

  it('that stays away ends the call once it has been dialled as often as it may', async () => {
    const target = await ready((peer, type) => {
      if (type === 'frame 3') peer.wire.destroy();
      if (target.requests.length > 1 && type === 'session.update') peer.wire.destroy();
    });
    targets.push(target);
    const { call, records } = await oneCall(plan, target.url, { frames });
    expect(target.requests).toHaveLength(2);
    expect(call).toMatchObject({ outcome: 'failed', failure: 'connection_lost', connections: 2 });
    expect(records.map(({ type }) => type)).toEqual(['turn', 'call']);
  });
});
