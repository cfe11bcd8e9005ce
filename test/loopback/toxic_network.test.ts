/** A network that is bad on purpose, under real sockets: what the target and the caller see of each toxic. */

import { once } from 'node:events';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { makeCertificate } from '../../src/agent/certificate.ts';
import { Histogram } from '../../src/core/log/histogram.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import type { Plan, PlanToxic } from '../../src/core/plan/plan.ts';
import type { Closing } from '../../src/engine/host.ts';
import { GeneratorMeter } from '../../src/engine/node/generator_meter.ts';
import { CallSocket } from '../../src/engine/node/socket.ts';
import { dialOptions } from '../../src/engine/node/dial_options.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { clockFrom, monotonicMs } from '../../src/engine/node/monotonic_clock.ts';
import { ToxicProxy } from '../../src/engine/node/toxic_proxy.ts';
import { threadWaker } from '../../src/engine/node/waker.ts';
import { Wheel } from '../../src/engine/node/wheel.ts';
import { networkOf } from '../../src/network/call_network.ts';
import { readToxic } from '../../src/network/read_toxic.ts';
import { LISTEN, smallPlan } from '../core/plan/small_plan.ts';
import { oneCall, type OneCall } from './one_call.ts';
import { ready, type Peer, type Target } from './servers.ts';
import { tone } from './tone.ts';

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

function toxic(
  name: string,
  given: Readonly<Record<string, string>> = {},
  more: Partial<PlanToxic> = {},
): PlanToxic {
  const read = readToxic(name, given);
  if (!('ok' in read)) throw new Error(read.mistake);
  return { toxic: name, stream: 'downstream', toxicity: 1, args: read.ok, ...more };
}

function planOf(...network: PlanToxic[]): Plan {
  return { ...smallPlan([LISTEN]), network };
}

const message = Buffer.from('{"type":"frame"}');
const frames = viewsOf(
  framed({
    bytes: Buffer.concat(Array.from({ length: 40 }, () => message)),
    offsets: Uint32Array.from({ length: 41 }, (_, n) => n * message.length),
  }),
);

/** A proxy to a bare TCP server; `serve` is given each connection's socket at the server. */
async function proxied(network: readonly PlanToxic[], serve: (socket: Socket) => void) {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const now = clockFrom(monotonicMs());
  const wheel = new Wheel(now, new Histogram(), threadWaker);
  closing.push(
    () => server.close(),
    () => wheel.stop(),
  );
  const plan = planOf(...network);
  const link = networkOf(plan, callOf(plan, 0))?.link(0, now(), () => {});
  if (link === undefined) throw new Error('no toxic falls on the call');
  const raw = connect((server.address() as AddressInfo).port, '127.0.0.1');
  return { proxy: new ToxicProxy(raw, link, { now, wheel }), raw, now, server };
}

describe('the proxy', () => {
  it('carries every byte both ways, in order, whatever is done to them', async () => {
    const both = (name: string, given: Readonly<Record<string, string>>): PlanToxic[] => [
      toxic(name, given),
      toxic(name, given, { stream: 'upstream' }),
    ];
    const network = [
      ...both('latency', { latency: '5ms', jitter: '5ms' }),
      ...both('slicer', { average_size: '1000B', size_variation: '900B' }),
      ...both('bandwidth', { rate: '5MB/s' }),
    ];
    const { proxy } = await proxied(network, (socket) => socket.pipe(socket));
    const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 31 + (i >> 8)) & 0xff));
    proxy.end(sent);
    const parts: Buffer[] = [];
    proxy.on('data', (part: Buffer) => parts.push(part));
    await once(proxy, 'close');
    expect(Buffer.concat(parts).equals(sent)).toBe(true);
  });

  it('takes no more than it may hold, from either side', async () => {
    const held: Socket[] = [];
    const { proxy, raw } = await proxied(
      [toxic('timeout'), toxic('timeout', {}, { stream: 'upstream' })],
      (socket) => {
        held.push(socket);
        // Reads all that it gets, and says as much as it can.
        socket.resume();
        const pour = (): void => {
          while (socket.writable && socket.write(Buffer.alloc(65_536)));
        };
        socket.on('drain', pour);
        pour();
      },
    );
    let taken = 0;
    const piece = Buffer.alloc(65_536);
    const pour = (): void => {
      for (; taken < 64 << 20; taken += piece.length) if (!proxy.write(piece)) break;
    };
    proxy.on('drain', pour);
    pour();
    proxy.resume();
    if (!raw.isPaused()) await once(raw, 'pause');
    expect(raw.bytesRead).toBeLessThan(3 << 20);
    expect(taken).toBeLessThan(3 << 20);
    expect(held[0]?.bytesRead).toBe(0);
    proxy.destroy();
    await once(proxy, 'close');
    expect(raw.destroyed).toBe(true);
  });

  it('resets both ends for real', async () => {
    const codes: unknown[] = [];
    let told = (): void => {};
    const peer = new Promise<void>((resolve) => {
      told = resolve;
    });
    const { proxy } = await proxied([toxic('reset_peer', { timeout: '100ms' })], (socket) => {
      socket.resume();
      socket.once('error', (error: NodeJS.ErrnoException) => {
        codes.push(error.code);
        told();
      });
    });
    proxy.on('error', (error: NodeJS.ErrnoException) => codes.push(error.code));
    proxy.write('hello');
    await peer;
    expect(codes).toEqual(['ECONNRESET', 'ECONNRESET']);
  });

  it('tells late that the other side has closed, after what it said before', async () => {
    const { proxy, now } = await proxied([toxic('slow_close', { delay: '150ms' })], (socket) =>
      socket.end('bye'),
    );
    let saidMs = Infinity;
    proxy.on('data', () => {
      saidMs = now();
    });
    await once(proxy, 'end');
    expect(now() - saidMs).toBeGreaterThan(145);
    proxy.destroy();
  });
});

