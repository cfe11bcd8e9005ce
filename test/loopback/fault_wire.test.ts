/** Faults on the wire: what a socket of its own gets from a server that does one thing wrong. */

import { afterEach, describe, expect, it } from 'vitest';
import { readFaultText } from '../../src/fault/fault_wish.ts';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import { startServer, type AgentServer } from '../../src/agent/server.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { skimmer } from '../../src/dialect/openai/openai_skim.ts';
import { StringText } from '../../src/engine/string_text.ts';
import { SocketClient } from '../agent/socket_client.ts';

let server: AgentServer | null = null;
const records: AgentRecord[] = [];

async function dial(...faults: readonly string[]): Promise<SocketClient> {
  const wishes = faults.map((text) => {
    const reading = readFaultText(text);
    if ('mistake' in reading) throw new Error(reading.mistake);
    return reading.ok;
  });
  records.length = 0;
  const agent = await loadAgent({ seed: 1, faults: wishes });
  server = await startServer({ agent, host: '127.0.0.1', port: 0, log: (record) => records.push(record) });
  return again();
}

function again(): SocketClient {
  return new SocketClient(`${server?.url}?model=m`);
}

afterEach(() => server?.close());

describe('extra_fields', () => {
  it('are in every event, audio among them, which a caller hears all the same', async () => {
    const client = await dial('extra_fields');
    const texts: string[] = [];
    client.socket.on('message', (data: Buffer) => texts.push(data.toString()));
    await client.until('session.created');
    client.send({ type: 'response.create' });
    await client.until('response.done');
    expect(client.events.filter(({ event }) => !('obfuscation' in event && 'x_trace' in event))).toEqual([]);
    const deltas = texts.filter((text) => text.startsWith('{"type":"response.output_audio.delta"'));
    expect(deltas.length).toBeGreaterThan(4);
    for (const text of deltas) {
      const { delta } = JSON.parse(text) as { delta: string };
      const wire = new StringText();
      wire.text = text;
      expect(skimmer()(wire)?.bytes).toBe(Buffer.from(delta, 'base64').length);
    }
    client.socket.close();
    await client.closed;
    const answer = records.find((record) => record.type === 'answer');
    expect(answer?.firstAudioSentMs).toBeGreaterThan(answer?.createdMs ?? Infinity);
    expect(records.filter(({ type }) => type === 'fault')).toHaveLength(texts.length);
  });
});

describe('auth_failed', () => {
  it('is an error and a close before there is a session, as with a wrong key', async () => {
    const client = await dial('auth_failed');
    expect(await client.closed).toEqual({ code: 3000, reason: 'invalid_request_error.invalid_api_key' });
    expect(client.events.map(({ event }) => event.type)).toEqual(['error']);
  });

  it('strikes each n-th session where that is asked for', async () => {
    const first = await dial('auth_failed::every=2');
    await first.until('session.created');
    expect((await again().closed).code).toBe(3000);
    first.socket.close();
  });
});

describe('handshake_refused', () => {
  it('counts the connections of the server', async () => {
    const first = await dial('handshake_refused::nth=2,status=503');
    await first.until('session.created');
    await expect(again().closed).rejects.toThrow('503');
    const third = again();
    await third.until('session.created');
    for (const client of [first, third]) client.socket.close();
  });
});
