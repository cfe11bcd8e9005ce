import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import type { AgentServer } from '../../src/agent/server.ts';
import { startServer } from '../../src/agent/server.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { SocketClient } from './socket_client.ts';
import { recordings } from './virtual_client.ts';

let server: AgentServer;
const records: AgentRecord[] = [];

beforeAll(async () => {
  const agent = await loadAgent({ seed: 1 });
  server = await startServer({
    agent,
    host: '127.0.0.1',
    port: 0,
    log: (record) => void records.push(record),
  });
});
afterAll(() => server.close());

const dial = (...rest: [string[]?, Record<string, string>?]): SocketClient =>
  new SocketClient(`${server.url}?model=m`, ...rest);

describe('the server', () => {
  it('talks over a real socket, and writes down when', async () => {
    const client = dial([], { authorization: 'Bearer secret' });
    const created = (await client.until('session.created')).event;
    if (created.type !== 'session.created') throw new Error('not created');
    const { id } = created.session as { id?: string };
    client.send({ type: 'response.create' });
    const audio = await client.until('response.output_audio.delta');
    await client.until('response.done');
    const [spoken] = await recordings('awb/stop');
    const pcm = spoken?.pcm ?? new Int16Array(0);
    const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    // Faster than it plays: turns are found by position, not by time of arrival.
    const frames = [bytes, Buffer.alloc(48_000)];
    for (const frame of frames)
      client.send({ type: 'input_audio_buffer.append', audio: frame.toString('base64') });
    await client.until('input_audio_buffer.committed');
    await client.until('response.done', 2);
    client.socket.close();
    expect((await client.closed).code).toBe(1005);
    const mine = records.filter(({ sessionId }) => sessionId === id);
    const answer = mine.find((record) => record.type === 'answer');
    if (answer?.type !== 'answer') throw new Error('no answer in the log');
    expect(answer.firstAudioSentMs).toBeGreaterThanOrEqual(answer.createdMs);
    expect(answer.doneMs).toBeGreaterThanOrEqual(answer.firstAudioSentMs ?? Infinity);
    expect(audio.atMs).toBeGreaterThanOrEqual(answer.firstAudioSentMs ?? Infinity);
    expect(mine.some((record) => record.type === 'utterance' && record.arrivals.length === 2)).toBe(true);
    expect(JSON.stringify(records)).not.toContain('secret');
  });

  it('takes a key in a subprotocol, and does not send it back', async () => {
    const client = dial(['realtime', 'openai-insecure-api-key.secret']);
    await client.until('session.created');
    expect(client.socket.protocol).toBe('realtime');
    client.socket.close();
  });

  it('answers a health check', async () => {
    const response = await fetch(server.url.replace('ws:', 'http:').replace('/v1/realtime', '/healthz'));
    expect(response.status).toBe(200);
    const health = (await response.json()) as Record<string, unknown>;
    expect(health).toEqual({ status: 'ok', sessions: server.sessions, uptime_seconds: expect.any(Number) });
    const other = await fetch(server.url.replace('ws:', 'http:'));
    expect(other.status).toBe(404);
  });

  it('refuses other paths at the handshake', async () => {
    const client = new SocketClient(`${server.url.replace('/v1/realtime', '/v1/else')}?model=m`);
    await expect(client.closed).rejects.toThrow('404');
  });

  it('refuses a missing model and the beta inside the socket, as the service does', async () => {
    const bare = new SocketClient(server.url);
    expect((await bare.until('error')).event).toMatchObject({ error: { code: 'missing_model' } });
    expect(await bare.closed).toEqual({ code: 4000, reason: 'invalid_request_error.missing_model' });
    const beta = dial([], { 'openai-beta': 'realtime=v1' });
    expect((await beta.until('error')).event).toMatchObject({ error: { code: 'beta_api_shape_disabled' } });
    expect((await beta.closed).code).toBe(4000);
  });

  it('answers garbage with errors and goes on', async () => {
    const client = dial();
    await client.until('session.created');
    client.send('garbage');
    client.socket.send(Buffer.from([0xff, 0x00]));
    // Not UTF-8, in a text message.
    client.socket.send(Buffer.from([0x7b, 0xff, 0xfe]), { binary: false });
    await client.until('error', 3);
    client.send({ type: 'response.create' });
    expect((await client.until('response.created')).event.type).toBe('response.created');
    client.socket.terminate();
  });

  it('outlives a client that breaks the WebSocket protocol or sends too much', async () => {
    const big = dial();
    await big.until('session.created');
    big.socket.send('x'.repeat(17 * 1024 * 1024));
    expect((await big.closed.catch(() => ({ code: 1006 }))).code).toBeGreaterThanOrEqual(1006);
    const raw = dial();
    await raw.until('session.created');
    (raw.socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(
      Buffer.alloc(64, 0xff),
    );
    await raw.closed.catch(() => {});
    const after = dial();
    await after.until('session.created');
    after.socket.close();
  });

  it('says so when the port is taken', async () => {
    const agent = await loadAgent({ seed: 1 });
    const port = Number(new URL(server.url).port);
    await expect(startServer({ agent, host: '127.0.0.1', port })).rejects.toMatchObject({
      place: { code: 'port_in_use' },
    });
  });

  it('closes its sessions when it ends', async () => {
    const agent = await loadAgent({ seed: 1 });
    const own = await startServer({ agent, host: '127.0.0.1', port: 0 });
    const client = new SocketClient(`${own.url}?model=m`);
    await client.until('session.created');
    expect(own.sessions).toBe(1);
    await own.close();
    expect((await client.closed).code).toBe(1001);
  });
});