describe('a socket over a network that is too narrow', () => {
  const frame = framed({ bytes: Buffer.alloc(64 << 10, 0x20), offsets: Uint32Array.of(0, 64 << 10) }).bytes;

  async function connected(network: readonly PlanToxic[]) {
    const peers: Peer[] = [];
    const target = await ready((peer, type) => void (type === 'open' && peers.push(peer)));
    const shift = { ms: 0 };
    const real = clockFrom(monotonicMs());
    const now = (): number => real() + shift.ms;
    const wheel = new Wheel(now, new Histogram(), threadWaker);
    closing.push(
      () => target.close(),
      () => wheel.stop(),
    );
    const plan = planOf(...network);
    const link = networkOf(plan, callOf(plan, 0))?.link(0, now(), () => {}) ?? null;
    const gauge = new GeneratorMeter();
    let told: (closing: Closing) => void = () => {};
    const closed = new Promise<Closing>((resolve) => (told = resolve));
    const socket = await new Promise<CallSocket>((resolve) => {
      const made: CallSocket = new CallSocket(
        0,
        { url: target.url, headers: {}, protocols: [] },
        { now, gauge, wheel },
        {
          opened: () => resolve(made),
          received: () => {},
          ponged: () => {},
          closed: (_, how) => told(how),
        },
        link,
      );
    });
    await expect.poll(() => peers.length).toBe(1);
    const flood = (): void => {
      for (let i = 0; i < 1000; i++)
        socket.sendFrame(Buffer.from(frame.buffer, frame.byteOffset, frame.length), true);
    };
    return { socket, gauge, closed, shift, flood, peer: peers[0] as Peer };
  }

  it('is given up on purpose: no frame is counted as unread or dropped', async () => {
    const { gauge, closed, shift, flood } = await connected([
      toxic('bandwidth', { rate: '10kB/s' }, { stream: 'upstream' }),
    ]);
    flood();
    expect(gauge.framesSent).toBeLessThan(200);
    shift.ms = 5001;
    flood();
    expect(await closed).toMatchObject({
      failure: 'disconnected',
      detail: '4 MB waited on the network made bad on purpose for 5 s',
    });
    expect([gauge.framesUnread, gauge.framesDropped]).toEqual([0, 0]);
  });

  it('is the target’s doing where what is bad is the way back', async () => {
    const { gauge, closed, shift, flood, peer } = await connected([toxic('latency', { latency: '1ms' })]);
    peer.wire.pause();
    flood();
    shift.ms = 5001;
    flood();
    expect(await closed).toMatchObject({ failure: 'target_not_reading' });
    expect(gauge.framesUnread).toBeGreaterThan(0);
  });
});

async function call(
  network: readonly PlanToxic[],
  hears: (peer: Peer, type: string) => void = () => {},
): Promise<OneCall & { readonly target: Target; readonly strikes: readonly unknown[] }> {
  const target = await ready(hears);
  closing.push(() => target.close());
  const made = await oneCall(planOf(...network), target.url, { frames });
  return { ...made, target, strikes: made.records.filter(({ type }) => type === 'strike') };
}

function answers(peer: Peer): void {
  peer.send({ type: 'response.created', response: { id: 'r' } });
  peer.send({ type: 'response.output_audio.delta', response_id: 'r', item_id: 'i', delta: tone(200) });
  peer.send({ type: 'response.done', response: { id: 'r', status: 'completed' } });
}

