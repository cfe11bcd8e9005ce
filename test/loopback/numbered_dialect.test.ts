/** A dialect that keeps count in each of its sessions, on real sockets: its frames share their payload, and nothing else. */

import { afterAll, expect, it } from 'vitest';
import { frameLength } from '../../src/audio/frame.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';
import { numbered } from '../dialect/numbered.ts';
import { oneCall } from './one_call.ts';
import { scripted, type Heard, type Peer, type Target } from './servers.ts';
import { tone } from './tone.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

const plan = smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN], { limits: { redials: 1, redialMs: 50 } });
const FRAME_BYTES = frameLength(numbered.uplink.sampleRate, plan.frameMs) * 2;

/** Message n is all n. */
const payloads = Array.from({ length: 23 }, (_, n) => Buffer.alloc(FRAME_BYTES, n).toString('base64'));
const bytes = Buffer.from(payloads.map((payload) => numbered.append(payload)).join(''));
const offsets = Uint32Array.from({ length: payloads.length + 1 }, (_, n) => n * (payloads[0] ?? '').length);
const frames = viewsOf(framed({ bytes, offsets }));

/** So much audio, and the end of the answer. */
function answer(peer: Peer, ms: number): void {
  const payload = tone(ms);
  peer.send({ type: 'audio', payload });
  peer.send({ type: 'end' });
}

it('gives every message of a session its number, and counts answers for itself', async () => {
  const sessions: Heard[][] = [];
  const target = await scripted((peer, type, event) => {
    if (type === 'open') {
      sessions.push([]);
      return;
    }
    sessions.at(-1)?.push(event);
    if (type === 'configure') peer.send({ type: 'ready' });
    if (event['payload'] !== payloads[10]) return;
    answer(peer, 200);
    // The first session ends as soon as its answer is out.
    if (sessions.length === 1) peer.socket.close(1012);
  });
  targets.push(target);
  const { call, turns, gauge } = await oneCall(plan, target.url, { dialect: numbered, frames });

  expect(call).toMatchObject({ outcome: 'completed', connections: 2, audioReceivedMs: 400, heardMs: 400 });
  // Of the second session the first answer, too, is "answer 1".
  expect(turns.map(({ outcome, heardMs }) => [outcome, heardMs])).toEqual([
    ['answered', 200],
    ['answered', 200],
  ]);
  expect(sessions).toHaveLength(2);
  for (const session of sessions) {
    expect(session.map(({ n }) => n)).toEqual(session.map((_, n) => n));
    expect(session[0]?.type).toBe('configure');
    const audio = session.filter(({ type }) => type === 'audio').map(({ payload }) => payload);
    expect(audio.filter((payload) => payload !== payloads[0])).toEqual(payloads.slice(1, 11));
  }
  const wireBytes = sessions.flat().reduce((sum, event) => sum + JSON.stringify(event).length, 0);
  expect(gauge.bytesSent).toBeGreaterThan(wireBytes);
});
