/**
 * The simulated agent as a WebSocket server: carries messages between sockets and sessions, keeps their alarms, and
 * writes down when things happened, as close to the socket as it can. It decides nothing; what a client sends, however
 * broken, ends at worst in that client's own session. Credentials are taken in any of the protocol's forms and not
 * checked; no part of them is kept.
 */

import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { ConfigError } from '../core/config_error.ts';
import type { AgentRecord } from './agent_record.ts';
import type { Alarm } from './alarms.ts';
import { Alarms } from './alarms.ts';
import type { AgentSession, SessionEffect, SessionInput } from './session.ts';
import type { Agent } from './simulator.ts';
import { readClientBytes } from './protocol/skim.ts';
import { unreadable, writeServer } from './protocol/wire.ts';

export interface ServerOptions {
  readonly agent: Agent;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log?: (record: AgentRecord) => void;
}

export interface AgentServer {
  /** Where to connect, without a model. */
  readonly url: string;
  readonly sessions: number;
  /** Ends every session with close code 1001; resolves when all sockets are gone. */
  close(): Promise<void>;
}

const PATHS = new Set(['/v1/realtime', '/openai/v1/realtime']);
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;
/** A client that leaves this much unread is gone or not a client. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
const PING_MS = 20_000;
const CLOSE_GRACE_MS = 1000;

/** The machine's monotonic clock (CLOCK_MONOTONIC) in ms: the same in every process of one machine. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Throws ConfigError where it cannot listen. */
export async function startServer(options: ServerOptions): Promise<AgentServer> {
  const { agent, log } = options;
  const alarms = new Alarms(monotonicMs);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    skipUTF8Validation: true,
    maxPayload: MAX_PAYLOAD_BYTES,
    // A browser's key travels as a second subprotocol, which must not be sent back.
    handleProtocols: (protocols) => (protocols.has('realtime') ? 'realtime' : false),
  });
  let sessions = 0;

  const http = createServer((request, response) => {
    const healthy = pathOf(request) === '/healthz';
    const body = healthy ? { status: 'ok', sessions: sockets.clients.size } : { error: 'not found' };
    response.writeHead(healthy ? 200 : 404, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(body)}\n`);
  });
  http.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (!PATHS.has(pathOf(request))) {
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate());
      const refusal = refusalOf(request);
      if (refusal === null) {
        const model = queryOf(request).get('model') as string;
        const session = agent.session(sessions++, { model });
        new Connection(client, socket, session, alarms, log).open();
      } else {
        client.send(refusal.text);
        client.close(refusal.code, refusal.reason);
      }
    });
  });

  await listen(http, options);
  const pings = setInterval(() => {
    for (const client of sockets.clients) if (client.readyState === WebSocket.OPEN) client.ping();
  }, PING_MS);
  pings.unref();

  return {
    url: urlOf(http, options.host),
    get sessions() {
      return sockets.clients.size;
    },
    close: async () => {
      clearInterval(pings);
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      const gone = [...sockets.clients].map((client) => {
        client.close(1001, 'server shutting down');
        return new Promise((resolve) => client.once('close', resolve));
      });
      const grace = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
        http.closeAllConnections();
      }, CLOSE_GRACE_MS);
      await Promise.all([closed, ...gone]);
      clearTimeout(grace);
      alarms.stop();
    },
  };
}

/** One socket and its session. */
class Connection {
  private readonly client: WebSocket;
  private readonly socket: Duplex;
  private readonly session: AgentSession;
  private readonly alarms: Alarms;
  private readonly log: ((record: AgentRecord) => void) | undefined;
  private readonly alarm: Alarm;
  private firstAudio: { readonly responseId: string; readonly atMs: number } | null = null;

  constructor(
    client: WebSocket,
    socket: Duplex,
    session: AgentSession,
    alarms: Alarms,
    log: ((record: AgentRecord) => void) | undefined,
  ) {
    this.client = client;
    this.socket = socket;
    this.session = session;
    this.alarms = alarms;
    this.log = log;
    this.alarm = { dueMs: Infinity, ring: () => this.input({ type: 'timer' }) };
  }

  open(): void {
    const { client } = this;
    client.on('message', (data, isBinary) => {
      const atMs = monotonicMs();
      // Without a binaryType of its own, ws hands over one Buffer.
      const message = isBinary
        ? unreadable('invalid_json', 'Expected a text message with a JSON event, but got a binary one.', null)
        : readClientBytes(data as Buffer);
      this.input({ type: 'message', message }, atMs);
    });
    client.on('close', () => {
      this.input({ type: 'closed' });
      this.alarms.set(this.alarm, Infinity);
    });
    this.input({ type: 'opened' });
  }

  private input(input: SessionInput, atMs: number = monotonicMs()): void {
    const effects = this.session.handle(input, atMs);
    if (effects.length === 0) return;
    // One write for all that is said at once.
    this.socket.cork();
    let first: string | null = null;
    for (const effect of effects) first = this.carryOut(effect) ?? first;
    // Before the write: the reader may have it before the writer runs again.
    if (first !== null) this.firstAudio = { responseId: first, atMs: monotonicMs() };
    this.socket.uncork();
    if (this.client.bufferedAmount > MAX_UNREAD_BYTES) this.client.terminate();
  }

  /** Gives the response's id when this is the first audio of a response. */
  private carryOut(effect: SessionEffect): string | null {
    switch (effect.type) {
      case 'send': {
        const { event } = effect;
        this.client.send(writeServer(event));
        const begins =
          event.type === 'response.output_audio.delta' && event.response_id !== this.firstAudio?.responseId;
        return begins ? event.response_id : null;
      }
      case 'wake':
        this.alarms.set(this.alarm, effect.atMs);
        return null;
      case 'close':
        this.client.close(effect.code, effect.reason);
        return null;
      case 'drop':
        this.client.terminate();
        return null;
      case 'log':
        this.log?.(this.stamped(effect.record));
        return null;
    }
  }

  /** The session knows when it asked for the first audio to be sent; this knows when it was. */
  private stamped(record: AgentRecord): AgentRecord {
    if (record.type !== 'answer' || record.responseId !== this.firstAudio?.responseId) return record;
    return { ...record, firstAudioSentMs: this.firstAudio.atMs };
  }
}

interface Refusal {
  readonly text: string;
  readonly code: number;
  readonly reason: string;
}

/** What the service refuses inside the socket: an error event, then a close. */
function refusalOf(request: IncomingMessage): Refusal | null {
  const refuse = (code: string, message: string): Refusal => ({
    text: JSON.stringify({
      type: 'error',
      event_id: 'event_refused',
      error: { type: 'invalid_request_error', code, message, param: null, event_id: null },
    }),
    code: 4000,
    reason: `invalid_request_error.${code}`,
  });
  const beta = String(request.headers['openai-beta'] ?? '');
  const protocols = request.headers['sec-websocket-protocol'] ?? '';
  if (beta.includes('realtime=v1') || protocols.includes('openai-beta.realtime-v1')) {
    return refuse('beta_api_shape_disabled', 'The Realtime beta API is no longer supported. Use the GA API.');
  }
  if ((queryOf(request).get('model') ?? '') === '') {
    return refuse('missing_model', 'You must provide a model parameter, as in ?model=gpt-realtime-2.1.');
  }
  return null;
}

function pathOf(request: IncomingMessage): string {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

function queryOf(request: IncomingMessage): URLSearchParams {
  const { url = '' } = request;
  const at = url.indexOf('?');
  const query = new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
  // Azure says `deployment` where OpenAI says `model`.
  if (!query.has('model') && query.has('deployment')) query.set('model', query.get('deployment') as string);
  return query;
}

function listen(http: Server, { host, port }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    http.listen(port, host, () => {
      http.removeAllListeners('error');
      http.on('error', () => {});
      resolve();
    });
  });
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ConfigError(`port ${port} on ${host} is in use`, {
        code: 'port_in_use',
        hint: 'Choose another with --port, or --port 0 for any free one.',
      });
    case 'EACCES':
      return new ConfigError(`port ${port} on ${host} may not be opened by this user`, {
        code: 'port_forbidden',
        hint: 'Choose a port above 1023 with --port.',
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigError(`this machine has no address ${host}`, {
        code: 'host_unknown',
        hint: 'Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every address it has.',
      });
    default:
      return error;
  }
}

function urlOf(http: Server, host: string): string {
  const { port, family } = http.address() as AddressInfo;
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `ws://${family === 'IPv6' && name.includes(':') ? `[${name}]` : name}:${port}/v1/realtime`;
}
