/**
 * The live view's server, for this machine alone: the page, its events, and the wish to stop. Whoever asks is checked first
 * (admission.ts); how many may, and how much they may say, is bounded. It changes nothing of the run but to pass on that wish.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageData } from '../../page/page_data.ts';
import { AccessToken } from './access_token.ts';
import { admit, type Admission } from './admission.ts';
import type { Publisher } from './publisher.ts';
import { MOST_WATCHERS, type Outlet, type Watchers } from './watchers.ts';

const HOST = '127.0.0.1';
/** A request's line and headers. */
const MOST_HEADER_BYTES = 8 << 10;
/** For requests beside those of the watchers. */
const SPARE_CONNECTIONS = 32;
const PATIENCE_MS = 5000;
/** A comment now and then, so that one who is gone is noticed. */
const BEAT_EVERY_MS = 15_000;
/** What has not been taken so long after the last event is given up. */
const END_WITHIN_MS = 2000;

export interface LiveServerOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly publisher: Publisher;
  readonly watchers: Watchers;
  readonly html: (data: PageData) => string;
  /** What the page may do. */
  readonly policy: string;
  readonly onStop: () => void;
}

export class LiveServer {
  private readonly options: LiveServerOptions;
  private readonly token = new AccessToken();
  private readonly http: Server;
  private beat: NodeJS.Timeout | undefined;
  private port = 0;

  constructor(options: LiveServerOptions) {
    this.options = options;
    const bounds = {
      maxHeaderSize: MOST_HEADER_BYTES,
      headersTimeout: PATIENCE_MS,
      requestTimeout: PATIENCE_MS,
      keepAliveTimeout: PATIENCE_MS,
      connectionsCheckingInterval: PATIENCE_MS,
    };
    this.http = createServer(bounds, (request, response) => this.answer(request, response));
    this.http.maxConnections = MOST_WATCHERS + SPARE_CONNECTIONS;
  }

  /** Rejects with the system's own error. */
  async listen(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.http.once('error', reject);
      this.http.listen(this.options.port, HOST, resolve);
    });
    this.http.removeAllListeners('error').on('error', () => {});
    this.beat = setInterval(() => this.options.watchers.beat(BEAT), BEAT_EVERY_MS);
    this.port = (this.http.address() as AddressInfo).port;
    return `http://${HOST}:${this.port}/${this.token.text}/`;
  }

  /** Each watcher has taken the last event by then, or has had time to. */
  async close(): Promise<void> {
    clearInterval(this.beat);
    const closed = new Promise<void>((resolve) => this.http.close(() => resolve()));
    this.options.watchers.end();
    this.http.closeIdleConnections();
    const timer = setTimeout(() => this.http.closeAllConnections(), END_WITHIN_MS);
    await closed;
    clearTimeout(timer);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => response.destroy());
    const admission = admit(askedOf(request), this.port, (text) => this.token.matches(text));
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    response.setHeader('content-security-policy', `${this.options.policy}; frame-ancestors 'none'`);
    switch (admission.type) {
      case 'page':
        this.showPage(response);
        break;
      case 'events':
        this.watch(request, response);
        break;
      case 'stop':
        this.options.onStop();
        response.writeHead(204).end();
        break;
      case 'refused':
        refuse(response, admission);
        break;
    }
  }

  private showPage(response: ServerResponse): void {
    const data = this.options.publisher.page();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.writeHead(200).end(data === null ? NOT_YET : this.options.html(data));
  }

  private watch(request: IncomingMessage, response: ServerResponse): void {
    const { watchers, publisher } = this.options;
    if (watchers.isFull) {
      response.writeHead(503, { 'content-type': 'text/plain' }).end('too many watch this run\n');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    const outlet: Outlet = {
      write: (event, taken) => void response.write(event, () => taken()),
      end: () => response.end(),
      destroy: () => response.destroy(),
    };
    request.socket.once('close', () => watchers.remove(outlet));
    watchers.add(outlet);
    watchers.showTo(outlet, RETRY);
    publisher.greet(outlet);
  }
}

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const encoder = new TextEncoder();
/** How soon a browser is to try again. */
const RETRY = encoder.encode('retry: 1000\n\n');
const BEAT = encoder.encode(':\n\n');

const NOT_YET =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Callstorm</title><p>The run has not begun yet: this page looks again in a second.</p></html>\n';

function askedOf({ method = '', url = '', headers }: IncomingMessage): Parameters<typeof admit>[0] {
  const length = headers['content-length'];
  return {
    method,
    path: url,
    host: headers.host,
    origin: headers.origin,
    hasBody: headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0'),
  };
}

/** The connection is not kept: what follows may be a body that nobody wants. */
function refuse(response: ServerResponse, { status, text, allow }: Extract<Admission, { type: 'refused' }>) {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
    ...(allow === undefined ? {} : { allow }),
  });
  response.end(`${text}\n`);
}
