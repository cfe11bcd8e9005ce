/**
 * Clients that break every rule there is, against a real server: no HTTP, half a handshake, broken WebSocket frames, huge
 * lengths, text that is not UTF-8, sockets half closed or reset, and those who take for ever over it. After each of them a
 * well-behaved client is greeted as if nothing had been.
 */

import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { Random } from '../../src/core/word/random.ts';
import type { AgentServer } from '../../src/agent/server.ts';
import { startServer } from '../../src/agent/server.ts';
import { loadAgent } from '../../src/agent/simulator.ts';

const HANDSHAKE_MS = 500;
const MAX_FRAME_BYTES = 64 * 1024;

let server: AgentServer;
let port: number;
const defects: unknown[] = [];

beforeAll(async () => {
  server = await startServer({
    agent: await loadAgent({ seed: 5 }),
    host: '127.0.0.1',
    port: 0,
    bounds: { handshakeMs: HANDSHAKE_MS, maxFrameBytes: MAX_FRAME_BYTES },
    onDefect: (error) => defects.push(error),
  });
  port = Number(new URL(server.url).port);
});
afterAll(() => server.close());

const UPGRADE = [
  'GET /v1/realtime?model=m HTTP/1.1',
  'host: x',
  'connection: Upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  '',
  '',
].join('\r\n');

/** A client's frame: masked, and of the right length, where nothing else is said. */
function frame(
  payload: Buffer,
  {
    first = 0x81,
    masked = true,
    length = payload.length,
  }: { first?: number; masked?: boolean; length?: number | bigint } = {},
): Buffer {
  const mask = masked ? 0x80 : 0;
  const head =
    typeof length === 'bigint' || length > 65_535
      ? Buffer.concat([Buffer.from([first, mask | 127]), bigEndian(BigInt(length))])
      : length > 125
        ? Buffer.from([first, mask | 126, length >> 8, length & 255])
        : Buffer.from([first, mask | length]);
  if (!masked) return Buffer.concat([head, payload]);
  const key = Buffer.from([1, 2, 3, 4]);
  const body = Buffer.from(payload.map((byte, i) => byte ^ (key[i % 4] ?? 0)));
  return Buffer.concat([head, key, body]);
}

function bigEndian(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value));
  return bytes;
}

const text = (event: unknown): Buffer => Buffer.from(JSON.stringify(event));
const create = text({ type: 'response.create' });

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, () => random.below(256)));
}

/** What a hostile client writes after the handshake, each in its own way. */
const frames: Readonly<Record<string, (random: Random) => Buffer>> = {
  'bytes that are no frame': (random) => noise(random, 1 + random.below(400)),
  'a frame with reserved bits': () => frame(create, { first: 0xf1 }),
  'an opcode that is none': (random) => frame(create, { first: 0x83 + random.below(5) }),
  'a frame without a mask': () => frame(create, { masked: false }),
  'a length of 2⁶³': () => frame(Buffer.alloc(10), { length: 2n ** 63n }),
  'a length of a terabyte': () => frame(Buffer.alloc(10), { length: 2n ** 40n }),
  'more than a frame may hold': () => frame(Buffer.alloc(MAX_FRAME_BYTES + 1, 0x20)),
  'fragments without end': () =>
    Buffer.concat([
      frame(create, { first: 0x01 }),
      ...Array.from({ length: 70 }, () => frame(Buffer.alloc(1024), { first: 0 })),
    ]),
  'a fragment of nothing': () => frame(create, { first: 0x80 }),
  'text that is not UTF-8': (random) =>
    frame(Buffer.concat([Buffer.from([0xff, 0xfe, 0xc0]), noise(random, 50)])),
  'a ping that is too long': () => frame(Buffer.alloc(200), { first: 0x89 }),
  'a ping in fragments': () => frame(Buffer.alloc(2), { first: 0x09 }),
  'a close with half a code': () => frame(Buffer.from([3]), { first: 0x88 }),
  'a close with a code that is none': () => frame(Buffer.from([0x03, 0xed]), { first: 0x88 }),
  'a thousand pings': () =>
    Buffer.concat(Array.from({ length: 1000 }, () => frame(Buffer.from('hello'), { first: 0x89 }))),
  'binary in place of text': (random) => frame(noise(random, 300), { first: 0x82 }),
  'JSON nested ten thousand deep': () => frame(Buffer.from(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)),
  'tools nested ten thousand deep': () => {
    const nested = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const tool = `{"type":"function","name":"f","parameters":${nested}}`;
    return frame(Buffer.from(`{"type":"session.update","session":{"type":"realtime","tools":[${tool}]}}`));
  },
  'names that objects have of themselves': () =>
    frame(
      Buffer.from(
        '{"type":"response.create","__proto__":{"x":1},"response":{"constructor":1,"metadata":{"__proto__":"y"}}}',
      ),
    ),
  'a good frame with a bit turned': (random) => {
    const good = frame(create);
    const at = random.below(good.length);
    good[at] = (good[at] ?? 0) ^ (1 << random.below(8));
    return good;
  },
  'half a frame': (random) => {
    const good = frame(
      text({ type: 'session.update', session: { type: 'realtime', instructions: 'x'.repeat(300) } }),
    );
    return good.subarray(0, 1 + random.below(good.length - 1));
  },
  'a request for answers, sixty times, and no reading': () =>
    Buffer.concat(
      Array.from({ length: 60 }, () =>
        frame(text({ type: 'response.create', response: { conversation: 'none' } })),
      ),
    ),
};