describe('a call over a bad network', () => {
  it('by latency has all it hears later, and its round trips too', async () => {
    const { call: made, strikes } = await call([toxic('latency', { latency: '120ms' })], (peer, type) => {
      if (type === 'session.update') answers(peer);
    });
    expect(made).toMatchObject({ outcome: 'completed', failure: null });
    expect(made.rtt.minMs).toBeGreaterThanOrEqual(120);
    expect(strikes).toEqual([
      expect.objectContaining({
        type: 'strike',
        call: 0,
        fault: 'latency',
        connection: 0,
        detail: 'downstream, latency 120, jitter 0',
      }),
    ]);
  });

  it('by reset_peer is reset on purpose: no fault of the target’s', async () => {
    const { call: made, strikes } = await call([toxic('reset_peer', { timeout: '150ms' })]);
    expect(made).toMatchObject({
      outcome: 'failed',
      failure: 'disconnected',
      detail: expect.stringContaining('reset on purpose by the network') as string,
    });
    expect(strikes).toMatchObject([{ fault: 'reset_peer' }]);
  });

  it.each([
    ['timeout', { timeout: '150ms' }],
    ['limit_data', { bytes: '200B' }],
  ])('by %s is closed on purpose', async (name, given) => {
    const { call: made, strikes } = await call([toxic(name, given)]);
    expect(made).toMatchObject({
      outcome: 'failed',
      failure: 'disconnected',
      detail: expect.stringContaining('closed on purpose by the network') as string,
    });
    expect(strikes).toMatchObject([{ fault: name }]);
  });

  it('that is down does not come about', async () => {
    const { call: made, strikes, target } = await call([toxic('down')]);
    expect(made).toMatchObject({ outcome: 'failed', failure: 'disconnected' });
    expect(target.requests).toHaveLength(0);
    expect(strikes).toMatchObject([{ fault: 'down' }]);
  });

  it('that goes down and comes up again is lost, refused, and dialled again as one call', async () => {
    const heard: string[] = [];
    const target = await ready((peer, type) => {
      heard.push(type);
      if (type === 'session.update' && heard.filter((each) => each === 'open').length === 2) answers(peer);
    });
    closing.push(() => target.close());
    const plan = smallPlan([LISTEN], { limits: { redials: 20, redialMs: 50 } });
    const network = [toxic('down', {}, { fromMs: 400, untilMs: 700 })];
    const { call: made, records } = await oneCall({ ...plan, network }, target.url, { frames });
    expect(made).toMatchObject({ outcome: 'completed', failure: null });
    expect(made.connections).toBeGreaterThanOrEqual(3);
    expect(target.requests).toHaveLength(2);
    const strikes = records.filter((record) => record.type === 'strike');
    // The one that stood, and each that could not be made.
    expect(strikes.map(({ connection }) => connection)).toEqual(
      Array.from({ length: (made.connections ?? 0) - 1 }, (_, n) => n),
    );
  });

  it('is the same beyond a proxy of the user’s', async () => {
    const target = await ready((peer, type) => {
      if (type === 'session.update') answers(peer);
    });
    const proxy = createHttpServer();
    let asked = 0;
    proxy.on('connect', (_request: unknown, socket: Socket) => {
      asked++;
      const onward = connect(Number(new URL(target.url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      for (const end of [socket, onward]) end.on('error', () => end.destroy());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    closing.push(
      () => target.close(),
      () => proxy.close(),
    );
    const to = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const dial = await dialOptions({ ca: null, proxy: to });
    const network = [toxic('latency', { latency: '80ms' })];
    const { call: made } = await oneCall(planOf(...network), target.url, { dial, frames });
    expect(asked).toBe(1);
    expect(made).toMatchObject({ outcome: 'completed', failure: null });
    expect(made.rtt.minMs).toBeGreaterThanOrEqual(80);
  });

  it('is the same under TLS', async () => {
    const { key, cert, authority } = await makeCertificate(['127.0.0.1']);
    const server = createHttpsServer({ key, cert });
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket) => {
      socket.send(JSON.stringify({ type: 'session.created', session: { id: 's' } }));
      socket.on('message', (data) => {
        const { type } = JSON.parse((data as Buffer).toString()) as { readonly type: string };
        if (type !== 'session.update') return;
        socket.send(JSON.stringify({ type: 'session.updated', session: {} }));
        answers({ send: (event: object) => socket.send(JSON.stringify(event)) } as Peer);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => server.close());
    const url = `wss://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const dial = { secureContext: createSecureContext({ ca: authority }) };
    const network = [toxic('latency', { latency: '60ms' }), toxic('slicer', { average_size: '200B' })];
    const { call: made } = await oneCall(planOf(...network), url, { dial, frames });
    expect(made).toMatchObject({ outcome: 'completed', failure: null });
    expect(made.rtt.minMs).toBeGreaterThanOrEqual(60);
    const reset = await oneCall(planOf(toxic('reset_peer', { timeout: '100ms' })), url, { dial, frames });
    expect(reset.call).toMatchObject({ outcome: 'failed', failure: 'disconnected' });
    // An authority that nobody named is refused as without the proxy.
    const unknown = await oneCall(planOf(toxic('latency')), url);
    expect(unknown.call).toMatchObject({ outcome: 'failed', failure: 'connect_failed' });
  });
});
