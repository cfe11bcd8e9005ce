/**
 * OpenAI's Agents SDK as telephone agents are built with it: its Twilio transport between Callstorm, which plays Twilio, and the
 * simulated agent, which plays OpenAI. Its audio, its marks and its `clear` are its own; it knows nothing of us on either side.
 */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { RealtimeAgent, RealtimeSession } from '@openai/agents-realtime';
import { TwilioRealtimeTransportLayer } from '@openai/agents-extensions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { artefactsOf, expectAccounted, expectExit, type Artefacts } from '../artefacts.ts';
import { callstorm, temporary, written, type Command, type Ended } from '../command.ts';

const CALLS = 2;

/** What went over one call's socket, seen from the bridge. */
interface Seen {
  readonly sent: { readonly event: string; readonly name?: string }[];
  readonly received: { readonly event: string; readonly name?: string }[];
}

const scenario = `name: bridge
seed: 3
target:
  dialect: twilio-media-streams
  twiml: WEBHOOK
callers:
  - name: anyone
    script:
      - listen
      - dtmf: '41#'
      - say: refund
      - interrupt: { after: 700ms, say: stop }
      - listen
load: { concurrency: ${CALLS}, calls: ${CALLS} }
limits: { call: 60s }
`;

let agent: Command;
let http: Server;
let ended: Ended;
let found: Artefacts;
const calls: Seen[] = [];
const troubles: unknown[] = [];

function told(text: string): { readonly event: string; readonly name?: string } {
  const { event, mark } = JSON.parse(text) as {
    readonly event: string;
    readonly mark?: { readonly name: string };
  };
  return mark === undefined ? { event } : { event, name: mark.name };
}

beforeAll(async () => {
  const profile = 'scenarios/agents/support-line.yaml';
  agent = callstorm(['serve', '--profile', profile, '--port', '0', '--seed', '12']);
  await agent.prints('Ctrl-C stops it');
  const url = /ws:\/\/\S+/.exec(agent.printed())?.[0] ?? '';
  http = createServer((_request, response) => {
    const { port } = http.address() as AddressInfo;
    response.setHeader('content-type', 'text/xml');
    response.end(`<Response><Connect><Stream url="ws://127.0.0.1:${port}/media"/></Connect></Response>`);
  });
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    const seen: Seen = { sent: [], received: [] };
    calls.push(seen);
    socket.on('message', (data: Buffer) => seen.received.push(told(data.toString('utf8'))));
    const send = socket.send.bind(socket) as (data: unknown) => void;
    socket.send = (data: unknown) => {
      seen.sent.push(told(String(data)));
      send(data);
    };
    const transport = new TwilioRealtimeTransportLayer({
      url: `${url}?model=gpt-realtime-2.1`,
      twilioWebSocket: socket,
    });
    const session = new RealtimeSession(new RealtimeAgent({ name: 'shop', instructions: 'You answer.' }), {
      transport,
      model: 'gpt-realtime-2.1',
      config: { audio: { input: { turnDetection: { type: 'server_vad', silenceDurationMs: 300 } } } },
    });
    session.on('error', ({ error }) => troubles.push(error));
    void session.connect({ apiKey: 'any' }).then(() => transport.sendEvent({ type: 'response.create' }));
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const { port } = http.address() as AddressInfo;
  const file = written(
    'bridge.yaml',
    scenario.replace('WEBHOOK', `http://127.0.0.1:${port}/voice`),
    temporary(),
  );
  const folder = join(temporary(), 'run');
  ended = await callstorm(['run', file, '--out', folder]).ended;
  found = artefactsOf(folder);
});
afterAll(() => {
  http.closeAllConnections();
  http.close();
  agent.kill('SIGKILL');
});

describe('a bridge of the Agents SDK between Callstorm and the simulated agent', () => {
  it('is called, and every call comes to its end', () => {
    expectExit(found, ended, 0);
    expectAccounted(found, CALLS);
    expect(found.calls).toHaveLength(CALLS);
    for (const call of found.calls)
      expect(call).toMatchObject({ outcome: 'completed', protocolViolations: 0 });
    expect(troubles).toEqual([]);
  });

  it('greets, answers, and is measured by ear', () => {
    const answered = found.turns.filter(({ kind }) => kind === 'greeting' || kind === 'say');
    expect(answered.filter(({ marks }) => marks.firstHeard !== null).length).toBeGreaterThanOrEqual(
      2 * CALLS,
    );
    for (const { marks, kind } of answered) {
      if (kind === 'greeting' || marks.firstHeard === null) continue;
      expect(marks.firstHeard - (marks.speechEnd ?? NaN)).toBeGreaterThan(0);
    }
  });

  it('stops for a caller that speaks over it: its clear ends what is heard', () => {
    const spokenOver = found.turns.flatMap(({ bargeIn }) => (bargeIn === null ? [] : [bargeIn]));
    expect(spokenOver).toHaveLength(CALLS);
    for (const { atMs, stoppedMs } of spokenOver) {
      expect((stoppedMs ?? NaN) - atMs).toBeGreaterThan(0);
      expect((stoppedMs ?? NaN) - atMs).toBeLessThan(2000);
    }
    for (const { sent } of calls) expect(sent.some(({ event }) => event === 'clear')).toBe(true);
  });

  it('has each of its marks told back once, in their order', () => {
    for (const { sent, received } of calls) {
      const marks = (all: Seen['sent']): readonly (string | undefined)[] =>
        all.filter(({ event }) => event === 'mark').map(({ name }) => name);
      expect(marks(sent).length).toBeGreaterThan(3);
      const back = marks(received);
      // What is still being played as the caller hangs up is told back no more.
      expect(back).toEqual(marks(sent).slice(0, back.length));
      expect(back.length).toBeGreaterThan(marks(sent).length / 2);
    }
  });

  it('is told what Twilio tells: connected, start, audio all the time, keys, stop', () => {
    for (const { received } of calls) {
      const order = received.map(({ event }) => event);
      expect(order.slice(0, 2)).toEqual(['connected', 'start']);
      expect(order.at(-1)).toBe('stop');
      expect(order.filter((event) => event === 'dtmf')).toHaveLength(3);
      expect(order.filter((event) => event === 'media').length).toBeGreaterThan(250);
    }
  });
});
