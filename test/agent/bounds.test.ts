import { get } from 'node:http';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Bounds } from '../../src/agent/bounds.ts';
import { makeCertificate } from '../../src/agent/certificate.ts';
import type { AgentServer, ServerOptions } from '../../src/agent/server.ts';
import { startServer } from '../../src/agent/server.ts';
import type { AgentSession } from '../../src/agent/session.ts';
import type { Agent } from '../../src/agent/simulator.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { SocketClient } from './socket_client.ts';

const KEY = 'sk-the-right-one';

let agent: Agent;
const servers: AgentServer[] = [];

beforeAll(async () => {
  agent = await loadAgent({ seed: 1 });
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serving(
  options: Partial<ServerOptions> & { readonly bounds?: Partial<Bounds> } = {},
): Promise<string> {
  const server = await startServer({ agent, host: '127.0.0.1', port: 0, ...options });
  servers.push(server);
  return `${server.url}?model=m`;
}

describe('a server’s bounds', () => {
  it('turn away sessions over their number with HTTP 503, and take them when there is room', async () => {
    const url = await serving({ bounds: { maxSessions: 2 } });
    const first = new SocketClient(url);
    const second = new SocketClient(url);
    await Promise.all([first.until('session.created'), second.until('session.created')]);
    await expect(new SocketClient(url).closed).rejects.toThrow('503');
    first.socket.close();
    await first.closed;
    // The server hears of it when its own side is closed: that it has room again it says itself.
    while ((await health(url)).sessions === 2);
    await new SocketClient(url).until('session.created');
  });

  it('end a client that sends too long a message with 1009', async () => {
    const url = await serving({ bounds: { maxFrameBytes: 10_000 } });
    const client = new SocketClient(url);
    await client.until('session.created');
    client.send('x'.repeat(10_001));
    expect((await client.closed).code).toBe(1009);
  });

  it('cut off a client that asks and does not read', async () => {
    const url = await serving({ bounds: { maxUnreadBytes: 300_000 } });
    const reader = new SocketClient(url);
    const client = new SocketClient(url);
    await Promise.all([reader.until('session.created'), client.until('session.created')]);
    client.send({ type: 'response.create' });
    const { event } = await client.until('response.output_item.done');
    const { id } = (event as { item: { id: string } }).item;
    client.socket.pause();
    // Each brings the greeting's audio: more in all than the system holds back for a socket.
    for (let i = 0; i < 300; i++) client.send({ type: 'conversation.item.retrieve', item_id: id });
    reader.send({ type: 'response.create' });
    await reader.until('response.done');
    expect((await health(url)).sessions).toBe(1);
    client.socket.resume();
    expect((await client.closed).code).toBe(1006);
  });

  it('cut off a client that answers no pings', async () => {
    const url = await serving({ bounds: { pingMs: 30 } });
    const alive = new SocketClient(url);
    const dead = new SocketClient(url, [], {}, { autoPong: false });
    expect((await dead.closed).code).toBe(1006);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  });

  it('end a session at its limit with 1001', async () => {
    const url = await serving({
      agent: await loadAgent({ seed: 1, limits: { sessionMs: 100 } }),
    });
    const client = new SocketClient(url);
    const { event } = await client.until('session.created');
    expect(event).toMatchObject({ session: { expires_at: expect.any(Number) as number } });
    const reason = 'Your session hit the maximum duration of 0.1 seconds.';
    expect((await client.until('error')).event).toMatchObject({
      error: { code: 'session_expired', message: reason },
    });
    expect(await client.closed).toEqual({ code: 1001, reason });
  });

  it('hold for all sessions together, where tokens are concerned', async () => {
    const url = await serving({
      agent: await loadAgent({ seed: 1, limits: { tokensPerMinute: 300 } }),
    });
    const ask = { type: 'response.create', response: { instructions: 'x'.repeat(800) } };
    const [one, other] = [new SocketClient(url), new SocketClient(url)];
    await Promise.all([one.until('session.created'), other.until('session.created')]);
    one.send(ask);
    await one.until('response.created');
    other.send(ask);
    expect((await other.until('response.done')).event).toMatchObject({ response: { status: 'failed' } });
    expect((await one.until('response.done')).event).toMatchObject({ response: { status: 'completed' } });
  });

  it('end a session in which the agent itself fails, and no other', async () => {
    const defects: unknown[] = [];
    const broken = new Error('a defect');
    const url = await serving({
      onDefect: (error) => defects.push(error),
      agent: {
        ...agent,
        session: (index, options) => {
          const session = agent.session(index, options);
          if (index !== 0) return session;
          const handle: AgentSession['handle'] = (input, atMs) => {
            if (input.type === 'message') throw broken;
            return session.handle(input, atMs);
          };
          return Object.assign(Object.create(session) as AgentSession, { handle });
        },
      },
    });
    const first = new SocketClient(url);
    await first.until('session.created');
    const second = new SocketClient(url);
    await second.until('session.created');
    first.send({ type: 'response.create' });
    expect((await first.until('error')).event).toMatchObject({ error: { type: 'server_error' } });
    expect((await first.closed).code).toBe(1011);
    expect(defects).toEqual([broken]);
    second.send({ type: 'response.create' });
    await second.until('response.done');
  });
});

describe('a server with a key', () => {
  it('turns away a page of somebody else’s before there is a socket, and takes one that is allowed', async () => {
    const answerTo = async (origins: readonly string[]): Promise<number> => {
      const url = await serving({ origins });
      const socket = new WebSocket(url, ['realtime'], { headers: { origin: 'https://page.example' } });
      return new Promise((resolve) => {
        socket.on('error', () => {});
        socket.once('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
        socket.once('open', () => {
          socket.close();
          resolve(101);
        });
      });
    };
    expect(await answerTo([])).toBe(403);
    expect(await answerTo(['https://page.example'])).toBe(101);
  });

  const presented: readonly [string, string[], Record<string, string>][] = [
    ['as a bearer', [], { authorization: `Bearer ${KEY}` }],
    ['as a bearer in small letters', [], { authorization: `bearer ${KEY}` }],
    ['as an api-key', [], { 'api-key': KEY }],
    ['in a subprotocol', ['realtime', `openai-insecure-api-key.${KEY}`], {}],
  ];
  it.each(presented)('takes it %s', async (_, protocols, headers) => {
    const client = new SocketClient(await serving({ key: KEY }), protocols, headers);
    await client.until('session.created');
    expect(JSON.stringify(client.events)).not.toContain(KEY);
  });

  const others: readonly [string, string[], Record<string, string>][] = [
    ['nothing', [], {}],
    ['another key', [], { authorization: 'Bearer sk-another' }],
    ['the key and more', [], { authorization: `Bearer ${KEY}x` }],
    ['the key in another scheme', [], { authorization: `Basic ${KEY}` }],
    ['an empty key', [], { 'api-key': '' }],
    ['another key in a subprotocol', ['realtime', 'openai-insecure-api-key.sk-another'], {}],
  ];
  it.each(others)('refuses %s inside the socket', async (_, protocols, headers) => {
    const client = new SocketClient(await serving({ key: KEY }), protocols, headers);
    const { event } = await client.until('error');
    expect(event).toMatchObject({ error: { type: 'invalid_request_error', code: 'invalid_api_key' } });
    expect(await client.closed).toEqual({ code: 3000, reason: 'invalid_request_error.invalid_api_key' });
    expect(JSON.stringify(client.events)).not.toContain('sk-');
  });

  it('says how it is to whoever asks, without one', async () => {
    expect(await health(await serving({ key: KEY }))).toMatchObject({ status: 'ok', sessions: 0 });
  });
});

describe('a server over TLS', () => {
  it('is believed by a client that trusts its authority, and by no other', async () => {
    const certificate = await makeCertificate(['localhost', '127.0.0.1']);
    const url = await serving({ tls: certificate });
    expect(url).toMatch(/^wss:/);
    for (const host of ['127.0.0.1', 'localhost']) {
      const client = new SocketClient(url.replace('127.0.0.1', host), [], {}, { ca: certificate.authority });
      await client.until('session.created');
      client.send({ type: 'response.create' });
      await client.until('response.output_audio.delta');
    }
    await expect(new SocketClient(url).closed).rejects.toThrow(/self-signed|unable to verify/);
    const other = await makeCertificate(['127.0.0.1']);
    await expect(new SocketClient(url, [], {}, { ca: other.authority }).closed).rejects.toThrow(
      /certificate/,
    );
    const named = await makeCertificate(['example.com']);
    const elsewhere = await serving({ tls: named });
    await expect(new SocketClient(elsewhere, [], {}, { ca: named.authority }).closed).rejects.toThrow(
      'does not match',
    );
  });
});

function health(url: string): Promise<{ readonly status: string; readonly sessions: number }> {
  return new Promise((resolve, reject) => {
    const { host } = new URL(url);
    get(`http://${host}/healthz`, (response) => {
      let text = '';
      response.on('data', (data) => (text += String(data)));
      response.on('end', () => resolve(JSON.parse(text) as { status: string; sessions: number }));
    }).on('error', reject);
  });
}