const handshakes: Readonly<Record<string, (random: Random) => Buffer>> = {
  'bytes that are no HTTP': (random) => noise(random, 1 + random.below(300)),
  'half a handshake': (random) => Buffer.from(UPGRADE.slice(0, 1 + random.below(UPGRADE.length - 3))),
  'a handshake with no key': () => Buffer.from(UPGRADE.replace(/sec-websocket-key.*\r\n/, '')),
  'a handshake of another version': () => Buffer.from(UPGRADE.replace('version: 13', 'version: 7')),
  'a header of a megabyte': () => Buffer.from(UPGRADE.replace('host: x', `host: ${'x'.repeat(1_000_000)}`)),
  'a path that is none': () => Buffer.from(UPGRADE.replace('/v1/realtime?model=m', '/%00%ff../?model=%zz')),
  'a model that is no text': () => Buffer.from(UPGRADE.replace('model=m', 'model=%ff%fe')),
};

/** Writes, ends its half, and waits until the server has ended the other. */
function attack(bytes: Buffer, ends: 'half' | 'reset'): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.on('end', () => socket.end());
    socket.resume();
    socket.write(bytes, () => (ends === 'half' ? socket.end() : socket.resetAndDestroy()));
  });
}

/** A dozen times with each kind, all at once. */
async function attackWith(
  kinds: Readonly<Record<string, (random: Random) => Buffer>>,
  whole: (bytes: Buffer) => Buffer,
): Promise<void> {
  const attacks = Object.entries(kinds).flatMap(([kind, make]) => {
    const random = new Random(1, 'agent-fuzz', kind);
    return Array.from({ length: 12 }, (_, i) => attack(whole(make(random)), i % 4 === 3 ? 'reset' : 'half'));
  });
  await Promise.all(attacks);
}

/** A well-behaved client is greeted. */
function greeted(): Promise<string> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(`${server.url}?model=m`);
    client.on('error', reject);
    client.on('open', () => client.send(create.toString()));
    client.on('message', (data) => {
      const event = JSON.parse((data as Buffer).toString('utf8')) as {
        type: string;
        response?: { status: string };
      };
      if (event.type !== 'response.done') return;
      client.close();
      resolve(event.response?.status ?? '');
    });
  });
}

describe('a server whose clients break every rule', () => {
  it('outlives broken handshakes of every kind', async () => {
    await attackWith(handshakes, (bytes) => bytes);
    expect(await greeted()).toBe('completed');
  });

  it('outlives broken frames of every kind, half-closed and reset', async () => {
    const meanwhile = greeted();
    await attackWith(frames, (bytes) => Buffer.concat([Buffer.from(UPGRADE), bytes]));
    expect(await meanwhile).toBe('completed');
    expect(await greeted()).toBe('completed');
    expect(defects).toEqual([]);
  });

  it('hangs up on those who take for ever over their handshake', async () => {
    const startedMs = performance.now();
    const slow = Array.from({ length: 20 }, (_, i) => dribble(UPGRADE.slice(0, 40 + i)));
    expect(await greeted()).toBe('completed');
    await Promise.all(slow);
    // Twice the time it gives them, for the server looks at its connections only so often.
    expect(performance.now() - startedMs).toBeLessThan(4 * HANDSHAKE_MS);
  });

  it('ends within two seconds, though clients sit there that answer nothing', async () => {
    const own = await startServer({ agent: await loadAgent({ seed: 5 }), host: '127.0.0.1', port: 0 });
    const ownPort = Number(new URL(own.url).port);
    const held = ['', UPGRADE.slice(0, 50), UPGRADE].map((text) => {
      const socket = connect({ port: ownPort, host: '127.0.0.1', allowHalfOpen: true });
      socket.on('error', () => {});
      socket.write(text);
      return socket;
    });
    await new Promise((resolve) => held[2]?.once('data', resolve));
    const startedMs = performance.now();
    await own.close();
    expect(performance.now() - startedMs).toBeLessThan(2000);
    for (const socket of held) socket.destroy();
  });

  it('answers others while clients sit on half a frame', async () => {
    const held: Socket[] = [];
    for (let i = 0; i < 50; i++) {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.on('error', () => {});
      socket.resume();
      socket.write(Buffer.concat([Buffer.from(UPGRADE), frame(Buffer.alloc(500, 0x20)).subarray(0, 20)]));
      held.push(socket);
    }
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('data', resolve))));
    expect(await greeted()).toBe('completed');
    const gone = held.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of held) socket.destroy();
    await Promise.all(gone);
    expect(defects).toEqual([]);
  });
});

/** One byte every 20 ms, never all of it; resolves when the server has had enough. */
function dribble(head: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let at = 0;
    const timer = setInterval(() => socket.write(head[at++ % head.length] ?? 'x'), 20);
    socket.on('error', () => {});
    socket.on('close', () => {
      clearInterval(timer);
      resolve();
    });
    socket.resume();
  });
}
