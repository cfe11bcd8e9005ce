/** What a struck line is to a server at its other end: silence that is none of a close, a burst in order, a reader who leaves it full. */

import { afterAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/plan/plan.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';
import { fault, spoiled } from '../chaos/spoiled.ts';
import { oneCall } from './one_call.ts';
import { ready, type Target } from './servers.ts';
import { tone } from './tone.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

/** Message n says that it is n: 0 is silence, "hello" is 1 to 10. */
const messages = Array.from({ length: 40 }, (_, n) => Buffer.from(JSON.stringify({ type: `frame ${n}` })));
const offsets = Uint32Array.from([
  0,
  ...messages.map((_, n) => Buffer.concat(messages.slice(0, n + 1)).length),
]);
const frames = viewsOf(framed({ bytes: Buffer.concat(messages), offsets }));

function plan(wish: string, limits: Partial<Plan['limits']> = {}): Plan {
  return spoiled(smallPlan([SAY_HELLO, LISTEN]), [fault(wish)], limits);
}

interface Arrival {
  readonly type: string;
  readonly atMs: number;
}

describe('a stalled line', () => {
  it('has signs of life wait as well', async () => {
    const pongs: number[] = [];
    let pingedMs = NaN;
    const target = await ready((peer, type) => {
      if (type === 'open') peer.socket.on('pong', () => pongs.push(performance.now() - pingedMs));
      if (type !== 'frame 1') return;
      // In the midst of the stall: half a second is more than the way back takes.
      setTimeout(() => {
        pingedMs = performance.now();
        peer.socket.ping();
      }, 250);
    });
    targets.push(target);
    const wish = 'stall::during=utterance,after=100ms,for=1s';
    await oneCall(plan(wish, { callMs: 2500, closeMs: 200 }), target.url, { frames });
    expect(pongs).toHaveLength(1);
    expect(pongs[0]).toBeGreaterThan(500);
  });

  it('has all frames arrive, in order, those that waited at once', async () => {
    const arrivals: Arrival[] = [];
    const target = await ready((peer, type) => {
      if (type.startsWith('frame')) arrivals.push({ type, atMs: performance.now() });
      if (type !== 'frame 10') return;
      peer.send({ type: 'response.created', response: { id: 'r' } });
      peer.send({ type: 'response.output_audio.delta', response_id: 'r', item_id: 'i', delta: tone(300) });
      peer.send({ type: 'response.done', response: { id: 'r', status: 'completed' } });
    });
    targets.push(target);
    const wish = 'stall::during=utterance,after=200ms,for=550ms';
    const { call, gauge } = await oneCall(plan(wish), target.url, { frames });
    expect(call.outcome).toBe('completed');
    const spoken = arrivals.filter(({ type }) => type !== 'frame 0');
    expect(spoken.map(({ type }) => type)).toEqual(Array.from({ length: 10 }, (_, n) => `frame ${n + 1}`));
    const gaps = spoken.slice(1).map(({ atMs }, n) => atMs - (spoken[n] as Arrival).atMs);
    const stalled = gaps.findIndex((gapMs) => gapMs > 450);
    expect(stalled).toBeGreaterThan(0);
    // Five or six frames of 100 ms have waited.
    const burst = gaps.slice(stalled + 1, stalled + 5).reduce((sum, gapMs) => sum + gapMs, 0);
    expect(burst).toBeLessThan(100);
    expect(gauge.sendLateness.max).toBeLessThan(400);
  });
});

describe('a line that is half open', () => {
  it('brings the server nothing more, not even a close, and takes nothing of it', async () => {
    let heard = 0;
    let heardLater = 0;
    const closed = new Promise<number>((resolve) => {
      void ready((peer, type) => {
        if (type === 'open') peer.socket.on('close', resolve);
        heard++;
        if (type === 'frame 8') heardLater++;
        if (type === 'frame 1') peer.send({ type: 'response.created', response: { id: 'r' } });
      }).then((target) => {
        targets.push(target);
        return called(target);
      });
    });
    const called = async (target: Target): Promise<void> => {
      const wish = 'half_open::during=utterance,after=300ms';
      const limits = { callMs: 1500, closeMs: 300 };
      const { call, records } = await oneCall(plan(wish, limits), target.url, { frames });
      expect(call).toMatchObject({ outcome: 'failed', failure: 'disconnected', closeCode: null });
      expect(records.filter(({ type }) => type === 'strike')).toHaveLength(1);
    };
    // Without a close frame.
    expect(await closed).toBe(1006);
    expect(heard).toBeGreaterThan(3);
    expect(heardLater).toBe(0);
  });
});

describe('a slow reader', () => {
  it.each([
    ['leaves the server full', 'slow_reader::during=utterance,after=0ms,kbps=64,for=10s', true],
    ['that has not begun to be one takes everything', 'slow_reader::during=between', false],
  ])('%s', async (_, wish, full) => {
    // The least that was waiting for the caller to read it, for as long as there was a call.
    let unread = Infinity;
    let looking: NodeJS.Timeout | undefined;
    const target = await ready((peer, type) => {
      if (type !== 'frame 5') return;
      const padding = 'x'.repeat(60_000);
      // Far more than the system's buffers hold.
      for (let n = 0; n < 400; n++) peer.send({ type: 'something.else', padding });
      looking = setInterval(() => {
        if (peer.socket.readyState === peer.socket.OPEN) unread = Math.min(unread, peer.wire.writableLength);
      }, 50);
    });
    targets.push(target);
    const { call } = await oneCall(plan(wish, { callMs: 2500, closeMs: 200 }), target.url, { frames });
    clearInterval(looking);
    expect(call.outcome).toBe('failed');
    expect(unread).toBeLessThan(Infinity);
    expect(unread > 1 << 20).toBe(full);
  });
});
