/**
 * A user's telephone server, as small as can be: a voice webhook, and the media stream that it names. What came is kept, and as soon as
 * a stream begins a tone is said into it.
 */

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

export interface PhoneServer {
  readonly webhook: string;
  readonly stream: string;
  readonly asked: { readonly headers: IncomingHttpHeaders; readonly form: Record<string, string> }[];
  readonly streams: {
    readonly headers: IncomingHttpHeaders;
    readonly path: string;
    /** All but the caller's audio. */
    readonly messages: Record<string, unknown>[];
  }[];
  close(): void;
}

const SECOND_OF_TONE = Buffer.alloc(8000, Buffer.from([0x80, 0x90, 0x00, 0x10])).toString('base64');

/** `answer`: of the webhook; null: none is given. */
export async function phoneServer(
  answer: (stream: string) => string | null = (stream) =>
    `<Response><Connect><Stream url="${stream}?lost=1"><Parameter name="tenant" value="a &amp; b"/><Parameter name="lang" value="en"/></Stream></Connect></Response>`,
): Promise<PhoneServer> {
  const asked: PhoneServer['asked'] = [];
  const streams: PhoneServer['streams'] = [];
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      asked.push({ headers: request.headers, form: Object.fromEntries(new URLSearchParams(body)) });
      const twiml = answer(told.stream);
      if (twiml !== null) response.setHeader('content-type', 'text/xml').end(twiml);
    });
  });
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket, { headers, url = '' }) => {
    const messages: Record<string, unknown>[] = [];
    streams.push({ headers, path: url, messages });
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Record<string, unknown>;
      if (message['event'] === 'media') return;
      messages.push(message);
      if (message['event'] !== 'start') return;
      const { streamSid } = message;
      socket.send(JSON.stringify({ event: 'media', streamSid, media: { payload: SECOND_OF_TONE } }));
      socket.send(JSON.stringify({ event: 'mark', streamSid, mark: { name: 'said' } }));
    });
  });
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
  const { port } = http.address() as AddressInfo;
  const told = {
    webhook: `http://127.0.0.1:${port}/voice`,
    stream: `ws://127.0.0.1:${port}/media`,
    asked,
    streams,
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      http.closeAllConnections();
      http.close();
    },
  };
  return told;
}
