/**
 * The life of one connection under k6: opening, messages, pings, and how it ended. It knows no call: what happens is told to its owner,
 * with its number, and it never opens again. k6 cannot cut a connection: one that is given up is closed, and no longer listened to.
 */

import { WebSocket } from 'k6/websockets';
import { setTimeout } from 'k6/timers';
import type { FailureCode } from '../../core/log/failure.ts';
import { byteText } from '../../dialect/byte_text.ts';
import type { Connection } from '../../dialect/dialect.ts';
import type { Closing } from '../host.ts';
import type { VuClock } from './clock.ts';
import { endingOf } from './ending.ts';
import type { Punctuality } from '../punctuality.ts';
import { NativeText } from './native_text.ts';

export interface SocketOwner {
  opened(connection: number, atMs: number): void;
  /** The text is only good until this returns. */
  received(connection: number, text: NativeText, atMs: number): void;
  ponged(connection: number, rttMs: number, atMs: number): void;
  /** The last that is heard of it; told once. */
  closed(connection: number, closing: Closing): void;
}

/** An event as it may come: no type promises all of it. */
interface Told {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly timestamp?: number;
}

/** More than this waiting: the target does not read, and frames are dropped, and counted. */
const BACKLOG_BYTES = 4 << 20;
/** A target that makes no room for so long is given up. */
const UNREAD_FOR_MS = 5000;
/** A connection that has told of an error is gone, whether that is told or not. */
const GONE_AFTER_MS = 100;
const OPEN = 1;
const GOING_AWAY = 1001;
const ABNORMAL = 1006;

export class VuSocket {
  private readonly connection: number;
  private readonly clock: VuClock;
  private readonly gauge: Punctuality;
  private readonly owner: SocketOwner;
  /** Null: it could not even be made. */
  private socket: WebSocket | null = null;
  private readonly text = new NativeText();
  private wasOpen = false;
  private over = false;
  /** It is to be closed as soon as it opens. */
  private unwanted = false;
  private closedWith: number | null = null;
  private error: string | null = null;
  private failure: FailureCode | null = null;
  private detail: string | null = null;
  private fullSinceMs: number | null = null;
  private pingedMs: number | null = null;

  constructor(connection: number, to: Connection, clock: VuClock, gauge: Punctuality, owner: SocketOwner) {
    this.connection = connection;
    this.clock = clock;
    this.gauge = gauge;
    this.owner = owner;
    try {
      this.socket = this.dial(to);
    } catch (error) {
      this.error = messageOf(error);
      this.soon(() => this.end({}));
    }
  }

  private dial({ url, headers, protocols }: Connection): WebSocket {
    // The argument for sub-protocols is ignored by k6: the header is not.
    const offered = protocols.length === 0 ? {} : { 'Sec-WebSocket-Protocol': protocols.join(', ') };
    const socket = new WebSocket(url, null, { headers: { ...headers, ...offered } });
    socket.binaryType = 'arraybuffer';
    const on = (event: 'open' | 'message' | 'pong' | 'error' | 'close', act: (told: Told) => void): void =>
      socket.addEventListener(event, (told?: Told) => act(told ?? {}));
    on('open', (told) => this.stands(told));
    on('message', (told) => this.receive(told));
    on('pong', (told) => this.pong(told));
    on('error', (told) => {
      this.error ??= typeof told.error === 'string' ? told.error : messageOf(told.error);
      setTimeout(() => this.end({}), GONE_AFTER_MS);
    });
    on('close', (told) => this.end(told));
    return socket;
  }

  get open(): boolean {
    return this.wasOpen && !this.over && this.socket?.readyState === OPEN;
  }

  send(message: string | Uint8Array): void {
    if (!this.open) return;
    if (typeof message === 'string') this.socket?.send(message);
    else this.socket?.send(message.slice().buffer);
    this.gauge.bytesSent += message.length;
  }

  /** The hot path. `inTime`: the frame comes when it is due. False: there was no room for it. */
  sendFrame(message: string, inTime: boolean): boolean {
    const { socket, gauge } = this;
    if (socket === null) return false;
    if (socket.bufferedAmount > BACKLOG_BYTES) {
      this.skip(inTime);
      return false;
    }
    this.fullSinceMs = null;
    socket.send(message);
    gauge.framesSent++;
    gauge.bytesSent += message.length;
    return true;
  }

  private skip(inTime: boolean): void {
    const nowMs = this.clock.now();
    if (inTime) this.gauge.framesUnread++;
    else this.gauge.framesDropped++;
    this.fullSinceMs ??= nowMs;
    if (nowMs - this.fullSinceMs < UNREAD_FOR_MS) return;
    this.failure ??= 'target_not_reading';
    this.detail ??= `${BACKLOG_BYTES >> 20} MB waited unread for ${UNREAD_FOR_MS / 1000} s`;
    this.terminate();
  }

  /** One at a time: a pong answers the ping that went out before it. */
  ping(): void {
    if (!this.open || this.pingedMs !== null) return;
    this.pingedMs = this.clock.now();
    this.socket?.ping();
  }

  /** Politely; or, where it has not opened yet, gives it up. */
  close(code: number): void {
    if (this.over) return;
    if (!this.wasOpen) {
      this.terminate();
      return;
    }
    if (this.closedWith !== null) return;
    this.closedWith = code;
    this.socket?.close(code);
  }

  /** Nothing more is heard of it. */
  terminate(): void {
    if (this.over) return;
    if (!this.wasOpen) this.unwanted = true;
    else if (this.closedWith === null) this.socket?.close(GOING_AWAY);
    this.soon(() => this.tell({ code: ABNORMAL, reason: '', failure: this.failure, detail: this.detail }));
  }

  private stands(told: Told): void {
    this.wasOpen = true;
    if (this.unwanted || this.over) {
      this.socket?.close(GOING_AWAY);
      return;
    }
    this.owner.opened(this.connection, this.clock.instantOf(told.timestamp));
    this.ping();
  }

  private receive({ data, timestamp }: Told): void {
    if (this.over) return;
    const atMs = this.clock.instantOf(timestamp);
    const { text } = this;
    text.binary = typeof data !== 'string';
    text.text = typeof data === 'string' ? data : byteText(new Uint8Array(data as ArrayBuffer));
    this.gauge.bytesReceived += text.length;
    this.owner.received(this.connection, text, atMs);
  }

  private pong({ timestamp }: Told): void {
    const { pingedMs } = this;
    if (pingedMs === null || this.over) return;
    this.pingedMs = null;
    const atMs = this.clock.instantOf(timestamp);
    this.owner.ponged(this.connection, Math.max(0, atMs - pingedMs), atMs);
  }

  private end({ code, reason }: Told): void {
    const { error, closedWith, wasOpen: opened } = this;
    const closing = endingOf({ error, code, reason, closedWith, opened });
    const { failure, detail } = this;
    this.tell(failure === null ? closing : { ...closing, failure, detail });
  }

  private tell(closing: Closing): void {
    if (this.over) return;
    this.over = true;
    this.owner.closed(this.connection, closing);
  }

  /** Whoever asked is in the middle of something. */
  private soon(act: () => void): void {
    setTimeout(act, 0);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : (JSON.stringify(error) ?? 'unknown error');
}
