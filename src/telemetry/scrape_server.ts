/**
 * Serves one text at /metrics, and nothing else. The text is made when somebody asks, at most five times a second however many
 * do; what a request says of itself is never repeated. Bound to this machine alone it answers only to this machine's names, so
 * that no page of a browser's can read it under a name of its own.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ConfigError } from '../core/word/config_error.ts';
import { addressText, isLoopback, type ListenAddress } from './listen_address.ts';

const KEPT_MS = 200;
const MOST_CONNECTIONS = 32;
const MOST_IDLE_MS = 5000;
const PATH = '/metrics';

export interface ScrapedText {
  readonly contentType: string;
  text(): Promise<string>;
}

export class ScrapeServer {
  /** How often a text was sent. */
  scrapes = 0;
  private readonly server: Server;
  private readonly source: ScrapedText;
  private readonly guarded: boolean;
  private made: { readonly atMs: number; readonly text: Promise<string> } | null = null;
  private waiting: (() => void)[] = [];
  /** Counts how often what is served became another. */
  private edition = 0;

  private constructor(source: ScrapedText, host: string) {
    this.source = source;
    this.guarded = isLoopback(host);
    this.server = createServer(
      { requestTimeout: MOST_IDLE_MS, headersTimeout: MOST_IDLE_MS },
      (request, response) => {
        void this.answer(request, response);
      },
    );
    this.server.maxConnections = MOST_CONNECTIONS;
    this.server.keepAliveTimeout = 75_000;
  }

  /** Throws ConfigError where the port cannot be had. */
  static async listen(address: ListenAddress, source: ScrapedText, option: string): Promise<ScrapeServer> {
    const scrape = new ScrapeServer(source, address.host);
    await new Promise<void>((resolve, reject) => {
      scrape.server.once('error', (error: NodeJS.ErrnoException) => reject(refused(error, address, option)));
      scrape.server.listen(address.port, address.host, resolve);
    });
    // Nothing that goes wrong with a connection is of weight for the run.
    scrape.server.on('error', () => {});
    scrape.server.unref();
    return scrape;
  }

  get port(): number {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** What was made before is out of date. */
  changed(): void {
    this.edition++;
    this.made = null;
  }

  /** Resolves once a text has been sent that was made from now on. */
  nextScrape(): Promise<void> {
    this.changed();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.resume();
    response.on('error', () => {});
    const { method, url = '' } = request;
    if (this.guarded && !isOwnName(request.headers.host))
      return plain(response, 403, 'ask by an address of this machine');
    if (url.split('?', 1)[0] !== PATH) return plain(response, 404, `there is only ${PATH}`);
    if (method !== 'GET' && method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      return plain(response, 405, 'only GET and HEAD');
    }
    try {
      const { edition } = this;
      const body = await this.text();
      response.writeHead(200, {
        'content-type': this.source.contentType,
        'content-length': Buffer.byteLength(body),
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      if (method === 'HEAD') {
        response.end();
        return;
      }
      response.end(body);
      this.scrapes++;
      response.once('close', () => {
        // One that was broken off has told nobody.
        if (!response.writableFinished || edition !== this.edition) return;
        for (const heard of this.waiting.splice(0)) heard();
      });
    } catch {
      plain(response, 500, 'the figures could not be put together');
    }
  }

  private text(): Promise<string> {
    const nowMs = performance.now();
    if (this.made === null || nowMs - this.made.atMs > KEPT_MS) {
      this.made = { atMs: nowMs, text: this.source.text() };
    }
    return this.made.text;
  }
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(`${text}\n`);
}

function isOwnName(host: string | undefined): boolean {
  if (host === undefined) return false;
  const name = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(host)?.[1] ?? '';
  return isLoopback(name.replaceAll(/[[\]]/g, '').toLowerCase());
}

function refused(error: NodeJS.ErrnoException, address: ListenAddress, path: string): ConfigError {
  const at = addressText(address);
  const why =
    error.code === 'EADDRINUSE'
      ? 'something else listens there'
      : error.code === 'EACCES'
        ? 'this user may not listen there'
        : error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND'
          ? 'this machine has no such address'
          : (error.code ?? error.message);
  return new ConfigError(`nothing can be served at ${at}: ${why}`, {
    code: 'option_invalid',
    path,
    hint: `Give another port, e.g. ${path} :${address.port === 9464 ? 9465 : 9464}`,
  });
}
