/**
 * The reference agent's process: a WebSocket server for this machine alone. It is forked by `reference_agent.ts`, tells it
 * what it knows of each turn, and ends when it is told to or when whoever started it is gone.
 */

import type { AddressInfo } from 'node:net';
import { WebSocketServer, type RawData } from 'ws';
import { Random } from '../core/word/random.ts';
import { ReferenceSession } from './reference_session.ts';
import type { TrueTurn } from './truth.ts';

export type FromReference =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'turn'; readonly turn: TrueTurn };

const seed = Number(process.argv[2]);
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: false,
  skipUTF8Validation: true,
});
let sessions = 0;

server.on('listening', () => {
  tell({ type: 'listening', url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/realtime` });
});

server.on('connection', (socket) => {
  const session = new ReferenceSession(`reference_${sessions}`, new Random(seed, 'reference', sessions), {
    nowMs,
    send: (text) => socket.send(text),
    after: (delayMs, act) =>
      void setTimeout(() => {
        if (socket.readyState === socket.OPEN) act();
      }, delayMs),
    tell: (turn) => tell({ type: 'turn', turn }),
  });
  sessions++;
  socket.on('message', (data: RawData) => {
    const arrivedMs = nowMs();
    try {
      session.hear((data as Buffer).toString('utf8'), arrivedMs);
    } catch {
      // Not a sentinel, whoever it is.
      socket.close(1003);
    }
  });
  socket.on('error', () => {});
  session.open();
});

process.on('message', (message: unknown) => {
  if (message === 'finish') end();
});
process.on('disconnect', end);

function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function tell(message: FromReference): void {
  if (process.connected) process.send?.(message);
}

function end(): void {
  for (const client of server.clients) client.terminate();
  server.close();
  // What was told before still goes out.
  if (process.connected) process.disconnect();
}
