/**
 * A target that stops reading: its TCP window closes, frames find no room and are left out, and after so long it is given up.
 * A real connection; the clock is the test's.
 */

import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Closing } from '../../src/engine/host.ts';
import { GeneratorMeter } from '../../src/engine/node/generator_meter.ts';
import { CallSocket } from '../../src/engine/node/socket.ts';
import { scripted, type Peer, type Target } from './servers.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

/** A frame of 64 KB that a server can read. */
const frame = Buffer.alloc(14 + (64 << 10), 0x20);
frame.set([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
frame.write('{"type":"x"', 14);
frame[frame.length - 1] = 0x7d;

interface Connected {
  readonly socket: CallSocket;
  readonly gauge: GeneratorMeter;
  readonly clock: { nowMs: number };
  readonly peer: Peer;
  readonly closed: Promise<Closing>;
}

async function connected(): Promise<Connected> {
  const peers: Peer[] = [];
  const target = await scripted((peer, type) => void (type === 'open' && peers.push(peer)));
  targets.push(target);
  const gauge = new GeneratorMeter();
  const clock = { nowMs: 0 };
  let tellOpen: () => void = () => {};
  let tellClosed: (closing: Closing) => void = () => {};
  const opened = new Promise<void>((resolve) => (tellOpen = resolve));
  const closed = new Promise<Closing>((resolve) => (tellClosed = resolve));
  const to = { url: target.url, headers: {}, protocols: [] };
  const owner = {
    opened: () => tellOpen(),
    received: () => {},
    ponged: () => {},
    closed: (_: number, closing: Closing) => tellClosed(closing),
  };
  const socket = new CallSocket(0, to, { now: () => clock.nowMs, gauge }, owner);
  await opened;
  await vi.waitUntil(() => peers.length > 0);
  return { socket, gauge, clock, peer: peers[0] as Peer, closed };
}

const ways: readonly (readonly [string, (socket: CallSocket, inTime: boolean) => void])[] = [
  ['ready-made frames', (socket, inTime) => socket.sendFrame(frame, inTime)],
  [
    'frames in an envelope',
    (socket, inTime) => socket.sendEnveloped(frame, { envelope: () => ({ before: '', after: '' }) }, inTime),
  ],
];

describe.each(ways)('a target that does not read %s', (_, send) => {
  it('has them left out and counted, by whose fault it is, and is given up after five seconds', async () => {
    const { socket, gauge, clock, peer, closed } = await connected();
    peer.wire.pause();
    // Far more than the system's buffers and our own hold.
    for (let i = 0; i < 1000; i++) send(socket, true);
    const { framesSent, framesUnread } = gauge;
    expect(framesSent).toBeGreaterThan(60);
    expect(framesUnread).toBe(1000 - framesSent);
    expect(gauge.framesDropped).toBe(0);
    send(socket, false);
    expect([gauge.framesDropped, gauge.framesUnread, gauge.framesSent]).toEqual([
      1,
      framesUnread,
      framesSent,
    ]);
    clock.nowMs = 4999;
    send(socket, true);
    expect(socket.open).toBe(true);
    clock.nowMs = 5000;
    send(socket, true);
    expect(socket.open).toBe(false);
    expect(await closed).toMatchObject({
      failure: 'target_not_reading',
      detail: '4 MB waited unread for 5 s',
    });
  });

  it('and then reads on gets them again, and the time begins anew', async () => {
    const { socket, gauge, clock, peer } = await connected();
    peer.wire.pause();
    for (let i = 0; i < 1000; i++) send(socket, true);
    const { framesSent } = gauge;
    clock.nowMs = 4000;
    peer.wire.resume();
    await vi.waitUntil(() => {
      send(socket, true);
      return gauge.framesSent > framesSent;
    });
    peer.wire.pause();
    clock.nowMs = 8000;
    for (let i = 0; i < 1000; i++) send(socket, true);
    clock.nowMs = 12_999;
    send(socket, true);
    expect(socket.open).toBe(true);
    socket.terminate();
  });
});
