/**
 * The simulated agent as a WebSocket server, over TLS or not: takes connections within its bounds, gives each a session, and
 * ends them all when it is told to. What a client sends, however broken, ends at worst in that client's own session. No part
 * of a credential is kept.
 */

import { STATUS_CODES, createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ServerOptions as WebSocketOptions, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { isCarrier, type CarrierName } from '../core/plan/carrier.ts';
import type { DialectName } from '../core/plan/plan.ts';
import type { AgentRecord } from './agent_record.ts';
import { Alarms } from './alarms.ts';
import { Backlog } from './backlog.ts';
import type { Bounds } from './bounds.ts';
import { defaultBounds } from './bounds.ts';
import { Capacity } from './capacity.ts';
import { Connection, monotonicMs } from './connection.ts';
import { HandshakeFaults } from './fault/handshake_faults.ts';
import { modelOf, pathOf, refusalOf } from './handshake.ts';
import { Heartbeat } from './heartbeat.ts';
import { KeyCheck } from './key_check.ts';
import { listen, urlOf } from './listen.ts';
import { TokenBucket } from './meter/rate_limit.ts';
import { originAllowed } from './origin.ts';
import type { Agent } from './simulator.ts';
import { SessionNumbers } from './session_numbers.ts';
import type { AgentWire, WireSetup } from './wire/agent_wire.ts';
import { lookalikeWire, type LookalikeWire } from './wire/lookalike_wire.ts';
import { carrierWire } from './wire/twilio_wire.ts';
import { wireAt, wireOf } from './wire/wires.ts';

export { monotonicMs } from './connection.ts';

export interface ServerOptions {
  readonly agent: Agent;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Whose path `url` names; all protocols are served. Default: openai-realtime. */
  readonly dialect?: DialectName;
  /** The name of a service that speaks the Realtime protocol almost, and that it speaks like; or of the carrier whose streams alone it takes. */
  readonly quirks?: string;
  /** PEM. Without it the server speaks plain ws. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** What clients have to present. Without it any credentials will do. */
  readonly key?: string;
  readonly bounds?: Partial<Bounds>;
  /** Pages that may connect, e.g. `https://app.example`; `*`: any. Pages of this machine always may. */
  readonly origins?: readonly string[];
  readonly log?: (record: AgentRecord) => void;
  /** A session has ended by a defect of the agent's. Without it, that is an uncaught exception. */
  readonly onDefect?: (error: unknown) => void;
  /** What is the agent's own side's in protocols that leave it all to the server. Default: it has no tools, and speaks first. */
  readonly ownSide?: Pick<WireSetup, 'tools' | 'greets' | 'settings'>;
}

export interface AgentServer {
  /** Where to connect, without a model. */
  readonly url: string;
  readonly sessions: number;
  /** Ends every session with close code 1001; resolves when all sockets are gone, within a second or so. */
  close(): Promise<void>;
}

const CLOSE_GRACE_MS = 1000;
/** Connections beside the sessions': handshakes under way, and health checks. */
const SPARE_CONNECTIONS = 256;
const CHECK_CONNECTIONS_MS = 1000;

/** Throws ConfigError where it cannot listen. */
export async function startServer(options: ServerOptions): Promise<AgentServer> {
  const { host, port, tls, quirks, dialect = 'openai-realtime' } = options;
  const server = new RunningServer(options);
  await listen(server.http, host, port);
  return {
    url: urlOf(server.http, host, tls !== undefined, pathFor(dialect, quirks)),
    get sessions() {
      return server.sessions;
    },
    close: () => server.close(),
  };
}

function pathFor(dialect: DialectName, quirks: string | undefined): string {
  if (dialect !== 'openai-realtime' || quirks === undefined) return wireOf(dialect).path;
  return isCalling(quirks) ? wireOf('twilio-media-streams').path : lookalikeWire(quirks).path;
}

function isCalling(quirks: string): quirks is CarrierName | 'twilio' {
  return quirks === 'twilio' || isCarrier(quirks);
}

class RunningServer {
  readonly http: Server;
  private readonly options: ServerOptions;
  private readonly bounds: Bounds;
  private readonly sockets: WebSocketServer;
  private readonly connections = new Set<Duplex>();
  private readonly alarms = new Alarms(monotonicMs);
  private readonly backlog: Backlog<WebSocket>;
  private readonly heartbeat: Heartbeat;
  private readonly allowance: TokenBucket;
  private readonly capacity: Capacity;
  private readonly keys: KeyCheck | null;
  private readonly startedMs = monotonicMs();
  private readonly handshakeFaults: HandshakeFaults;
  /** In place of the Realtime protocol itself. */
  private readonly lookalike: LookalikeWire | null;
  /** In place of a telephone of any carrier. */
  private readonly telephone: AgentWire | null;
  private readonly numbers = new SessionNumbers();
  /** What connections leave for later ones. */
  private readonly memory = new Map<string, unknown>();

  constructor(options: ServerOptions) {
    const { agent, key } = options;
    const bounds = { ...defaultBounds, ...options.bounds };
    this.options = options;
    const { quirks } = options;
    const calling = quirks !== undefined && isCalling(quirks) ? quirks : null;
    this.lookalike = quirks === undefined || calling !== null ? null : lookalikeWire(quirks);
    this.telephone = calling === null ? null : carrierWire(calling);
    this.bounds = bounds;
    // `closeTimeout` is newer than the types of ws.
    const wsOptions: WebSocketOptions & { readonly closeTimeout: number } = {
      noServer: true,
      perMessageDeflate: false,
      // Read with care where it is read as text (protocol/skim.ts); audio need not be.
      skipUTF8Validation: true,
      maxPayload: bounds.maxFrameBytes,
      closeTimeout: CLOSE_GRACE_MS,
      // A browser's key travels as a second subprotocol, which must not be sent back.
      handleProtocols: (protocols) => (protocols.has('realtime') ? 'realtime' : false),
    };
    this.sockets = new WebSocketServer(wsOptions);
    this.backlog = new Backlog(bounds);
    this.heartbeat = new Heartbeat(bounds.pingMs);
    this.allowance = new TokenBucket(agent.limits.tokensPerMinute);
    this.capacity = Capacity.of(agent.limits);
    this.keys = key === undefined ? null : new KeyCheck(key);
    this.handshakeFaults = new HandshakeFaults(agent.faults, agent.seed, this.startedMs);
    this.http = this.makeHttp();
  }

  get sessions(): number {
    return this.sockets.clients.size;
  }

  async close(): Promise<void> {
    this.heartbeat.stop();
    const closed = new Promise<void>((resolve) => this.http.close(() => resolve()));
    const gone = [...this.sockets.clients].map((client) => {
      client.close(1001, 'server shutting down');
      return new Promise((resolve) => client.once('close', resolve));
    });
    const grace = setTimeout(() => {
      for (const client of this.sockets.clients) client.terminate();
      for (const socket of this.connections) socket.destroy();
    }, CLOSE_GRACE_MS);
    await Promise.all([closed, ...gone]);
    clearTimeout(grace);
    this.alarms.stop();
  }

  private makeHttp(): Server {
    const { tls } = this.options;
    const { handshakeMs, maxSessions } = this.bounds;
    const patience = {
      headersTimeout: handshakeMs,
      requestTimeout: handshakeMs,
      connectionsCheckingInterval: Math.min(handshakeMs, CHECK_CONNECTIONS_MS),
    };
    const answer = (request: IncomingMessage, response: ServerResponse): void =>
      this.answer(request, response);
    const http =
      tls === undefined
        ? createHttpServer(patience, answer)
        : createHttpsServer({ ...patience, ...tls, handshakeTimeout: handshakeMs }, answer);
    http.maxConnections = maxSessions + SPARE_CONNECTIONS;
    http.on('connection', (socket: Duplex) => {
      this.connections.add(socket);
      socket.once('close', () => this.connections.delete(socket));
    });
    http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    return http;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const healthy = pathOf(request) === '/healthz';
    const uptimeS = Math.round((monotonicMs() - this.startedMs) / 1000);
    const body = healthy
      ? { status: 'ok', sessions: this.sessions, uptime_seconds: uptimeS }
      : { error: 'not found' };
    response.writeHead(healthy ? 200 : 404, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(body)}\n`);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = pathOf(request);
    const own = [this.lookalike, this.telephone].find((each) => each?.serves(path) === true);
    const wire = own ?? wireAt(path);
    if (wire === null) {
      turnAway(socket, '404 Not Found', 'not found');
      return;
    }
    const onPurpose = this.refuseOnPurpose();
    if (onPurpose !== null) turnAway(socket, onPurpose, 'refused on purpose');
    else if (!originAllowed(request, this.options.origins ?? [])) {
      turnAway(socket, '403 Forbidden', 'this page may not connect: its origin is not allowed');
    } else if (this.sessions >= this.bounds.maxSessions) {
      turnAway(socket, '503 Service Unavailable', 'too many sessions');
    } else {
      this.sockets.handleUpgrade(request, socket, head, (client) => {
        this.admit(client, request, socket, wire);
      });
    }
  }

  /** The status line of a handshake that is to fail; null: of this one nobody wants that. */
  private refuseOnPurpose(): string | null {
    const atMs = monotonicMs();
    const refused = this.handshakeFaults.refusal(atMs);
    if (refused === null) return null;
    this.options.log?.({ type: 'fault', sessionId: '', atMs, fault: refused.fault });
    return `${refused.status} ${STATUS_CODES[refused.status] ?? 'Refused'}`;
  }

  private admit(client: WebSocket, request: IncomingMessage, socket: Duplex, wire: AgentWire): void {
    const { agent, log, onDefect = rethrow } = this.options;
    client.on('error', () => client.terminate());
    if (wire.dialect === 'twilio-media-streams' && this.keys !== null) {
      const verdict = this.keys.verdict(request.headers);
      if (verdict !== 'right') return client.close(1008, `${verdict} key`);
    }
    const isBeta = wire.dialect === 'openai-realtime' && this.lookalike?.isBeta === true;
    const refusal =
      wire.dialect === 'twilio-media-streams' ? null : refusalOf(request, this.keys, wire.dialect, isBeta);
    if (refusal !== null) {
      if (refusal.text !== null) client.send(refusal.text);
      client.close(refusal.code, refusal.reason);
      return;
    }
    this.heartbeat.watch(client);
    const index = this.numbers.of(request);
    const behind = agent.session(index, {
      ...(modelOf(request) === '' ? {} : { model: modelOf(request) }),
      allowance: this.allowance,
      capacity: this.capacity,
      expiresAtS: Math.floor((Date.now() + agent.limits.sessionMs) / 1000),
    });
    const { alarms, backlog } = this;
    const { memory } = this;
    const session = wire.open(behind, {
      seed: agent.seed,
      index,
      tools: [],
      ...this.options.ownSide,
      memory,
    });
    new Connection({ client, socket, session, wire, alarms, backlog, log, onDefect }).open();
  }
}

function rethrow(error: unknown): never {
  throw error;
}

function turnAway(socket: Duplex, status: string, error: string): void {
  const body = `${JSON.stringify({ error })}\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}
