/**
 * Targets that misbehave, each in one way, on a free port of this machine. They are as small as their fault allows: what
 * they show is how callers end, not how agents talk.
 */

import { createHash } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export interface Target {
  readonly url: string;
  /** Requests for a handshake that have come. */
  readonly requests: IncomingMessage[];
  close(): Promise<void>;
}

/** Nothing listens there (any more). */
export async function refusing(): Promise<Target> {
  const target = await tcp(() => {});
  await target.close();
  return target;
}

/** Takes the connection and says nothing. */
export const mute = (): Promise<Target> => tcp(() => {});

/** Speaks another protocol. */
export const stranger = (): Promise<Target> =>
  tcp((socket) => {
    socket.write('SSH-2.0-OpenSSH_9.6\r\n');
  });

/** Hangs up as soon as it is called. */
export const slamming = (): Promise<Target> => tcp((socket) => socket.destroy());

/** Answers the handshake with this status. */
export async function answering(status: string): Promise<Target> {
  const requests: IncomingMessage[] = [];
  const http = createHttpServer((_request, response) => response.end());
  const sockets = new Set<Socket>();
  http.on('connection', (socket: Socket) => sockets.add(socket));
  http.on('upgrade', (request, socket) => {
    requests.push(request);
    socket.on('error', () => socket.destroy());
    const body = '{"error":{"message":"no"}}';
    socket.end(`HTTP/1.1 ${status}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`);
  });
  return { ...(await listening(http, sockets)), requests };
}

export interface Peer {
  readonly socket: WebSocket;
  /** The bare connection below the WebSocket. */
  readonly wire: Socket;
  readonly request: IncomingMessage;
  send(event: Readonly<Record<string, unknown>>): void;
}

/** An event as it came. */
export type Heard = Readonly<Record<string, unknown>> & { readonly type: string };

/** A WebSocket server; `hears` is told of the opening (an event of type `open`) and of each event that comes. */
export async function scripted(hears: (peer: Peer, type: string, event: Heard) => void): Promise<Target> {
  const requests: IncomingMessage[] = [];
  const http = createHttpServer((_request, response) => response.end());
  const sockets = new Set<Socket>();
  http.on('connection', (socket: Socket) => sockets.add(socket));
  const server = new WebSocketServer({ server: http });
  server.on('connection', (socket, request) => {
    requests.push(request);
    socket.on('error', () => socket.terminate());
    const peer: Peer = {
      socket,
      wire: request.socket,
      request,
      send: (event) => socket.send(JSON.stringify(event)),
    };
    socket.on('message', (data) => {
      const event = JSON.parse((data as Buffer).toString('utf8')) as Heard;
      hears(peer, event.type, event);
    });
    hears(peer, 'open', { type: 'open' });
  });
  return { ...(await listening(http, sockets)), requests };
}

/** Opens, confirms the session, and does no more than `then` says. */
export function ready(then: (peer: Peer, type: string, event: Heard) => void = () => {}): Promise<Target> {
  return scripted((peer, type, event) => {
    if (type === 'open') peer.send({ type: 'session.created', session: { id: 'sess_made_by_hand' } });
    else if (type === 'session.update') peer.send({ type: 'session.updated', session: {} });
    then(peer, type, event);
  });
}

/** Confirms the session by hand-made frames, sends `then`, and reads nothing from then on: a close frame gets no answer. */
export const deaf = (then: readonly number[] = []): Promise<Target> =>
  tcp((socket) => {
    socket.once('data', (data) => {
      const key = /sec-websocket-key: (\S+)/i.exec(data.toString('latin1'))?.[1] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
      );
      for (const type of ['session.created', 'session.updated']) {
        const text = Buffer.from(JSON.stringify({ type, session: { id: 'sess_deaf' } }));
        socket.write(Buffer.concat([Buffer.from([0x81, text.length]), text]));
      }
      socket.write(Buffer.from(then));
    });
  });

async function tcp(connected: (socket: Socket) => void): Promise<Target> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.resume();
    connected(socket);
  });
  return { ...(await listening(server, sockets)), requests: [] };
}

function listening(server: Server, sockets: ReadonlySet<Socket>): Promise<Omit<Target, 'requests'>> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve({
        url: `ws://127.0.0.1:${port}/v1/realtime`,
        close: () =>
          new Promise((closed) => {
            for (const socket of sockets) socket.destroy();
            server.close(() => closed());
          }),
      });
    });
  });
}
